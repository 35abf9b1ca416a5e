// The normal distribution in float64, to about 13 digits. With E_n(t) the mean of max(0, Z + t)^n of a standard normal Z, so that
// E_0 is its distribution function: c_n = E_n / E_(n-1), and h = φ / E_0, from which c_1 = t + h and c_(n+1) = t + n / c_n.

/** Left of this by continued fractions. */
const FAR = -2;
/** The terms of a continued fraction that float64 needs are about this, over t^2, and a few. */
const TERMS = 700;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
}

/**
 * The ratio of Mills in float64 for t >= 0: the tail of the normal distribution beyond t over its density there.
 *
 * @see Marsaglia 2004, "Evaluating the normal distribution", for the series; Abramowitz and Stegun 1964, equation (26.2.14)
 */
export function millsRatio(t: number): number {
  return t > -FAR ? 1 / (t + fraction(1, t)) : ROOT_TWO_PI / 2 / Math.exp(-0.5 * t * t) - partFromZero(t);
}

export function normalCdfOf(x: number): number {
  return x < 0 ? normalDensity(x) * millsRatio(-x) : 1 - normalDensity(x) * millsRatio(x);
}

export function logNormalCdfOf(x: number): number {
  if (x < 0) return Math.log(millsRatio(-x)) - 0.5 * x * x - HALF_LOG_TWO_PI;
  return Math.log1p(-normalDensity(x) * millsRatio(x));
}

/** h(t). */
export function normalHazard(t: number): number {
  if (t < FAR) return fraction(1, -t) - t;
  return t < 0 ? 1 / millsRatio(-t) : normalDensity(t) / normalCdfOf(t);
}

/** c_n(t) for n >= 1. */
export function stepOf(n: number, t: number): number {
  if (t < FAR) return fraction(n, -t);
  let step = t + normalHazard(t);
  for (let k = 1; k < n; k += 1) step = t + k / step;
  return step;
}

/** log E_n(t). */
export function logPartOf(n: number, t: number): number {
  let sum = logNormalCdfOf(t);
  for (let k = 1; k <= n; k += 1) sum += Math.log(stepOf(k, t));
  return sum;
}

export function erfOf(x: number): number {
  if (Math.abs(x) < 1) return 2 * normalDensity(x * Math.SQRT2) * partFromZero(x * Math.SQRT2);
  return Math.sign(x) * (1 - erfcOf(Math.abs(x)));
}

export function erfcOf(x: number): number {
  return x < 0.5 ? 1 - erfOf(x) : 2 * normalDensity(x * Math.SQRT2) * millsRatio(x * Math.SQRT2);
}

export function logErfcOf(x: number): number {
  return x < 0.5 ? Math.log1p(-erfOf(x)) : Math.LN2 + logNormalCdfOf(-x * Math.SQRT2);
}

/** The mass from 0 to t over the density at t: the sum of t^(2 k + 1) / (1 3 5 … (2 k + 1)), for |t| up to 2 or so. */
function partFromZero(t: number): number {
  let [term, sum] = [t, t];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (t * t) / odd;
    sum += term;
  }
  return sum;
}

/** c_n(-s) = n / (s + c_(n+1)(-s)). */
function fraction(n: number, s: number): number {
  let rest = 0;
  for (let k = n + Math.ceil(12 + TERMS / (s * s)); k >= n; k -= 1) rest = k / (s + rest);
  return rest;
}
