import type { BetaPoint } from './betaSeries.js';
import { largeBetaSlopes, logBetaPower, logIncompleteBeta } from './betaTail.js';

/** The weights of a central difference of order 6, of steps 1, 2 and 3. */
const STENCIL = [3 / 4, -3 / 20, 1 / 60] as const;
/** Its step, in shares of the scale on which the function changes. */
const STEP = 0.02;

/** The log of x^(a - 1) y^(b - 1) / B(a, b), the derivative of I_x(a, b) by x. */
export function logBetaDensity(point: BetaPoint): number {
  return logBetaPower(point) - Math.log(point.x) - Math.log(point.y);
}

/** The derivatives of I_x(a, b) by a and by b, inside. */
export function betaSlopes(point: BetaPoint): readonly [byA: number, byB: number] {
  return largeBetaSlopes(point) ?? [difference(point, 'a'), difference(point, 'b')];
}

/** By differences of the log of that tail which is the smaller, as it is the more accurate. */
function difference(point: BetaPoint, name: 'a' | 'b'): number {
  const isLower = logIncompleteBeta(point, true) < -Math.LN2;
  const log = (parameter: number): number => logIncompleteBeta(moved(point, name, parameter), isLower);
  const h = (STEP * point[name]) / Math.sqrt(1 + Math.min(point.a, point.b));
  return (isLower ? 1 : -1) * Math.exp(log(point[name])) * differenceQuotient(log, point[name], h);
}

/** The derivative of a function that changes on a scale well above h, by a central difference. */
export function differenceQuotient(f: (x: number) => number, x: number, h: number): number {
  let sum = 0;
  for (const [i, weight] of STENCIL.entries()) sum += weight * (f(x + (i + 1) * h) - f(x - (i + 1) * h));
  return sum / h;
}

/** The point with another concentration. */
function moved(point: BetaPoint, name: 'a' | 'b', parameter: number): BetaPoint {
  const { x, y } = point;
  const [a, b] = name === 'a' ? [parameter, point.b] : [point.a, parameter];
  return { a, b, x, y, offset: b * x - a * y };
}
