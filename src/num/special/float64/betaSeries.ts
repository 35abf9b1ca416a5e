import { logGamma1p } from './logGamma.js';

/** The arguments of the regularised incomplete beta function I_x(a, b), with y = 1 - x, which has more digits near x = 1. */
export interface BetaPoint {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
  /** b x - a y, which is 0 at the mean: for large concentrations it has more digits than x and y. */
  readonly offset: number;
}

export function betaPoint(a: number, b: number, x: number): BetaPoint {
  const y = 1 - x;
  return { a, b, x, y, offset: b * x - a * y };
}

/** From here on the differences of the asymptotic series have all digits needed. */
const FAR = 30;

/**
 * Whether the power series in x converges fast, and is needed: where a is small the function may be close to 1 although x is
 * small.
 */
export function hasBetaSeries({ a, b, x }: BetaPoint): boolean {
  return a < 1 && x <= 0.5 && b * x <= 1;
}

/** The log of I_x(a, b), or of 1 - I_x(a, b): each keeps its digits where the other is small. */
export function logBetaSeries({ a, b, x }: BetaPoint, isLower: boolean): number {
  const logLead = a * Math.log(x) - logSmallBeta(a, b);
  let [term, sum] = [1, 0];
  for (let n = 1; Math.abs(term) > 1e-18 && n < 200; n += 1) {
    term *= ((n - b) / n) * x;
    sum += term / (a + n);
  }
  const upper = -Math.expm1(logLead) - Math.exp(logLead) * a * sum;
  if (!isLower) return Math.log(upper);
  return upper < 0.5 ? Math.log1p(-upper) : logLead + Math.log1p(a * sum);
}

/** log(a B(a, b)) for a < 1, with all its digits where a is small: log Gamma(1 + a) - log Gamma(a + b) + log Gamma(b). */
function logSmallBeta(a: number, b: number): number {
  if (b >= 1) return logGamma1p(a) - growth(a, b);
  // Gamma(b) / Gamma(a + b) is (1 + a / b) Gamma(1 + b) / Gamma(1 + a + b).
  return Math.log1p(a / b) + logGamma1p(a) - growth(a, b + 1);
}

/** log Gamma(a + b) - log Gamma(b) for a < 1 <= b, without the subtraction, as it is small where a is. */
function growth(a: number, b: number): number {
  const ratio = Math.log1p(a / b);
  return (b - 0.5) * ratio + a * (Math.log(b) + ratio - 1) + restDifference(a, b);
}

/** stirlingRest(a + b) - stirlingRest(b): the steps of the recurrence, and then the series, each differenced by rule. */
function restDifference(a: number, b: number): number {
  let [at, sum] = [b, 0];
  for (; at < FAR; at += 1) sum -= stepDifference(a, at);
  const [from, to] = [1 / at, 1 / (at + a)];
  const squares = from * from + from * to + to * to;
  const fourths = squares * (from * from + to * to) - from * from * to * to;
  return sum - a * from * to * (1 / 12 - squares / 360 + fourths / 1260);
}

/** What 1 - (x + 1/2) log(1 + 1 / x) falls by from x = at to x = at + a. */
function stepDifference(a: number, at: number): number {
  const shifted = at + a;
  const change = Math.log1p(-a / (shifted * (at + 1)));
  return -a * Math.log1p(1 / shifted) - (at + 0.5) * change;
}
