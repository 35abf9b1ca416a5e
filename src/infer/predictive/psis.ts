import { ArgumentError, warn } from '../../num/index.js';
import { fitPareto, paretoQuantile } from './fitPareto.js';

export interface SmoothedWeights {
  /** Logarithms of the smoothed weights, which sum to 1; in the order given. */
  readonly logWeights: Float64Array;
  /** The shape of the tail: below 0.5 good, to 0.7 usable, above it the weights are not to be relied on. */
  readonly kHat: number;
}

/** Fewer weights than these, in all or in the tail, say nothing of a tail's shape. */
const FEWEST_TAIL_POINTS = 10;

/**
 * Pareto-smoothed importance weights: the largest ceil(min(S / 5, 3 sqrt S)) of them are replaced by the quantiles of a
 * generalised Pareto distribution fitted to them.
 *
 * With fewer than 10 weights above the cutoff, `kHat` is Infinity, with a warning; with 10 or more weights that are all alike -Infinity.
 * Neither is smoothed.
 *
 * @param logWeights logarithms of positive weights, up to a common constant; -Infinity stands for 0
 * @param resolution differences up to this count as none, as where they are roundings of the densities. Default: 0
 * @throws ArgumentError if there are none, one is NaN or +Infinity, or all are -Infinity
 * @see Vehtari, Simpson, Gelman, Yao and Gabry 2024, "Pareto smoothed importance sampling", section 2
 */
export function psis(logWeights: ArrayLike<number>, resolution = 0): SmoothedWeights {
  const shifted = shiftToZero(Float64Array.from(logWeights));
  const order = [...shifted.keys()].sort((a, b) => (shifted[a] ?? 0) - (shifted[b] ?? 0));
  const lowest = shifted[order[0] ?? 0] ?? 0;
  if (-lowest <= resolution && shifted.length >= FEWEST_TAIL_POINTS)
    return { logWeights: normalised(shifted), kHat: -Infinity };
  const tailSize = Math.ceil(Math.min(shifted.length / 5, 3 * Math.sqrt(shifted.length)));
  const logCutoff = shifted[order[order.length - tailSize - 1] ?? 0] ?? 0;
  const cutoff = Math.exp(logCutoff);
  const tail = order.filter((i) => (shifted[i] ?? 0) > logCutoff && Math.exp(shifted[i] ?? 0) > cutoff);
  if (tail.length < FEWEST_TAIL_POINTS) {
    warn(`psis: only ${tail.length} weights in the tail, fewer than ${FEWEST_TAIL_POINTS}; kHat is Infinity.`);
    return { logWeights: normalised(shifted), kHat: Infinity };
  }
  const { shape, scale } = fitPareto(tail.map((i) => Math.exp(shifted[i] ?? 0) - cutoff));
  tail.forEach((i, rank) => {
    const smoothed = cutoff + paretoQuantile((rank + 0.5) / tail.length, shape, scale);
    // No weight may exceed the largest of the raw ones, which is 1 here.
    shifted[i] = Math.min(0, Math.log(smoothed));
  });
  return { logWeights: normalised(shifted), kHat: shape };
}

/** The logarithms less the largest of them. */
function shiftToZero(logWeights: Float64Array): Float64Array {
  const largest = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  if (Number.isFinite(largest)) return logWeights.map((x) => x - largest);
  const got = logWeights.length === 0 ? 'none' : `a largest one of ${largest}`;
  throw new ArgumentError({ where: 'psis', expected: 'log weights that are finite or -Infinity', got });
}

/** The logarithms less that of the sum of their exponentials; none is above 0, and one is close to it. */
export function normalised(logWeights: Float64Array): Float64Array {
  const total = Math.log(logWeights.reduce((sum, x) => sum + Math.exp(x), 0));
  return logWeights.map((x) => x - total);
}
