import { key, uniformArray } from '../../../src/num/index.js';

/** Two classes on a chessboard of 4 × 4 fields over two features that matter, and three that do not. */
export function chessboard(count: number, seed: number): { features: Float32Array; classes: number[] } {
  const features = Float32Array.from(uniformArray(key(seed), count * 5));
  const field = (i: number): number => Math.floor(4 * (features[i] ?? 0));
  const classes = Array.from({ length: count }, (_, sample) => (field(5 * sample) + field(5 * sample + 1)) % 2);
  return { features, classes };
}

export function shareEqual(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).filter((value, i) => value === b[i]).length / a.length;
}
