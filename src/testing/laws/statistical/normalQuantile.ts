import { millsRatio } from '../../../num/index.js';

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

/** The standard normal distribution function, to all but the last digits of its value on either side. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  return (Math.exp((-z * z) / 2) / SQRT_TWO_PI) * millsRatio(-z);
}
