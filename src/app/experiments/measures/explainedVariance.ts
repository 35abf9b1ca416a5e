import { lusolve, multiply, transpose } from 'mathjs';

/** Keeps the equations solvable where latents are constant or there are few images; in shares of the variance. */
const RIDGE = 1e-6;

/** What the factor is taken for: a linear function of the latents, or a quadratic one. */
export type Regression = 'linear' | 'quadratic';

/**
 * R²: the share of a factor's variance that a function of the latents explains. It is fitted to the even images and tested on the
 * odd ones, so that it is below 0 if the mean would have been the better guess.
 *
 * @param latents values of each latent, [latent][image]
 * @param factor its value, [image], not constant
 */
export function explainedVariance(
  latents: readonly ArrayLike<number>[],
  factor: ArrayLike<number>,
  regression: Regression = 'quadratic',
): number {
  const terms = termsOf(latents.map(standardised), factor.length, regression);
  const even = terms.filter((_, i) => i % 2 === 0);
  const target = Array.from(factor);
  const weights = leastSquares(
    even,
    target.filter((_, i) => i % 2 === 0),
  );
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  let [missed, all] = [0, 0];
  for (let i = 1; i < target.length; i += 2) {
    const guess = (terms[i] ?? []).reduce((sum, term, k) => sum + term * (weights[k] ?? 0), 0);
    missed += ((target[i] ?? 0) - guess) ** 2;
    all += ((target[i] ?? 0) - mean) ** 2;
  }
  return 1 - missed / all;
}

/** 1, the latents, and for a quadratic function all products of two of them, [image][term]. */
function termsOf(latents: readonly number[][], count: number, regression: Regression): number[][] {
  return Array.from({ length: count }, (_, i) => {
    const row = latents.map((latent) => latent[i] ?? 0);
    const products = regression === 'linear' ? [] : row.flatMap((a, j) => row.slice(j).map((b) => a * b));
    return [1, ...row, ...products];
  });
}

function standardised(values: ArrayLike<number>): number[] {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
  return all.map((value) => (deviation === 0 ? 0 : (value - mean) / deviation));
}

function leastSquares(rows: number[][], target: number[]): number[] {
  const columns = transpose(rows);
  const normal = multiply(columns, rows).map((row, i) =>
    row.map((value, j) => value + (i === j ? RIDGE * rows.length : 0)),
  );
  // For arrays, lusolve gives an array of rows of one number each, whatever its type says.
  const solution = lusolve(normal, multiply(columns, target)) as unknown as number[][];
  return solution.flat();
}
