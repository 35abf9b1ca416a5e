import { ArgumentError, DataError, nearest } from '../../num/index.js';
import { quantile } from '../quantile.js';
import { placeOf } from './rawImages.js';
import type { RawImages } from './rawImages.js';

/** How grey values come to lie in [0, 1]; see {@link normalise}. */
export type Normalise = 'none' | 'minmax' | 'percentile';

/** The shares of an image's pixels that `percentile` makes black and white. */
const DARKEST = 0.01;
const BRIGHTEST = 0.995;

const modes: readonly Normalise[] = ['none', 'minmax', 'percentile'];

/**
 * Grey values in [0, 1]. `none` divides by the value of white; `minmax` stretches each image from its least to its greatest
 * value, `percentile` from its 1st to its 99.5th percentile, cutting off what lies outside. A constant image becomes black.
 *
 * @throws ArgumentError if the mode is none of these
 * @throws DataError naming file, image and pixel of the first value that is not finite or, with `none`, outside [0, 1]
 */
export function normalise(where: string, raw: RawImages, mode: Normalise): Float32Array {
  checkMode(mode);
  checkFinite(where, raw);
  return mode === 'none' ? divided(where, raw) : stretched(raw, mode);
}

function checkMode(mode: Normalise): void {
  if (modes.includes(mode)) return;
  const near = nearest(mode, modes);
  const hint = near ?? 'none';
  throw new ArgumentError({ where: 'readImages.normalise', expected: modes.join(', '), got: `"${mode}"`, hint });
}

function checkFinite(where: string, raw: RawImages): void {
  for (let place = 0; place < raw.values.length; place += 1) {
    const value = raw.values[place] ?? NaN;
    if (Number.isFinite(value)) continue;
    const hint = 'to leave that image out or to replace the value';
    throw new DataError({ where, expected: 'finite numbers', got: `${value} in ${placeOf(raw, place)}`, hint });
  }
}

function divided(where: string, raw: RawImages): Float32Array {
  const { values, white } = raw;
  const out = new Float32Array(values.length);
  for (let place = 0; place < out.length; place += 1) {
    const value = (values[place] ?? 0) / white;
    if (value < 0 || value > 1) throw outOfRange(where, raw, place);
    out[place] = value;
  }
  return out;
}

function outOfRange(where: string, raw: RawImages, place: number): DataError {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < raw.values.length; i += 1) {
    least = Math.min(least, raw.values[i] ?? 0);
    greatest = Math.max(greatest, raw.values[i] ?? 0);
  }
  const got = `${raw.values[place]} in ${placeOf(raw, place)} (all values: ${least} to ${greatest})`;
  const hint = '--normalise percentile or --normalise minmax, which stretch each image';
  return new DataError({ where, expected: 'grey values from 0 to 1', got, hint });
}

function stretched({ values, count, height, width }: RawImages, mode: 'minmax' | 'percentile'): Float32Array {
  const pixels = height * width;
  const shares = mode === 'minmax' ? [0, 1] : [DARKEST, BRIGHTEST];
  const out = new Float32Array(count * pixels);
  const sorted = new Float64Array(pixels);
  for (let start = 0; start < out.length; start += pixels) {
    for (let i = 0; i < pixels; i += 1) sorted[i] = values[start + i] ?? 0;
    sorted.sort();
    const [low, high] = shares.map((share) => quantile(sorted, share));
    stretch(values, start, { low: low ?? 0, high: high ?? 0 }, out.subarray(start, start + pixels));
  }
  return out;
}

function stretch(
  values: ArrayLike<number>,
  start: number,
  range: { low: number; high: number },
  out: Float32Array,
): void {
  const span = range.high - range.low;
  if (span === 0) return;
  for (let i = 0; i < out.length; i += 1)
    out[i] = Math.min(1, Math.max(0, ((values[start + i] ?? 0) - range.low) / span));
}
