import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, categorical as drawIndex, log1mexp, softplus } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { choiceFacts } from './choiceFacts.js';
import { orderedVector, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

export interface OrderedLogisticParams extends FamilyOptions {
  /** The place on the line, [batch], which logistic noise of scale 1 is added to. */
  readonly predictor: Parameter;
  /** Where one category ends and the next begins, [...batch, K - 1], ascending. */
  readonly cutpoints: tf.Tensor;
}

/**
 * The ordered logistic distribution on 0, …, K - 1, as int32: that of the number of cutpoints c below predictor + logistic noise.
 * log p(k) = log(sigmoid(c[k] - predictor) - sigmoid(c[k - 1] - predictor)), in nats, with c[-1] = -Infinity and c[K - 1] =
 * Infinity.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * const cutpoints = tf.tensor1d([-1, 2]);
 * orderedLogistic({ predictor: 0.5, cutpoints }).logProb(tf.tensor1d([0, 1, 2])).dataSync();   // [-1.701413, -0.453896, -1.701413]
 */
export function orderedLogistic(params: OrderedLogisticParams): Distribution {
  const { predictor, cutpoints, validate } = checkedOptions(
    'orderedLogistic',
    params,
    ['predictor', 'cutpoints'],
    ['validate'],
  );
  const predictorShape = typeof predictor === 'number' ? [] : predictor.shape;
  const batchShape = broadcastShapes('orderedLogistic', {
    predictor: predictorShape,
    cutpoints: cutpoints.shape.slice(0, -1),
  });
  const size = (cutpoints.shape[cutpoints.rank - 1] ?? 0) + 1;
  const logProbs = (): tf.Tensor => logGaps(cutpoints, tf.sub(cutpoints, tf.expandDims(asTensor(predictor), -1)));
  return defineFamily({
    family: 'orderedLogistic',
    validate,
    params: { predictor, cutpoints },
    parameterConstraints: { predictor: real, cutpoints: orderedVector },
    batchShape,
    draw: (key, shape) => drawIndex(key, logProbs(), shape),
    ...choiceFacts({ size, probs: () => tf.exp(logProbs()), logProbs }),
  });
}

/** With a < b two neighbours among the distances, sigmoid(b) - sigmoid(a) = sigmoid(b) sigmoid(-a) (1 - exp(a - b)). */
function logGaps(cutpoints: tf.Tensor, distances: tf.Tensor): tf.Tensor {
  const none = tf.zeros([...distances.shape.slice(0, -1), 1]);
  const below = tf.neg(softplus(tf.neg(distances)));
  const above = tf.neg(softplus(distances));
  const logProbs = tf.add(tf.concat([below, none], -1), tf.concat([none, above], -1));
  const inner = (cutpoints.shape[cutpoints.rank - 1] ?? 1) - 1;
  if (inner === 0) return logProbs;
  const start = cutpoints.shape.map(() => 0);
  const sizes = [...cutpoints.shape.slice(0, -1), inner];
  const widths = tf.sub(tf.slice(cutpoints, [...start.slice(0, -1), 1], sizes), tf.slice(cutpoints, start, sizes));
  const end = tf.zeros([...cutpoints.shape.slice(0, -1), 1]);
  return tf.add(logProbs, tf.concat([end, log1mexp(tf.neg(widths)), end], -1));
}
