import { ArgumentError } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';
import { convolve, gaussianWeights } from '../convolve.js';
import type { ImageSet } from '../imageSet.js';
import { normalise } from '../images/normalise.js';
import type { Normalise } from '../images/normalise.js';
import { median } from './median.js';
import type { FoundObject } from './measureObjects.js';
import type { Micrograph } from './micrograph.js';
import { resampleSquare } from './resampleSquare.js';
import type { Outside } from './resampleSquare.js';

export interface PatchOptions {
  /** Rows and columns of each patch in the result, in pixels. Default `size`: nothing is resampled. */
  readonly resize?: number;
  /** What lies beyond the micrograph: it again, reflected at its border, its border, or black. Default `reflect`. */
  readonly outside?: Outside;
  /** Objects that are `dark` become bright ones. Default `bright`. */
  readonly contrast?: 'bright' | 'dark';
  /** How the grey values of each patch come to lie in [0, 1], as in {@link readImages}. Default `percentile`. */
  readonly normalise?: Normalise;
}

/** Where a patch is in its micrograph, in pixels, from 0. */
export interface PatchPosition {
  /** The centre of the patch. */
  readonly row: number;
  readonly column: number;
  /** Its first row and column, negative where it begins outside of the micrograph. */
  readonly top: number;
  readonly left: number;
}

export interface Patches extends ImageSet {
  /** [patch] */
  readonly positions: readonly PatchPosition[];
  /** The side of the squares in the micrograph, in pixels. */
  readonly size: number;
}

/** The width of a patch in diameters, by which agglomerates of four fit into it. */
const WINDOW = 4.2;

const OUTSIDES: readonly Outside[] = ['reflect', 'repeat', 'zero'];

/** The side of patches that suits the objects: 4.2 times the median of their diameters, in whole pixels; at least 8. */
export function patchSize(objects: readonly Pick<FoundObject, 'diameter'>[]): number {
  return Math.max(8, Math.round(WINDOW * median(objects.map(({ diameter }) => diameter))));
}

/**
 * A square patch around each object, its centre within half a pixel of the object's.
 *
 * Patches that are made smaller are first smoothed, so that what is too fine for them does not alias.
 *
 * @param objects around which patches are cut; others with a row and a column do as well
 * @param size the side of the squares in the micrograph, in pixels
 * @returns images [object, row, column] in [0, 1], and where they were
 * @throws ArgumentError if a size is not an integer ≥ 2, or an option is unknown or none of its choices
 * @throws DataError with `normalise: 'none'` if values of the micrograph lie outside [0, 1]
 * @example
 * const image = { height: 2, width: 3, values: Float32Array.of(0, 0.25, 0.5, 0, 0.25, 0.5) };
 * const { images } = cutPatches(image, [{ row: 0.5, column: 1.5 }], 2, { normalise: 'none' });
 * Array.from(images);   // [0.25, 0.5, 0.25, 0.5]
 */
export function cutPatches(
  image: Pick<Micrograph, 'height' | 'width' | 'values'> & { readonly name?: string },
  objects: readonly Pick<FoundObject, 'row' | 'column'>[],
  size: number,
  options: PatchOptions = {},
): Patches {
  const { resize, outside, contrast, normalise: mode } = checkPatchOptions(size, options);
  const source = { ...image, values: prepared(image, contrast === 'dark', size / resize) };
  const values = new Float32Array(objects.length * resize * resize);
  const positions = objects.map((object) => positionOf(object, size));
  positions.forEach((position, i) => {
    const patch = values.subarray(i * resize * resize, (i + 1) * resize * resize);
    resampleSquare(source, { ...position, size }, outside, patch, resize);
  });
  const raw = { values, white: 1, count: objects.length, height: resize, width: resize };
  const images = normalise(image.name ?? 'cutPatches', raw, mode);
  return { images, count: objects.length, height: resize, width: resize, positions, size };
}

function checkPatchOptions(size: number, options: PatchOptions): Required<PatchOptions> {
  checkOptionNames('cutPatches', options, ['resize', 'outside', 'contrast', 'normalise']);
  const settings = {
    resize: size,
    outside: 'reflect',
    contrast: 'bright',
    normalise: 'percentile',
    ...options,
  } as const;
  for (const [name, value] of Object.entries({ size, resize: settings.resize })) {
    const expected = 'an integer >= 2, in pixels';
    if (!(Number.isSafeInteger(value) && value >= 2)) refuse(name, expected, String(value));
  }
  if (!OUTSIDES.includes(settings.outside)) refuse('outside', OUTSIDES.join(', '), `"${settings.outside}"`);
  const isKnown = ['bright', 'dark'].includes(settings.contrast);
  if (!isKnown) refuse('contrast', 'bright, dark', `"${settings.contrast}"`);
  return settings;
}

function refuse(name: string, expected: string, got: string): never {
  throw new ArgumentError({ where: `cutPatches.${name}`, expected, got });
}

/** The values to read patches from, in which objects are bright and nothing is finer than a pixel of the result. */
function prepared(
  { height, width, values }: Pick<Micrograph, 'height' | 'width' | 'values'>,
  isDark: boolean,
  shrink: number,
): Float32Array {
  const copy = values.map((value) => (isDark ? 1 - value : value));
  if (shrink > 1) convolve(copy, height, width, gaussianWeights((shrink - 1) / 2));
  return copy;
}

function positionOf({ row, column }: Pick<FoundObject, 'row' | 'column'>, size: number): PatchPosition {
  const [top, left] = [Math.round(row - (size - 1) / 2), Math.round(column - (size - 1) / 2)];
  return { row: top + (size - 1) / 2, column: left + (size - 1) / 2, top, left };
}
