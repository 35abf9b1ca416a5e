// log Gamma and its relatives in float64, to about 15 digits.

const EULER = 0.5772156649015329;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** From here on the asymptotic series has all digits of a float64. */
const FAR = 15;
/** zeta(k) - 1 for k from 2, by the Euler-Maclaurin formula. */
const zetaMinusOne = Array.from({ length: 50 }, (_, i) => zetaRest(i + 2));

/** log Gamma(x) for x > 0. */
export function logGamma(x: number): number {
  if (x < 1) return logGamma1p(x) - Math.log(x);
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingRest(x);
}

/**
 * log Gamma(1 + x) for x from 0 to 1, with all its digits near 0.
 *
 * @see Abramowitz and Stegun 1964, equation 6.1.33
 */
export function logGamma1p(x: number): number {
  let [power, sum] = [-x, (1 - EULER) * x - Math.log1p(x)];
  for (const [i, zeta] of zetaMinusOne.entries()) {
    power *= -x;
    sum += (power * zeta) / (i + 2);
  }
  return sum;
}

/** log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 for x > 0: the series far out, and towards it by the recurrence. */
export function stirlingRest(x: number): number {
  let [at, sum] = [x, 0];
  for (; at < FAR; at += 1) sum += (at + 0.5) * Math.log1p(1 / at) - 1;
  const w = 1 / (at * at);
  return sum + (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - (w * 691) / 360360))))) / at;
}

/** log x - digamma(x) for x > 0. */
export function digammaGap(x: number): number {
  let [at, sum] = [x, 0];
  for (; at < FAR; at += 1) sum += 1 / at - Math.log1p(1 / at);
  const w = 1 / (at * at);
  return sum + 0.5 / at + w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w / 132))));
}

/** log(1 + x) - x for x > -1, without cancellation near 0: by the series of the inverse hyperbolic tangent. */
export function log1pMinus(x: number): number {
  if (x < -0.5 || x > 1) return Math.log1p(x) - x;
  const r = x / (2 + x);
  const square = r * r;
  let [power, sum] = [1, 0];
  for (let n = 3; power > 1e-18; n += 2) {
    sum += power / n;
    power *= square;
  }
  return r * (2 * square * sum - x);
}

function zetaRest(k: number): number {
  const size = 16;
  let sum = 0;
  for (let n = 2; n < size; n += 1) sum += n ** -k;
  const rest = size / (k - 1) + 0.5 + k / (12 * size) - (k * (k + 1) * (k + 2)) / (720 * size ** 3);
  return sum + size ** -k * (rest + (k * (k + 1) * (k + 2) * (k + 3) * (k + 4)) / (30240 * size ** 5));
}
