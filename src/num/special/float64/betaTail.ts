import { hasBetaSeries, logBetaSeries, type BetaPoint } from './betaSeries.js';
import { log1pMinus, stirlingRest } from './logGamma.js';
import { digammaGap } from './polygamma.js';
import type { Tail } from './gammaTail.js';
import { tailIntegral } from './tailIntegral.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);
/** Above this a quadrature takes fewer steps than the continued fraction. */
export const LARGE_BETA = 200;

/** The same function from its other end: I_x(a, b) = 1 - I_y(b, a). */
export function mirrored({ a, b, x, y, offset }: BetaPoint): BetaPoint {
  return { a: b, b: a, x: y, y: x, offset: -offset };
}

/** The log of I_x(a, b), or of 1 - I_x(a, b), whichever `isLower` asks for, in float64 for finite a, b > 0 and 0 < x < 1. */
export function logIncompleteBeta(point: BetaPoint, isLower: boolean): number {
  if (hasBetaSeries(point)) return logBetaSeries(point, isLower);
  const other = mirrored(point);
  if (hasBetaSeries(other)) return logBetaSeries(other, !isLower);
  const tail = betaTail(point);
  return tail.isLower === isLower ? tail.log : Math.log(-Math.expm1(tail.log));
}

/** log of x^a y^b / B(a, b): two terms that are 0 where x is the mean and negative elsewhere, and small ones. */
export function logBetaPower({ a, b, x, y, offset }: BetaPoint): number {
  const total = a + b;
  const rest = stirlingRest(total) - stirlingRest(a) - stirlingRest(b);
  const logs = Math.log(Math.min(a, b)) + Math.log(Math.max(a, b) / total) - LOG_TWO_PI;
  return a * logRise(offset / a, (x * total) / a) + b * logRise(-offset / b, (y * total) / b) + 0.5 * logs + rest;
}

/**
 * The derivatives of I_x(a, b) by a and b where quadrature is used: the density times the integrals over the
 * tail of log t and log(1 - t) less their means, of which each has one sign there but for a stretch about the mean.
 */
export function largeBetaSlopes(point: BetaPoint): readonly [byA: number, byB: number] | undefined {
  const isLower = point.offset <= 0;
  const side = isLower ? point : mirrored(point);
  if (side.a <= LARGE_BETA || hasBetaSeries(point) || hasBetaSeries(mirrored(point))) return undefined;
  const { a, b, x, y, offset } = side;
  const total = a + b;
  // log t - E log t, with E log t = digamma(a) - digamma(a + b).
  const centreA = logQuotient(offset / a, (x * total) / a) + digammaGap(a) - digammaGap(total);
  const centreB = logQuotient(-offset / b, (y * total) / b) + digammaGap(b) - digammaGap(total);
  const density = Math.exp(logBetaPower(side)) / (x * y);
  const byA = density * integral(side, (v) => Math.log1p(-v / x) + centreA);
  const byB = density * integral(side, (v) => Math.log1p(v / y) + centreB);
  return isLower ? [byA, byB] : [-byB, -byA];
}

/** The log of `quotient`, which is 1 + `offset`, less that offset. */
function logRise(offset: number, quotient: number): number {
  return offset < -0.5 || offset > 1 ? Math.log(quotient) - offset : log1pMinus(offset);
}

function logQuotient(offset: number, quotient: number): number {
  return offset < -0.5 || offset > 1 ? Math.log(quotient) : Math.log1p(offset);
}

/** On this side of the mean, so that the tail is not close to 1: by the continued fraction, or by quadrature. */
function betaTail(point: BetaPoint): Tail {
  const isLower = point.offset <= 0;
  const side = isLower ? point : mirrored(point);
  const { a, x, y } = side;
  const log = logBetaPower(side);
  if (a > LARGE_BETA) return { isLower, log: log + Math.log(integral(side) / (x * y)) };
  return { isLower, log: log + Math.log(fraction(side) / a) };
}

/** The integral of the density from x downwards, over the density at x. */
function integral(point: BetaPoint, weight?: (v: number) => number): number {
  const { a, b, x, y, offset } = point;
  // (a - 1) / x - (b - 1) / y.
  const drift = (x - y - offset) / x / y;
  const logFall = (v: number): number => (a - 1) * log1pMinus(-v / x) + (b - 1) * log1pMinus(v / y) - v * drift;
  const width = Math.sqrt((x * y) / (a + b));
  return tailIntegral(logFall, 1 / (Math.abs(drift) + 1 / width), x, weight);
}

/** I_x(a, b) over x^a y^b / (a B(a, b)): the continued fraction by Lentz's method, which converges below the mean. */
function fraction({ a, b, x }: BetaPoint): number {
  const total = a + b;
  let [c, d] = [1, 1 / (1 - (total * x) / (a + 1))];
  let [value, change] = [d, 0];
  for (let m = 1; Math.abs(change - 1) > 1e-15 && m < 2000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    const odd = (-(a + m) * (total + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    change = c * d;
    value *= change;
  }
  return value;
}
