import type { PixelSize } from '../../data/index.js';

/** Where a patch and its object are, and how large; pixels of the micrograph, x to the right and y down, from 0. */
export interface PatchRecord {
  /** The micrograph's name and a number, such as `grid3-0012`. */
  readonly id: string;
  readonly micrograph: string;
  /** The centre of the box around the object. */
  readonly x: number;
  readonly y: number;
  /** The patch's first column and row, and the side of its square. */
  readonly left: number;
  readonly top: number;
  readonly window: number;
  /** Pixels of the object, and the diameter of the disc of that area. */
  readonly area: number;
  readonly diameter: number;
  readonly touchesBorder: boolean;
  /** Whether the object is brighter or darker than the background; in the patch it is bright. */
  readonly contrast: 'bright' | 'dark';
}

/** A column of a table of things. */
export type Column<Row> = readonly [name: string, cell: (row: Row) => string];

/** The columns of a patch's place and size, physical sizes too where a pixel has one. */
export function patchColumns(pixelSize?: PixelSize): Column<PatchRecord>[] {
  return [
    ['id', ({ id }) => id],
    ['micrograph', ({ micrograph }) => micrograph],
    ['x', ({ x }) => String(x)],
    ['y', ({ y }) => String(y)],
    ['left', ({ left }) => String(left)],
    ['top', ({ top }) => String(top)],
    ['window', ({ window }) => String(window)],
    ['area_px', ({ area }) => String(area)],
    ['diameter_px', ({ diameter }) => diameter.toFixed(2)],
    ...(pixelSize === undefined ? [] : physicalColumns(pixelSize)),
    ['touches_border', ({ touchesBorder }) => (touchesBorder ? 'yes' : 'no')],
  ];
}

function physicalColumns({ length, unit }: PixelSize): Column<PatchRecord>[] {
  return [
    [`diameter_${unit}`, ({ diameter }) => (diameter * length).toPrecision(5)],
    [`area_${unit}2`, ({ area }) => (area * length * length).toPrecision(5)],
  ];
}
