import { beyond } from './beyond.js';
import { meanOver, type WeightedPoints } from './reference.js';

/** How a function of a draw is spread, by the density. */
export interface Tail {
  /** The standard deviation; Infinity where too little of it is known. */
  readonly deviation: number;
  /** A size that the function exceeds with a probability of `chance` at most. */
  readonly reach: number;
}

// Of the mean square, beyond what is covered.
const MOST_BEYOND = 4e-4;

/**
 * The spread and the reach of f over weighted points. Draws alone tell neither where the tail is heavy: what they lack, because it is
 * rare, may be most of the mean.
 */
export function tailOf(points: WeightedPoints, f: (at: number) => number, chance: number): Tail {
  const [mean, square] = [meanOver(points, f), meanOver(points, (at) => f(at) ** 2)];
  const isKnown = beyond(points, (at) => f(at) ** 2) <= MOST_BEYOND * square;
  return {
    deviation: isKnown ? Math.sqrt(Math.max(0, square - mean * mean)) : Infinity,
    reach: reachOf(points, f, chance),
  };
}

function reachOf({ weights }: WeightedPoints, f: (at: number) => number, chance: number): number {
  const sizes = weights.map((_, i) => Math.abs(f(i)));
  const outwards = Array.from(weights.keys())
    .filter((i) => (weights[i] ?? 0) > 0)
    .sort((i, j) => (sizes[j] ?? 0) - (sizes[i] ?? 0));
  let mass = 0;
  const last = outwards.find((i) => (mass += weights[i] ?? 0) > chance);
  return last === undefined ? 0 : (sizes[last] ?? 0);
}
