import { encode } from 'fast-png';
import type { Micrograph } from '../src/data/index.js';

/** A particle in no patch, or a patch without a particle. */
export interface Case {
  readonly kind: 'missed' | 'empty';
  readonly image: Micrograph;
  /** [row, column]: the number of the annotated particle, or 0. */
  readonly instances: Int32Array;
  /** [row, column]: the number of the object found, or 0. */
  readonly labels: Int32Array;
  /** The centre, and the side of a patch, in pixels of the micrograph. */
  readonly row: number;
  readonly column: number;
  readonly size: number;
}

type Colour = readonly [number, number, number];

/** Pixels of a tile, and how many tiles lie side by side; a tile shows two patches in width. */
const TILE = 200;
const COLUMNS = 5;
const FRAME = 3;
const RED: Colour = [230, 60, 40];
const CYAN: Colour = [60, 220, 230];
const YELLOW: Colour = [240, 200, 40];

/** The cases as one PNG of tiles, row by row: outlines of what is annotated in red, of what was found in cyan. */
export function drawCases(cases: readonly Case[]): Uint8Array {
  const width = COLUMNS * TILE;
  const height = Math.max(1, Math.ceil(cases.length / COLUMNS)) * TILE;
  const data = new Uint8Array(width * height * 3);
  cases.forEach((shown, i) => {
    const [top, left] = [Math.floor(i / COLUMNS) * TILE, (i % COLUMNS) * TILE];
    for (let y = 0; y < TILE; y += 1) {
      for (let x = 0; x < TILE; x += 1) data.set(colourAt(shown, y, x), ((top + y) * width + left + x) * 3);
    }
  });
  return encode({ width, height, data, channels: 3, depth: 8 });
}

function colourAt({ kind, image, instances, labels, row, column, size }: Case, y: number, x: number): Colour {
  const fromEdge = Math.min(y, x, TILE - 1 - y, TILE - 1 - x);
  if (fromEdge < FRAME) return kind === 'missed' ? RED : YELLOW;
  const [down, across] = [(y / TILE - 0.5) * 2, (x / TILE - 0.5) * 2];
  const reach = Math.max(Math.abs(down), Math.abs(across));
  if (kind === 'empty' && Math.abs(reach - 0.5) < 1 / TILE) return YELLOW;
  const [imageRow, imageColumn] = [Math.round(row + down * size), Math.round(column + across * size)];
  if (imageRow < 0 || imageColumn < 0 || imageRow >= image.height || imageColumn >= image.width) return [0, 0, 0];
  const at = imageRow * image.width + imageColumn;
  if (isEdge(instances, at, image.width)) return RED;
  if (isEdge(labels, at, image.width)) return CYAN;
  const grey = Math.round(255 * (image.values[at] ?? 0));
  return [grey, grey, grey];
}

function isEdge(numbers: Int32Array, at: number, width: number): boolean {
  return numbers[at] !== 0 && [1, -1, width, -width].some((step) => (numbers[at + step] ?? 0) !== numbers[at]);
}
