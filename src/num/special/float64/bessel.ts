// The modified Bessel functions of the first kind, of orders 0 and 1, in float64, to about 13 digits.

import { falling, horner } from './logGamma.js';

/** From here on the asymptotic series have all digits of a float64: their terms fall to exp(-2 x) before they rise. */
const FAR = 20;
const TERMS = 36;
const TWO_PI = 2 * Math.PI;

/** I0(x) exp(-x) sqrt(2 pi x) in 1 / x. */
const i0Far = Array.from({ length: TERMS }, () => 1);
for (let k = 1; k < TERMS; k += 1) i0Far[k] = ((i0Far[k - 1] as number) * (2 * k - 1) ** 2) / (8 * k);

/** 1 - I1(x) / I0(x) in 1 / x, by Riccati's equation: the derivative of the ratio r is 1 - r / x - r^2. */
const deficitFar = [0, 1 / 2];
for (let m = 2; m < TERMS; m += 1) {
  let sum = (m - 2) * (deficitFar[m - 1] as number);
  for (let i = 1; i < m; i += 1) sum += (deficitFar[i] as number) * (deficitFar[m - i] as number);
  deficitFar.push(sum / 2);
}
const deficitFars = [0, 1, 2].map((order) => deficitFar.map((c, k) => c * falling(-k, order)));

/** exp(-|x|) I0(x). */
export function scaledI0(x: number): number {
  const size = Math.abs(x);
  if (size < FAR) return Math.exp(-size) * (1 + seriesRest(0, size));
  return horner(1 / size, i0Far) / Math.sqrt(TWO_PI * size);
}

/** log I0(x). */
export function logI0Of(x: number): number {
  const size = Math.abs(x);
  if (size < FAR) return Math.log1p(seriesRest(0, size));
  return size - 0.5 * Math.log(TWO_PI * size) + Math.log(horner(1 / size, i0Far));
}

/** I1(x) / I0(x). */
export function besselRatioOf(x: number): number {
  const size = Math.abs(x);
  return Math.sign(x) * (size < FAR ? size * quotient(1, size) : 1 - farDeficit(0, size));
}

/** 1 - I1(x) / I0(x), with all its digits where that is small. */
export function besselDeficitOf(x: number): number {
  return x < FAR ? 1 - besselRatioOf(x) : farDeficit(0, x);
}

/** The first derivative of I1(x) / I0(x). */
export function besselSlopeOf(x: number): number {
  const size = Math.abs(x);
  if (!(size < FAR)) return -farDeficit(1, size);
  const q = quotient(1, size);
  return 1 - q - (size * q) ** 2;
}

/** The second. */
export function besselCurvatureOf(x: number): number {
  const size = Math.abs(x);
  if (!(size < FAR)) return -Math.sign(x) * farDeficit(2, size);
  const q = quotient(1, size);
  return x * (q * q - quotient(2, size) - 2 * q * besselSlopeOf(x));
}

/** I(order, x) / (x^order I0(x)), for 0 <= x < FAR. */
function quotient(order: 1 | 2, x: number): number {
  const first = order === 1 ? 1 / 2 : 1 / 8;
  return (first * (1 + seriesRest(order, x))) / (1 + seriesRest(0, x));
}

/** I(order, x) over the first term of its power series, less 1. */
function seriesRest(order: number, x: number): number {
  const quarter = (x / 2) ** 2;
  let [term, sum] = [1, 0];
  for (let k = 1; k < 100; k += 1) {
    term *= quarter / (k * (k + order));
    sum += term;
    if (term < 1e-17 * sum) break;
  }
  return sum;
}

/** The derivative of that order of 1 - I1(x) / I0(x), for x >= FAR. */
function farDeficit(order: 0 | 1 | 2, x: number): number {
  return x ** -order * horner(1 / x, deficitFars[order] as number[]);
}
