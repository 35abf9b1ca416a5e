import { exp, Expression, formula, less, type Lifted, scalarFunction, sin, where } from '../formula/index.js';
import { vonMisesSlope } from '../random/vonMisesSlope.js';
import { i0e } from './bessel.js';
import { vonMisesCdfOf, vonMisesQuantileOf, wrapped } from './float64/vonMises.js';

/** exp(k (cos t - 1)) / (2 pi I0(k) exp(-k)). */
const density = formula('vonMisesDensity', (angle: Expression, k: Expression) =>
  exp(sin(angle.mul(0.5)).square().mul(k).mul(-2)).div(i0e(k).mul(2 * Math.PI)),
);

/** How an angle moves with the concentration while its quantile stays the same. */
export const vonMisesMotion = scalarFunction('vonMisesMotion', (angle: number, k: number) =>
  vonMisesSlope(k, wrapped(angle)),
);

/**
 * The part of a von Mises distribution about 0 that lies between -pi and an angle.
 *
 * @param angle in radians, from -pi to pi, float32; borrowed
 * @param concentration >= 0, a number or a tensor that broadcasts against it; borrowed
 * @example
 * vonMisesCdf(tf.tensor1d([-1, 0, 2]), 1.5).dataSync();   // [0.151369, 0.5, 0.965344]
 */
export const vonMisesCdf: Lifted<[number, number]> = scalarFunction(
  'vonMisesCdf',
  vonMisesCdfOf,
  (angle: Expression, k: Expression) => [density(angle, k), density(angle, k).mul(vonMisesMotion(angle, k)).neg()],
);

/**
 * The angle from -pi to pi below which lies a part q of a von Mises distribution about `loc`. Where the density is 0, no gradient
 * flows.
 *
 * @param q float32, from 0 to 1, whose angles are -pi and pi; borrowed
 * @param loc in radians, a number or a tensor that broadcasts against it; borrowed
 * @param concentration >= 0, likewise
 * @example
 * vonMisesQuantile(tf.tensor1d([0, 0.25, 0.9]), 0, 1.5).dataSync();   // [-3.141593, -0.634635, 1.283628]
 */
export const vonMisesQuantile: Lifted<[number, number, number]> = scalarFunction(
  'vonMisesQuantile',
  vonMisesQuantileOf,
  (_q: Expression, loc: Expression, k: Expression, value: Expression) => {
    const [angle, first] = [value.sub(loc), Expression.of(-Math.PI).sub(loc)];
    const there = density(angle, k);
    const perDensity = (amount: Expression | number): Expression =>
      where(less(0, there), Expression.of(amount).div(there), 0);
    const flow = vonMisesMotion(first, k).mul(density(first, k));
    return [
      perDensity(1),
      Expression.of(1).sub(perDensity(density(first, k))),
      vonMisesMotion(angle, k).sub(perDensity(flow)),
    ];
  },
);
