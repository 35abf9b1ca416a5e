const TAIL = [2.515517, 0.802853, 0.010328] as const;
const TAIL_DIVISOR = [1.432788, 0.189269, 0.001308] as const;
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * The standard normal quantile of u, from 0 to 1 exclusive, in float64 to 1e-12: a rational guess (Abramowitz and Stegun
 * 26.2.23, to 5e-4) and two steps of Halley's method on `normalCdf`.
 */
export function normalQuantile(u: number): number {
  if (u > 0.5) return -normalQuantile(1 - u);
  const t = Math.sqrt(-2 * Math.log(u));
  const [a, b, c] = TAIL;
  const [d, e, f] = TAIL_DIVISOR;
  let z = (a + t * (b + t * c)) / (1 + t * (d + t * (e + t * f))) - t;
  for (let step = 0; step < 2; step += 1) {
    const excess = (normalCdf(z) - u) * SQRT_TWO_PI * Math.exp((z * z) / 2);
    z -= excess / (1 + (z * excess) / 2);
  }
  return z;
}

/** The standard normal distribution function: a series near 0, a continued fraction in the tails, both to 1e-13 of its value. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  const density = Math.exp((-z * z) / 2) / SQRT_TWO_PI;
  return z > -3 ? 0.5 - density * series(-z) : density / continuedFraction(-z);
}

/** z + z^3 / 3 + z^5 / 15 + ... */
function series(z: number): number {
  let [term, sum] = [z, z];
  for (let n = 3; Math.abs(term) > 1e-17 * sum; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return sum;
}

/** z + 1 / (z + 2 / (z + 3 / ...)) */
function continuedFraction(z: number): number {
  let value = z;
  for (let n = 80; n > 0; n -= 1) value = z + n / value;
  return value;
}
