// log Gamma and its relatives in float64, to about 14 digits.

const EULER = 0.5772156649015329;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** From here on Stirling's series has all digits of a float64. */
export const FAR = 10;

/** B_2, B_4, … */
export const BERNOULLI: readonly number[] = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
  -174611 / 330,
  854513 / 138,
];

/** (1 - zeta(k)) / k for k from 2, with alternating signs. */
const nearTwo = Array.from({ length: 28 }, (_, i) => ((-1) ** i * zetaMinusOne(i + 2)) / (i + 2));
const restSeries = stirlingSeries(0);

/** log Gamma(x): Infinity at 0, NaN below. */
export function logGamma(x: number): number {
  if (!(x >= 0)) return NaN;
  if (x < 0.5) return logGamma1p(x) - Math.log(x);
  if (x < 1.5) return logGamma2p(x - 1) - Math.log1p(x - 1);
  if (x >= FAR) return (x - 0.5) * (Math.log(x) - 1) + HALF_LOG_TWO_PI - 0.5 + restSeries(x);
  let [at, product] = [x, 1];
  while (at > 2.5) {
    at -= 1;
    product *= at;
  }
  return Math.log(product) + logGamma2p(at - 2);
}

/** log Gamma(1 + x) for x >= 0, with all its digits near 0. */
export function logGamma1p(x: number): number {
  return x < 0.5 ? logGamma2p(x) - Math.log1p(x) : logGamma(1 + x);
}

/**
 * log Gamma(2 + x) for |x| <= 1/2, with all its digits near 0.
 *
 * @see Abramowitz and Stegun 1964, equation 6.1.33
 */
function logGamma2p(x: number): number {
  return x * (1 - EULER + x * horner(x, nearTwo));
}

/** log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 for x > 0. */
export function stirlingRest(x: number): number {
  return x < FAR ? logGamma(x) - (x - 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI : restSeries(x);
}

/** log Gamma(x + 1) - (x log x - x): 0 at 0, NaN below. */
export function factorialExcess(x: number): number {
  if (x === 0) return 0;
  return x < FAR ? logGamma1p(x) - x * (Math.log(x) - 1) : 0.5 * Math.log(2 * Math.PI * x) + restSeries(x);
}

/**
 * The derivative of that order of the sum of w B_2k / (2 k (2 k - 1)) x^(1 - 2 k), for large x: with weights 1 that sum is the rest of
 * Stirling's formula.
 *
 * @param weightOf w, of the power 2 k - 1 of 1 / x
 */
export function stirlingSeries(order: number, weightOf: (power: number) => number = () => 1): (x: number) => number {
  const coefficients = stirlingCoefficients(order).map((coefficient, i) => weightOf(2 * i + 1) * coefficient);
  return (x) => x ** (-1 - order) * horner(1 / (x * x), coefficients);
}

/** Those of x^(-1 - order), x^(-3 - order), … with weights 1. */
export function stirlingCoefficients(order: number): readonly number[] {
  return BERNOULLI.map((bernoulli, i) => {
    const power = 2 * i + 1;
    return (bernoulli * falling(-power, order)) / (power * (power + 1));
  });
}

/** p (p - 1) … of `count` factors: the derivative of that order of x^p is this times x^(p - count). */
export function falling(p: number, count: number): number {
  let product = 1;
  for (let i = 0; i < count; i += 1) product *= p - i;
  return product;
}

/** c_0 + c_1 x + c_2 x^2 + … */
export function horner(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i -= 1) sum = sum * x + (coefficients[i] as number);
  return sum;
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

/** zeta(k) - 1, by the Euler-Maclaurin formula. */
function zetaMinusOne(k: number): number {
  const size = 40;
  let sum = 0;
  for (let n = 2; n < size; n += 1) sum += n ** -k;
  const rest = size / (k - 1) + 0.5 + k / (12 * size) - (k * (k + 1) * (k + 2)) / (720 * size ** 3);
  return sum + size ** -k * (rest + (k * (k + 1) * (k + 2) * (k + 3) * (k + 4)) / (30240 * size ** 5));
}
