// Goodness of fit at a false-alarm rate of 1e-9 a test: with fixed keys a failure is a change, not bad luck.

/** The normal deviate that is exceeded once in 1e9 times. */
const DEVIATE = 5.998;
/** sqrt(log(2e9) / 2), the Kolmogorov statistic times sqrt(n) that is exceeded once in 1e9 times. */
const KOLMOGOROV = 3.273;

/** How far the draws' distribution lies from `cdf`, as a share of what one test in 1e9 exceeds by chance: good if below 1. */
export function misfit(draws: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  const n = sorted.length;
  const gaps = Array.from(sorted, (x, i) => {
    const at = cdf(x);
    return Math.max(at - i / n, (i + 1) / n - at);
  });
  return (gaps.reduce((most, gap) => Math.max(most, gap), 0) * Math.sqrt(n)) / KOLMOGOROV;
}

/** The same by Pearson's chi-square for counts of categories with given probabilities, each expected ten times or more. */
export function countMisfit(counts: readonly number[], probs: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const statistic = counts.reduce((sum, count, i) => {
    const mean = total * (probs[i] ?? 0);
    if (mean === 0) return count === 0 ? sum : Infinity;
    return sum + (count - mean) ** 2 / mean;
  }, 0);
  const freedom = probs.filter((p) => p > 0).length - 1;
  if (freedom === 0) return statistic === 0 ? 0 : Infinity;
  // Wilson and Hilferty: the cube root of a chi-square over its degrees of freedom is nearly normal.
  const limit = freedom * (1 - 2 / (9 * freedom) + DEVIATE * Math.sqrt(2 / (9 * freedom))) ** 3;
  return statistic / limit;
}

/** How often each of the numbers 0 to `size` - 1 comes. */
export function countsOf(draws: ArrayLike<number>, size: number): number[] {
  const counts = Array<number>(size).fill(0);
  for (const draw of Array.from(draws)) counts[draw] = (counts[draw] ?? 0) + 1;
  return counts;
}
