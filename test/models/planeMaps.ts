/** A linear map of the plane, row by row. */
export type Matrix = readonly [number, number, number, number];

export function times([a, b, c, d]: Matrix, [e, f, g, h]: Matrix): Matrix {
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}

export function inverse([a, b, c, d]: Matrix): Matrix {
  const determinant = a * d - b * c;
  return [d / determinant, -b / determinant, -c / determinant, a / determinant];
}

/** The exponential of a matrix by its power series, in float64. */
export function exponential(matrix: Matrix): Matrix {
  let [sum, term]: [Matrix, Matrix] = [
    [1, 0, 0, 1],
    [1, 0, 0, 1],
  ];
  for (let k = 1; k < 40; k += 1) {
    const next = times(term, matrix);
    term = [next[0] / k, next[1] / k, next[2] / k, next[3] / k];
    sum = [sum[0] + term[0], sum[1] + term[1], sum[2] + term[2], sum[3] + term[3]];
  }
  return sum;
}
