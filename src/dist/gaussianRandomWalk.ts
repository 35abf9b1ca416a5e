import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, normal as standardNormal } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, realVector } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);

export interface GaussianRandomWalkParams extends FamilyOptions {
  /** Standard deviation of each step, [...batch], > 0, in the units of the value. */
  readonly scale: Parameter;
  /** The number T of steps, an integer >= 1. Default: 1. */
  readonly numSteps?: number;
}

/**
 * The places [T] of a random walk from 0 after each of its normal steps: with x_0 = 0,
 * log p(x) = sum over t = 1, ..., T of -((x_t - x_(t-1)) / scale)^2 / 2 - log scale - log(2 pi) / 2, in nats.
 *
 * @throws ArgumentError unless `numSteps` is an integer >= 1
 * @example
 * gaussianRandomWalk({ scale: 2, numSteps: 3 }).logProb(tf.tensor1d([1, 1, 3])).dataSync();   // [-5.461257]
 */
export function gaussianRandomWalk(params: GaussianRandomWalkParams): Distribution {
  const {
    scale,
    numSteps = 1,
    validate,
  } = checkedOptions('gaussianRandomWalk', params, ['scale'], ['numSteps', 'validate']);
  if (!Number.isInteger(numSteps) || numSteps < 1) {
    const expected = 'an integer >= 1';
    throw new ArgumentError({ where: 'gaussianRandomWalk.numSteps', expected, got: String(numSteps) });
  }
  const perStep = (): tf.Tensor => tf.expandDims(asTensor(scale), -1);
  return defineFamily({
    family: 'gaussianRandomWalk',
    validate,
    params: { scale },
    parameterConstraints: { scale: positive },
    eventShape: [numSteps],
    support: realVector,
    hasRsample: true,
    draw: (key, shape) => tf.cumsum(tf.mul(perStep(), standardNormal(key, [...shape, numSteps])), -1),
    logDensity: (value) => {
      const squares = tf.sum(tf.square(tf.div(steps(value), perStep())), -1);
      return tf.sub(tf.mul(squares, -0.5), tf.mul(tf.add(tf.log(scale), LOG_TWO_PI / 2), numSteps));
    },
    mean: () => 0,
    variance: () => tf.mul(tf.square(perStep()), tf.range(1, numSteps + 1)),
    entropy: () => tf.mul(tf.add(tf.log(scale), (1 + LOG_TWO_PI) / 2), numSteps),
  });
}

/** The differences of neighbours, and the first entry itself. */
function steps(x: tf.Tensor): tf.Tensor {
  const before = x.shape.slice(0, -1);
  const last = (x.shape[x.rank - 1] ?? 1) - 1;
  const earlier = tf.slice(
    x,
    x.shape.map(() => 0),
    [...before, last],
  );
  return tf.sub(x, tf.concat([tf.zeros([...before, 1]), earlier], -1));
}
