import { integrate } from '../../random/gaussLegendre.js';

/** The integrand is cut off where it has fallen by exp(-40). */
const DEPTH = 40;

/**
 * The integral of exp(logFall(v)) weight(v) over v from 0 to `limit`, where logFall is 0 at 0 and concave enough to be smooth
 * on the stretch where it falls by 40.
 *
 * @param scale a length of about the stretch on which it falls by 1, or less
 */
export function tailIntegral(
  logFall: (v: number) => number,
  scale: number,
  limit: number,
  weight: (v: number) => number = () => 1,
): number {
  let end = scale;
  while (end < limit && logFall(end) > -DEPTH) end *= 1.5;
  return integrate((v) => Math.exp(logFall(v)) * weight(v), 0, Math.min(end, limit));
}
