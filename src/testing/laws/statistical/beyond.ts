import type { WeightedPoints } from './reference.js';

/**
 * What the integral of |f| lacks beyond the points: as if from shell to shell it went on falling as it does over the last two.
 * Infinity where it does not fall, 0 where the points have no rim.
 */
export function beyond({ weights, rim }: WeightedPoints, f: (at: number) => number = () => 1): number {
  if (rim === undefined) return 0;
  let [outer, inner] = [0, 0];
  weights.forEach((weight, i) => {
    if (rim[i] === 0 || !(weight > 0)) return;
    const part = weight * Math.abs(f(i));
    if (rim[i] === 1) outer += part;
    else inner += part;
  });
  if (outer === 0) return 0;
  const ratio = outer / inner;
  return ratio < 1 ? (outer * ratio) / (1 - ratio) : Infinity;
}

// A tail of 0.05 that is off by the error, or the quantiles' mean square with all of the error at an end, stays within chance.
const HARMLESS = 0.01;

/** How many draws points are worth whose masses may be off by an error that is not by chance. */
export function worthWithin(error: number): number {
  return error > 0 ? HARMLESS / (error * error) : Infinity;
}
