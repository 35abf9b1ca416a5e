import * as tf from '@tensorflow/tfjs-core';
import { exp, Expression, abs, formula, log, log1p, less, where, exponential, select, split } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive } from './constraints/index.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';

export interface AsymmetricLaplaceParams extends FamilyOptions {
  /** The most likely value, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** [batch], > 0, same units: the geometric mean of the lengths of the two tails. */
  readonly scale: Parameter;
  /** k, [batch], > 0, without unit: the left tail has length `scale` k, the right one `scale` / k. */
  readonly asymmetry: Parameter;
}

const density = noiseDensity('asymmetricLaplace', (z, left) => {
  const right = Expression.of(1).div(left);
  return abs(z)
    .div(where(less(z, 0), left, right))
    .add(log(left.add(right)))
    .neg();
});

/** Of the two parts the right one is 1 / k of k + 1 / k, and falls over lengths of 1 / k. */
const logSurvival = formula('asymmetricLaplace.logSurvival', (z: Expression, k: Expression) => {
  const above = log1p(k.square()).neg().sub(z.mul(k));
  const below = log1p(k.square()).neg().add(log(k).mul(2)).add(z.div(k));
  return where(less(z, 0), log1p(exp(below).neg()), above);
});

const survival = formula('asymmetricLaplace.survival', (z: Expression, k: Expression) => exp(logSurvival(z, k)));

/**
 * The asymmetric Laplace distribution on the real line: log p(x) = -|x - loc| / (scale k) left of loc and
 * -|x - loc| k / scale right of it, less log(scale (k + 1 / k)), in nats.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * asymmetricLaplace({ loc: 0, scale: 1, asymmetry: 2 }).logProb(tf.tensor1d([-2, 1])).dataSync();   // [-1.916291, -2.916291]
 */
export function asymmetricLaplace(params: AsymmetricLaplaceParams): Distribution {
  const { loc, scale, asymmetry, validate } = checkedOptions(
    'asymmetricLaplace',
    params,
    ['loc', 'scale', 'asymmetry'],
    ['validate'],
  );
  const left = (): tf.Tensor => asTensor(asymmetry);
  const right = (): tf.Tensor => tf.div(1, asymmetry);
  const total = (): tf.Tensor => tf.add(left(), right());
  return locationScale({
    family: 'asymmetricLaplace',
    validate,
    loc,
    scale,
    shape: { asymmetry },
    shapeConstraints: { asymmetry: positive },
    draw: (key, shape) => {
      const [above = key, below = key] = split(key);
      return tf.sub(tf.mul(exponential(above, shape), right()), tf.mul(exponential(below, shape), left()));
    },
    density,
    mean: () => tf.sub(right(), left()),
    variance: () => tf.add(tf.square(left()), tf.square(right())),
    entropy: () => tf.add(tf.log(total()), 1),
    cdf: (z) => {
      const decay = tf.exp(tf.neg(lengths(z, left(), right())));
      const [below, above] = [tf.div(left(), total()), tf.div(right(), total())];
      return select(tf.less(z, 0), tf.mul(below, decay), tf.sub(1, tf.mul(above, decay)));
    },
    icdf: (q) => {
      const [below, above] = [tf.div(left(), total()), tf.div(right(), total())];
      const isBelow = tf.less(q, below);
      const lower = tf.mul(left(), tf.log(tf.div(q, below)));
      const upper = tf.mul(right(), tf.log(tf.div(tf.sub(1, q), above)));
      return select(isBelow, lower, tf.neg(upper));
    },
    survival: (z) => survival(z, asymmetry),
    inverseSurvival: (q) => {
      const [below, above] = [tf.div(left(), total()), tf.div(right(), total())];
      const isAbove = tf.less(q, above);
      const upper = tf.mul(right(), tf.log(tf.div(q, above)));
      const lower = tf.mul(left(), tf.log(tf.div(tf.sub(1, q), below)));
      return select(isAbove, tf.neg(upper), lower);
    },
    logCdf: (z) => logSurvival(tf.neg(z), tf.div(1, asymmetry)),
    logSurvival: (z) => logSurvival(z, asymmetry),
    relocated: (newLoc, newScale) => asymmetricLaplace({ loc: newLoc, scale: newScale, asymmetry, validate }),
  });
}

/** |z| in lengths of the tail on whose side it lies. */
function lengths(z: tf.Tensor, left: tf.Tensor, right: tf.Tensor): tf.Tensor {
  return tf.div(tf.abs(z), select(tf.less(z, 0), left, right));
}
