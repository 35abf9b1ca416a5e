/**
 * x log(x / mean) + mean - x >= 0 in float64, where the two are close by a series in their relative difference.
 *
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities", section 2
 */
export function devianceOf(x: number, mean: number): number {
  const v = (x - mean) / (x + mean);
  if (!(Math.abs(v) <= 0.1)) return x === 0 ? mean : x * Math.log(x / mean) + mean - x;
  let [sum, term] = [(x - mean) * v, 2 * x * v];
  for (let j = 3; j < 24; j += 2) {
    term *= v * v;
    sum += term / j;
  }
  return sum;
}

/** log(x / y) with all its digits near x = y; 0 where both are 0. */
export function logQuotientOf(x: number, y: number): number {
  if (x === 0 && y === 0) return 0;
  return Math.abs(x - y) < 0.5 * y ? Math.log1p((x - y) / y) : Math.log(x / y);
}
