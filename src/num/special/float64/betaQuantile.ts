import type { BetaPoint } from './betaSeries.js';
import { LARGE_BETA, logBetaPower, logIncompleteBeta } from './betaTail.js';
import { concaveRoot } from './concaveRoot.js';
import { logBetaOf } from './logBeta.js';

const MAX_STEPS = 200;
/** Log odds so low that x is below the smallest float32, and the asymptote exact. */
const LEAST = -300;

/**
 * The quantile in float64 for p inside, as a point. Sought in v, the log odds of x less the log odds of the mean: in it log I is concave
 * and below its asymptote on the left, the asymptote of x^a / (a B(a, b)).
 */
export function betaQuantile(a: number, b: number, p: number): BetaPoint {
  const logP = Math.log(p);
  const asymptote = (logP + Math.log(a) + logBetaOf(a, b)) / a - Math.log(a / b);
  if (asymptote + Math.log(a / b) < LEAST) return fromMean(a, b, asymptote);
  const start = a > LARGE_BETA ? farLeft(a, b) : asymptote;
  const root = concaveRoot((v) => excess(fromMean(a, b, v), logP), start, MAX_STEPS);
  return fromMean(a, b, root);
}

/** Where a is large the asymptote is too far below; here log I is below log I at any float32, or not far above. */
function farLeft(a: number, b: number): number {
  return b > LARGE_BETA ? -20 * Math.sqrt(1 / a + 1 / b) : -Math.log(2 + 150 / b);
}

function excess(point: BetaPoint, logP: number): { readonly value: number; readonly slope: number } {
  const log = logIncompleteBeta(point, true);
  return { value: log - logP, slope: Math.exp(logBetaPower(point) - log) };
}

function fromMean(a: number, b: number, v: number): BetaPoint {
  const odds = (a / b) * Math.exp(v);
  const [x, y] = [1 / (1 + 1 / odds), 1 / (1 + odds)];
  // With x0 and y0 the mean, x - x0 is x0 y (exp(v) - 1).
  return { a, b, x, y, offset: a * y * Math.expm1(v) };
}
