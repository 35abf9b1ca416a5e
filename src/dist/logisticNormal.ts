import * as tf from '@tensorflow/tfjs-core';
import { formatShape, normal as standardNormal, select, ShapeError } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { independent, positive, realVector, simplex } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions } from './distribution.js';
import { stickBreaking } from './transforms/index.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export interface LogisticNormalParams extends FamilyOptions {
  /** Means of the coordinates, [...batch, n]. */
  readonly loc: tf.Tensor;
  /** Their standard deviations, [...batch, n], > 0. */
  readonly scale: tf.Tensor;
}

/**
 * The distribution on the simplex of n + 1 of independent normal coordinates x under stick breaking, y = b(x):
 * log p(y) = sum of log normal(x_i; loc_i, scale_i) - log |det b'(x)|, in nats; -Infinity where an entry is 0 or less.
 *
 * @throws ShapeError unless `loc` and `scale` are vectors of one size
 * @see Aitchison and Shen 1980, "Logistic-normal distributions: some properties and uses"
 * @example
 * logisticNormal({ loc: tf.zeros([2]), scale: tf.ones([2]) }).logProb(tf.fill([3], 1 / 3)).dataSync();   // [1.45796]
 */
export function logisticNormal(params: LogisticNormalParams): Distribution {
  const { loc, scale, validate } = checkedOptions('logisticNormal', params, ['loc', 'scale'], ['validate']);
  const size = loc.shape[loc.rank - 1] ?? 0;
  if (size === 0 || scale.shape[scale.rank - 1] !== size) {
    const got = `loc ${formatShape(loc.shape)} and scale ${formatShape(scale.shape)}`;
    throw new ShapeError({ where: 'logisticNormal', expected: 'loc and scale of shapes [..., n]', got });
  }
  return defineFamily({
    family: 'logisticNormal',
    validate,
    params: { loc, scale },
    parameterConstraints: { loc: realVector, scale: independent(positive, 1) },
    eventShape: [size + 1],
    support: simplex,
    hasRsample: true,
    draw: (key, shape) => stickBreaking.forward(tf.add(loc, tf.mul(scale, standardNormal(key, [...shape, size])))),
    logDensity: (value) => {
      const isInside = tf.all(tf.greater(value, 0), -1, true);
      const safe = select(isInside, value, 1 / (size + 1));
      const x = stickBreaking.inverse(safe);
      const squares = tf.mul(tf.square(tf.div(tf.sub(x, loc), scale)), -0.5);
      const logs = tf.sum(tf.sub(squares, tf.add(tf.log(scale), HALF_LOG_TWO_PI)), -1);
      return select(tf.squeeze(isInside, [-1]), tf.sub(logs, stickBreaking.logAbsDetJacobian(x, safe)), -Infinity);
    },
  });
}
