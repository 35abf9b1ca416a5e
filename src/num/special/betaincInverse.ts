import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { betaQuantile } from './float64/betaQuantile.js';
import type { BetaPoint } from './float64/betaSeries.js';
import { betaSlopes, logBetaDensity } from './float64/betaSlopes.js';
import { mirrored } from './float64/betaTail.js';

type OfThree = Lifted<[number, number, number]>;

/**
 * The x for which I_x(a, b) = p: the quantile of the beta distribution of concentrations a (at 1) and b (at 0), and the inverse
 * of `betainc`. 0 at p = 0, 1 at 1, NaN outside and unless a and b are finite and > 0.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @param p of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betaincInverse(2, 3, tf.tensor1d([0.0523, 0.6875])).dataSync();   // [0.1, 0.5]
 */
export const betaincInverse: OfThree = inverse('betaincInverse', true);

/**
 * The x for which 1 - I_x(a, b) = q, with all its digits also near 0, where 1 - `betaincInverse`(b, a, q) has none. 1 at q = 0, 0 at 1, NaN
 * outside and unless a and b are finite and > 0. It has all three gradients.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betainccInverse(tf.scalar(0.02), 2, tf.tensor1d([0.45, 0.01])).dataSync();   // [3.8737e-14, 0.302706]
 */
export const betainccInverse: OfThree = inverse('betainccInverse', false);

/** Of the lower tail, or of the upper one, whose mirror image has digits of 1 - x of its own. */
function inverse(name: string, isLower: boolean): OfThree {
  const pointAt = (a: number, b: number, share: number): BetaPoint =>
    isLower ? betaQuantile(a, b, share) : mirrored(betaQuantile(b, a, share));
  const endAt = (a: number, b: number, share: number): number | undefined => {
    if (!(Math.min(a, b) > 0 && Math.max(a, b) < Infinity && share >= 0 && share <= 1)) return NaN;
    if (share > 0 && share < 1) return undefined;
    return isLower ? share : 1 - share;
  };
  // A derivative, 0 where the quantile is 0 or 1.
  const atQuantile = (by: string, slope: (point: BetaPoint) => number): OfThree =>
    scalarFunction(`${name}By${by}`, (a: number, b: number, share: number) => {
      const end = endAt(a, b, share);
      if (end !== undefined) return Number.isNaN(end) ? NaN : 0;
      const point = pointAt(a, b, share);
      return point.x > 0 && point.y > 0 ? slope(point) * Math.exp(-logBetaDensity(point)) : 0;
    });
  const byA = atQuantile('A', (point) => -betaSlopes(point)[0]);
  const byB = atQuantile('B', (point) => -betaSlopes(point)[1]);
  const byShare = atQuantile('Share', () => (isLower ? 1 : -1));
  return scalarFunction(
    name,
    (a: number, b: number, share: number) => endAt(a, b, share) ?? pointAt(a, b, share).x,
    (a: Expression, b: Expression, share: Expression) => [byA(a, b, share), byB(a, b, share), byShare(a, b, share)],
  );
}
