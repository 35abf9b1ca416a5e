import { FAR, logGamma, stirlingRest } from './logGamma.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log B(x, y) in float64.
 *
 * @see Didonato and Morris 1992, "Algorithm 708: significant digit computation of the incomplete beta function ratios"
 */
export function logBetaOf(x: number, y: number): number {
  const [a, b] = [Math.min(x, y), Math.max(x, y)];
  if (!(a > 0)) return a === 0 ? Infinity : NaN;
  if (b < FAR) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const ratio = Math.log1p(a / b);
  if (a < FAR) {
    // By the difference of two of Stirling's formulas.
    const growth = (b - 0.5) * ratio + a * (Math.log(b) + ratio - 1) + stirlingRest(a + b) - stirlingRest(b);
    return logGamma(a) - growth;
  }
  const powers = (a - 0.5) * Math.log1p(b / a) + b * ratio + 0.5 * Math.log(b);
  return HALF_LOG_TWO_PI - powers + stirlingRest(a) + stirlingRest(b) - stirlingRest(a + b);
}
