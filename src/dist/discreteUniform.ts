import * as tf from '@tensorflow/tfjs-core';
import { drawOnHost, uniformArray } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { integer, integerInterval } from './constraints/index.js';
import { countValues } from './countValues.js';
import { defineFamily } from './defineFamily.js';
import { correctedQuantile } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { whereInside } from './whereInside.js';

export interface DiscreteUniformParams extends FamilyOptions {
  /** The two ends, both included, each [batch], whole, low <= high; with one of each for all the batch it can be enumerated. */
  readonly low: Parameter;
  readonly high: Parameter;
}

/**
 * The uniform distribution on the integers from low to high, as float32: log p(k) = -log(high - low + 1), in nats; -Infinity
 * outside. Drawing reads the ends from the device.
 *
 * @throws ArgumentError if a plain number is not whole, or if high is below low
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * discreteUniform({ low: 3, high: 6 }).logProb(tf.tensor1d([2, 3])).dataSync();   // [-Infinity, -1.386294]
 */
export function discreteUniform(params: DiscreteUniformParams): Distribution {
  const { low, high, validate } = checkedOptions('discreteUniform', params, ['low', 'high'], ['validate']);
  const size = (): tf.Tensor => tf.add(tf.sub(high, low), 1);
  const isInside = (value: tf.Tensor): tf.Tensor => {
    const isBetween = tf.logicalAnd(tf.greaterEqual(value, low), tf.lessEqual(value, high));
    return tf.logicalAnd(isBetween, tf.equal(value, tf.floor(tf.cast(value, 'float32'))));
  };
  const cdf = (value: tf.Tensor): tf.Tensor => {
    const part = tf.div(tf.add(tf.sub(tf.floor(tf.cast(value, 'float32')), low), 1), size());
    return tf.clipByValue(part, 0, 1);
  };
  return defineFamily({
    family: 'discreteUniform',
    validate,
    params: { low, high },
    parameterConstraints: { low: integer, high: integerInterval(low, Infinity) },
    support: integerInterval(low, high),
    hasRsample: false,
    draw: (key, shape) =>
      drawOnHost(shape, [low, high], (lows = [], highs = []) =>
        uniformArray(key, lows.length).map((u, i) => {
          const start = lows[i] ?? NaN;
          return start + Math.floor(u * ((highs[i] ?? NaN) - start + 1));
        }),
      ),
    logDensity: (value) =>
      whereInside(isInside(value), tf.cast(value, 'float32'), low, (k) => tf.sub(tf.zerosLike(k), tf.log(size()))),
    ...countValues(low, high),
    mean: () => tf.add(tf.mul(low, 0.5), tf.mul(high, 0.5)),
    variance: () => tf.div(tf.mul(tf.sub(size(), 1), tf.add(size(), 1)), 12),
    entropy: () => tf.log(size()),
    cdf,
    icdf: (q) => correctedQuantile(tf.add(tf.sub(tf.ceil(tf.mul(q, size())), 1), low), q, cdf, low),
  });
}
