import { integrate } from '../../random/gaussLegendre.js';

/** The integrand is cut off where it has fallen by exp(-40). */
const DEPTH = 40;
const PANELS = 3;

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
  const width = Math.min(end, limit) / PANELS;
  const integrand = (v: number): number => Math.exp(logFall(v)) * weight(v);
  let sum = 0;
  for (let i = 0; i < PANELS; i += 1) sum += integrate(integrand, i * width, (i + 1) * width);
  return sum;
}
