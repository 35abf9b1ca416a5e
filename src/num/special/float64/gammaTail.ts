import { log1pMinus, logGamma1p, stirlingRest } from './logGamma.js';
import { tailIntegral } from './tailIntegral.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);
/** Above this a quadrature takes fewer steps than the series and the continued fraction. */
export const LARGE_GAMMA = 200;

/** One of the two regularised incomplete gamma functions, by its log: the lower P(a, x) or the upper Q(a, x) = 1 - P. */
export interface Tail {
  readonly isLower: boolean;
  readonly log: number;
}

/** The arguments, and how far x is from a, in shares of a: for a large a that has more digits than x. */
export interface GammaPoint {
  readonly a: number;
  readonly x: number;
  readonly offset: number;
}

export function gammaPoint(a: number, x: number): GammaPoint {
  return { a, x, offset: (x - a) / a };
}

/** The log of P(a, x) or of Q(a, x), whichever `isLower` asks for, in float64 for finite a > 0 and x > 0. */
export function logIncompleteGamma(point: GammaPoint, isLower: boolean): number {
  const { a, x } = point;
  const upper = a < 1 && x < 1 ? smallUpper(a, x) : 1;
  if (upper < 0.5) return isLower ? Math.log1p(-upper) : Math.log(upper);
  const tail = gammaTail(point);
  return tail.isLower === isLower ? tail.log : Math.log(-Math.expm1(tail.log));
}

/** log of x^a exp(-x) / Gamma(a + 1), a sum of terms of one sign: nothing cancels where a is large. */
export function logGammaPower({ a, x, offset }: GammaPoint): number {
  const rise = offset < -0.5 ? Math.log(x / a) - offset : log1pMinus(offset);
  return a * rise - stirlingRest(a) - 0.5 * (LOG_TWO_PI + Math.log(a));
}

/** That of the two which is the smaller, or not much larger. */
function gammaTail(point: GammaPoint): Tail {
  const { a, x, offset } = point;
  const logPower = logGammaPower(point);
  if (a > LARGE_GAMMA) {
    const isLower = offset < 0;
    return { isLower, log: logPower + Math.log((a / x) * integral(point, isLower)) };
  }
  if (x < (a < 1 ? 1 : a + 1)) return { isLower: true, log: logPower + Math.log(series(a, x)) };
  return { isLower: false, log: logPower + Math.log(a * fraction(a, x)) };
}

/** P(a, x) over x^a exp(-x) / Gamma(a + 1). */
function series(a: number, x: number): number {
  let [term, sum] = [1, 1];
  for (let n = 1; term > 1e-17 * sum; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Q(a, x) over x^a exp(-x) / Gamma(a): Legendre's continued fraction by Lentz's method. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let [c, d] = [Infinity, 1 / b];
  let [value, change] = [d, 0];
  for (let i = 1; Math.abs(change - 1) > 1e-15 && i < 1000; i += 1) {
    const step = i * (a - i);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    change = c * d;
    value *= change;
  }
  return value;
}

/** The integral of the density from x downwards or upwards, over the density at x. */
function integral({ a, x, offset }: GammaPoint, isLower: boolean): number {
  const [sign, drift] = [isLower ? -1 : 1, (a * offset + 1) / x];
  const logFall = (v: number): number => (a - 1) * log1pMinus((sign * v) / x) - sign * v * drift;
  return tailIntegral(logFall, 1 / (Math.abs(drift) + 1 / Math.sqrt(x)), isLower ? x : Infinity);
}

/**
 * Q(a, x) for a < 1 and x < 1, which for a small a is close to 0 although x is small: 1 - x^a / Gamma(1 + a) and the rest of
 * the power series.
 */
function smallUpper(a: number, x: number): number {
  const logLead = a * Math.log(x) - logGamma1p(a);
  let [term, sum] = [1, 0];
  for (let n = 1; Math.abs(term) > 1e-17; n += 1) {
    term *= -x / n;
    sum += term / (a + n);
  }
  return -Math.expm1(logLead) - Math.exp(logLead) * a * sum;
}
