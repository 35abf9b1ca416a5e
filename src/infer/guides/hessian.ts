import type { Matrix64 } from './float64.js';

/** The first differences' step, before anything is known of the scale of a coordinate. */
const FIRST_STEP = 1e-2;
/** The later step in units of the curvature's own length: small for the fourth order's error, large for that of rounding. */
const STEP = 0.1;

/**
 * The matrix of second derivatives of a function, by differences of its exact gradients, made symmetric.
 *
 * Each coordinate is moved by a tenth of its curvature's length 1 / sqrt(second derivative), which a first difference finds. The
 * differences are of fourth order: exact where the function is a polynomial up to the fifth degree.
 *
 * @param gradient at a point [size]; called 6 times for each coordinate
 */
export function hessian(gradient: (at: Float64Array) => Float64Array, point: Float64Array): Matrix64 {
  const moved = (i: number, change: number): Float64Array => {
    const at = Float64Array.from(point);
    at[i] = (at[i] ?? NaN) + change;
    return gradient(at);
  };
  const rows = Array.from(point, (x, i) => {
    const first = FIRST_STEP * Math.max(1, Math.abs(x));
    const curvature = ((moved(i, first)[i] ?? NaN) - (moved(i, -first)[i] ?? NaN)) / (2 * first);
    const step = curvature > 0 ? STEP / Math.sqrt(curvature) : first;
    const [a, b, c, d] = [moved(i, -2 * step), moved(i, -step), moved(i, step), moved(i, 2 * step)];
    return Float64Array.from(a, (value, j) => {
      return (value - 8 * (b[j] ?? NaN) + 8 * (c[j] ?? NaN) - (d[j] ?? NaN)) / (12 * step);
    });
  });
  return rows.map((row, i) => Float64Array.from(row, (value, j) => (value + (rows[j]?.[i] ?? NaN)) / 2));
}
