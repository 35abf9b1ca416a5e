import { concaveRoot } from './concaveRoot.js';
import { gammaPoint, type GammaPoint, LARGE_GAMMA, logGammaPower, logIncompleteGamma } from './gammaTail.js';
import { logGamma } from './logGamma.js';

const MAX_STEPS = 200;
/** The log of a number far below the smallest float32. */
const LEAST = -300;

/** The x for which P(a, x) = p. */
export function gammaQuantile(a: number, p: number): number {
  if (!(a > 0 && a < Infinity && p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity;
  // There the logs of P lie too close together.
  if (p > 0.75) return upperGammaQuantile(a, 1 - p);
  return Math.exp(logQuantile(a, Math.log(p)));
}

/** The x for which Q(a, x) = q. */
export function upperGammaQuantile(a: number, q: number): number {
  if (!(a > 0 && a < Infinity && q >= 0 && q <= 1)) return NaN;
  if (q === 0 || q === 1) return q === 0 ? Infinity : 0;
  if (q > 0.75) return gammaQuantile(a, 1 - q);
  return Math.exp(-negativeLogQuantile(a, Math.log(q)));
}

/**
 * In v = log(x / a), in which log P is concave and below its asymptote on the left, a log x - log Gamma(a + 1). For a large a
 * that is far below, and 20 standard deviations to the left of a are enough for any float32 p.
 */
function logQuantile(a: number, logP: number): number {
  const asymptote = (logP + logGamma(a + 1)) / a;
  // So far out the asymptote is exact.
  if (asymptote < LEAST) return asymptote;
  const logA = Math.log(a);
  const start = a > LARGE_GAMMA ? -20 / Math.sqrt(a) : asymptote - logA;
  const at = (v: number): GammaPoint => ({ a, x: a * Math.exp(v), offset: Math.expm1(v) });
  return logA + concaveRoot((v) => excess(at(v), logP, true), start, MAX_STEPS);
}

/** In -log x, in which log Q is concave and increases; from where it is too low. */
function negativeLogQuantile(a: number, logQ: number): number {
  const at = (w: number): ReturnType<typeof excess> => excess(gammaPoint(a, Math.exp(-w)), logQ, false);
  let start = -Math.log(a - logQ);
  while (at(start).value > 0) start -= Math.LN2;
  return concaveRoot(at, start, MAX_STEPS);
}

/** log P or log Q less what it should be, and its derivative by log x or -log x. */
function excess(point: GammaPoint, goal: number, isLower: boolean): { readonly value: number; readonly slope: number } {
  const log = logIncompleteGamma(point, isLower);
  return { value: log - goal, slope: point.a * Math.exp(logGammaPower(point) - log) };
}
