import * as tf from '@tensorflow/tfjs-core';
import {
  broadcastShapes,
  formatShape,
  type Key,
  logSumExp,
  select,
  type Shape,
  ShapeError,
  sizeAt,
  split,
} from '../num/index.js';
import { anyOf, isOneInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution } from './distribution.js';
import { valuesOf } from './finiteValues.js';
import { implicitDraw } from './implicitDraw.js';
import { drawnChoice, logWeights, numChoices } from './logWeights.js';
import { mixtureMoments } from './mixtureMoments.js';

/**
 * One of K distributions of a family, each with its weight: log p(x) = log sum_k w_k p_k(x), in nats.
 *
 * Draws of numbers carry implicit gradients, by weights too, where all components have gradients, a distribution function and one and
 * the same interval for a support; otherwise they have none.
 *
 * @param mixing a choice among K, [...batch], such as a categorical
 * @param components the K distributions along the rightmost batch dim: [...batch, K]
 * @throws ShapeError if the sizes do not fit
 * @throws ArgumentError unless `mixing` is a choice among finitely many numbers
 * @see Figurnov, Mohamed and Mnih 2018, "Implicit reparameterization gradients", equation (6)
 * @example
 * const mixing = categorical({ probs: tf.tensor1d([0.25, 0.75]) });
 * const components = normal({ loc: tf.tensor1d([-1, 1]), scale: 1 });
 * mixtureSameFamily(mixing, components).logProb(tf.scalar(0)).dataSync();   // [-1.418939]
 */
export function mixtureSameFamily(mixing: Distribution, components: Distribution): Distribution {
  const size = checkSizes(mixing, components);
  const { eventShape } = components;
  const batchShape = batchOf(mixing.batchShape, components.batchShape);
  const apart = (value: tf.Tensor): tf.Tensor => tf.expandDims(value, value.rank - eventShape.length);
  const logWeighted = (parts: tf.Tensor): tf.Tensor => logSumExp(tf.add(logWeights(mixing), parts), -1);
  const logDensity = (value: tf.Tensor): tf.Tensor => logWeighted(components.logProb(apart(value)));
  const knowsCdf = components.closedForms.has('cdf');
  const cdf = (value: tf.Tensor): tf.Tensor =>
    tf.sum(tf.mul(tf.exp(logWeights(mixing)), components.cdf(tf.expandDims(value, -1))), -1);
  const hasRsample = knowsCdf && components.hasRsample && isOneInterval(components.support);
  const drawn = (key: Key, shape: Shape): tf.Tensor => {
    const [which = key, where = key] = split(key);
    const isChosen = drawnChoice(mixing, which, shape);
    const all = components.expand([...shape, size]).sample(where);
    const overEvent = tf.reshape(isChosen, [...isChosen.shape, ...eventShape.map(() => 1)]);
    return tf.sum(select(overEvent, all, tf.zerosLike(all)), shape.length);
  };
  return defineFamily({
    family: `mixture of ${components.family}`,
    validate: components.validate,
    params: {},
    parameterConstraints: {},
    parts: [mixing, components],
    batchShape,
    eventShape,
    support: anyOf(components.support, size),
    isDiscrete: components.isDiscrete,
    hasRsample,
    draw: (key, shape) => (hasRsample ? implicitDraw(() => drawn(key, shape), cdf, logDensity) : drawn(key, shape)),
    logDensity,
    ...valuesOf(components),
    ...mixtureMoments(components.closedForms, () => logWeights(mixing), {
      mean: () => components.mean(),
      variance: () => components.variance(),
      eventDim: eventShape.length,
    }),
    ...(knowsCdf
      ? {
          cdf,
          logCdf: (value: tf.Tensor) => logWeighted(components.logCdf(tf.expandDims(value, -1))),
          logSurvival: (value: tf.Tensor) => logWeighted(components.logSurvival(tf.expandDims(value, -1))),
        }
      : {}),
  });
}

function checkSizes(mixing: Distribution, components: Distribution): number {
  const where = 'mixtureSameFamily';
  const size = numChoices(where, mixing);
  const { batchShape } = components;
  if (batchShape.length > 0 && sizeAt(batchShape, -1) === size) return size;
  const expected = `components whose batch shape ends in ${size}, as many as mixing chooses among`;
  throw new ShapeError({ where, expected, got: formatShape(batchShape) });
}

function batchOf(mixing: Shape, components: Shape): number[] {
  return broadcastShapes('mixtureSameFamily', { mixing, components: components.slice(0, -1) });
}
