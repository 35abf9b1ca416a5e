/** A square matrix in float64, row by row. */
export type Matrix64 = readonly Float64Array[];

/** The lower triangular L for which L L^T is `matrix`; undefined if that is not positive definite. */
export function cholesky64(matrix: Matrix64): Matrix64 | undefined {
  const factor = matrix.map((row) => new Float64Array(row.length));
  for (let i = 0; i < matrix.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const rest = at(matrix, i, j) - dot(factor, i, j, j);
      if (i === j && !(rest > 0 && rest < Infinity)) return undefined;
      set(factor, i, j, i === j ? Math.sqrt(rest) : rest / at(factor, j, j));
    }
  }
  return factor;
}

/** The inverse of L L^T for lower triangular L. */
export function inverse64(factor: Matrix64): Matrix64 {
  const size = factor.length;
  const inverse = factor.map(() => new Float64Array(size));
  for (let j = 0; j < size; j += 1) {
    for (let i = j; i < size; i += 1) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k += 1) sum -= at(factor, i, k) * at(inverse, k, j);
      set(inverse, i, j, sum / at(factor, i, i));
    }
  }
  return inverse.map((_, i) =>
    Float64Array.from({ length: size }, (_empty, j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < size; k += 1) sum += at(inverse, k, i) * at(inverse, k, j);
      return sum;
    }),
  );
}

function dot(factor: Matrix64, i: number, j: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += at(factor, i, k) * at(factor, j, k);
  return sum;
}

function at(matrix: Matrix64, i: number, j: number): number {
  return matrix[i]?.[j] ?? NaN;
}

function set(matrix: Matrix64, i: number, j: number, value: number): void {
  const row = matrix[i];
  if (row !== undefined) row[j] = value;
}
