import { mirrored } from '../special/float64/betaTail.js';
import type { BetaPoint } from '../special/float64/betaSeries.js';
import { betaSlopes, logBetaDensity } from '../special/float64/betaSlopes.js';
import { betaQuantile } from '../special/float64/betaQuantile.js';
import type { Expression } from '../formula/index.js';
import { type Lifted, scalarFunction } from '../formula/index.js';

type OfThree = Lifted<[number, number, number]>;

/**
 * The x for which 1 - I_x(a, b) = q, with all its digits also near 0, where 1 - `betaincInverse`(b, a, q) has none. 1 at q = 0, 0 at 1, NaN
 * outside and unless a and b are finite and > 0. It has all three gradients.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betainccInverse(tf.scalar(0.02), 2, tf.tensor1d([0.45, 0.01])).dataSync();   // [3.8737e-14, 0.302706]
 */
export const betainccInverse: OfThree = scalarFunction(
  'betainccInverse',
  (a: number, b: number, q: number) => endOf(a, b, q) ?? quantile(a, b, q).x,
  (a: Expression, b: Expression, q: Expression) => [byA(a, b, q), byB(a, b, q), byQ(a, b, q)],
);

const byA = atQuantile('betainccInverseByA', (point) => -betaSlopes(point)[0] * Math.exp(-logBetaDensity(point)));
const byB = atQuantile('betainccInverseByB', (point) => -betaSlopes(point)[1] * Math.exp(-logBetaDensity(point)));
const byQ = atQuantile('betainccInverseByQ', (point) => -Math.exp(-logBetaDensity(point)));

/** A derivative, 0 where the quantile is 0 or 1. */
function atQuantile(name: string, slope: (point: BetaPoint) => number): OfThree {
  return scalarFunction(name, (a: number, b: number, q: number) => {
    const end = endOf(a, b, q);
    if (end !== undefined) return Number.isNaN(end) ? NaN : 0;
    const point = quantile(a, b, q);
    return point.x > 0 && point.y > 0 ? slope(point) : 0;
  });
}

/** That of the mirror image, in which 1 - x has digits of its own. */
function quantile(a: number, b: number, q: number): BetaPoint {
  return mirrored(betaQuantile(b, a, q));
}

function endOf(a: number, b: number, q: number): number | undefined {
  if (!(Math.min(a, b) > 0 && Math.max(a, b) < Infinity && q >= 0 && q <= 1)) return NaN;
  return q === 0 || q === 1 ? 1 - q : undefined;
}
