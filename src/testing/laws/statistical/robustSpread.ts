/** Where some points lie and how they spread, by ranks, so that heavy tails do no harm. */
export interface Spread {
  readonly centre: readonly number[];
  readonly scale: readonly number[];
  /** The lower triangular factor of their correlations, row by row. */
  readonly factor: readonly (readonly number[])[];
}

/** Medians, half the distances between the quantiles of one standard deviation, and correlations of ranks. */
export function robustSpread(columns: readonly Float64Array[]): Spread {
  const sorted = columns.map((column) => Float64Array.from(column).sort());
  const quantile = (q: number): number[] => sorted.map((column) => column[Math.floor(q * column.length)] ?? 0);
  const [low, high] = [quantile(0.159), quantile(0.841)];
  const scale = low.map((from, i) => Math.max(((high[i] ?? 0) - from) / 2, 1e-30));
  const ranks = columns.map((column, i) => ranksIn(column, sorted[i] ?? column));
  const correlations = ranks.map((a, i) =>
    // Shrunk a little, so that the matrix keeps a factor.
    ranks.map((b, j) => (i === j ? 1 : 0.99 * 2 * Math.sin((Math.PI / 6) * correlation(a, b)))),
  );
  return { centre: quantile(0.5), scale, factor: factorOf(correlations) };
}

function ranksIn(column: Float64Array, sorted: Float64Array): Float64Array {
  const order = new Map(Array.from(sorted, (x, i) => [x, i]));
  return column.map((x) => (order.get(x) ?? 0) / column.length - 0.5);
}

function correlation(a: Float64Array, b: Float64Array): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) || 0;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}

/** A Cholesky factor; a row that would have none stands alone. */
function factorOf(matrix: readonly (readonly number[])[]): number[][] {
  const rows: number[][] = [];
  matrix.forEach((row, i) => {
    const made: number[] = [];
    rows.forEach((other, j) => {
      const done = made.reduce((sum, x, k) => sum + x * (other[k] ?? 0), 0);
      made.push(((row[j] ?? 0) - done) / (other[j] ?? 1));
    });
    const left = 1 - made.reduce((sum, x) => sum + x * x, 0);
    rows.push(left > 1e-4 ? [...made, Math.sqrt(left)] : [...Array<number>(i).fill(0), 1]);
  });
  return rows;
}
