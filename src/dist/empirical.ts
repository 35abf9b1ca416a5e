import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  categorical as drawIndex,
  formatShape,
  logSumExp,
  sameShape,
  select,
  type Shape,
  ShapeError,
  sizeOf,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { independent, lessThan, oneOf, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions } from './distribution.js';

/**
 * Draws from given samples: log p(x) = log of the weights of all samples that equal x, over that of all, in nats.
 *
 * Numbers without a batch can be enumerated, in ascending order and each once, which reads them from the device.
 *
 * @param samples [...batch, S, ...event]; borrowed
 * @param logWeights in nats, up to a constant, [...batch, S]. Default: equal, of samples that are numbers, [...batch, S]
 * @throws ShapeError if `samples` does not begin with the shape of `logWeights`
 * @throws ArgumentError if there is no dim of samples
 * @example
 * empirical(tf.tensor1d([1, 2, 2, 5])).logProb(tf.scalar(2)).dataSync();   // [-0.693147]
 */
export function empirical(samples: tf.Tensor, logWeights?: tf.Tensor, options: FamilyOptions = {}): Distribution {
  const { validate } = checkedOptions('empirical', options, [], ['validate']);
  const shape = logWeights?.shape ?? samples.shape;
  const eventShape = checkShapes(samples, shape);
  const [batchShape, eventDim] = [shape.slice(0, -1), eventShape.length];
  const logProbs = (): tf.Tensor =>
    logWeights === undefined ? tf.fill(shape, -Math.log(shape.at(-1) ?? 1)) : tf.logSoftmax(logWeights);
  const weights = (): tf.Tensor => tf.exp(logProbs());
  const average = (x: tf.Tensor): tf.Tensor => {
    const spread = tf.reshape(weights(), [...shape, ...eventShape.map(() => 1)]);
    // A sample of weight 0 counts for nothing, also if it is infinite.
    return tf.sum(tf.mul(spread, select(tf.greater(spread, 0), x, 0)), -1 - eventDim);
  };
  const numbers = (): tf.Tensor => tf.cast(samples, 'float32');
  const logDensity = (value: tf.Tensor): tf.Tensor => {
    const isEqual = tf.equal(tf.expandDims(value, value.rank - eventDim), samples);
    const isSame = tf.all(
      isEqual,
      eventShape.map((_, i) => isEqual.rank - 1 - i),
    );
    return logSumExp(select(isSame, logProbs(), -Infinity), -1);
  };
  return defineFamily({
    family: 'empirical',
    validate,
    params: { samples, ...(logWeights === undefined ? {} : { logWeights }) },
    parameterConstraints: { samples: independent(real, eventDim + 1), logWeights: independent(lessThan(Infinity), 1) },
    batchShape,
    eventShape,
    support: oneOf(samples, eventDim),
    isDiscrete: true,
    hasRsample: false,
    draw: (key, drawShape) => taken(samples, drawIndex(key, logProbs(), drawShape), batchShape, eventShape),
    logDensity,
    ...(shape.length === 1 && eventDim === 0 ? { values: () => distinct(samples) } : {}),
    mean: () => average(numbers()),
    variance: () => {
      const mean = tf.expandDims(average(numbers()), -1 - eventDim);
      return average(tf.square(tf.sub(numbers(), mean)));
    },
    entropy: () => entropy(weights(), logDensity(samplesFirst(samples, shape.length))),
    ...(eventDim === 0 ? numberFacts(samples, weights) : {}),
  });
}

function checkShapes(samples: tf.Tensor, shape: Shape): Shape {
  const where = 'empirical';
  if (shape.length === 0) {
    throw new ArgumentError({ where, expected: 'one or more dims, of which one counts the samples', got: 'a scalar' });
  }
  if (!sameShape(samples.shape.slice(0, shape.length), shape)) {
    const expected = `samples whose shape begins with that of the weights, ${formatShape(shape)}`;
    throw new ShapeError({ where, expected, got: formatShape(samples.shape) });
  }
  return samples.shape.slice(shape.length);
}

/** The samples at `index` [...shape], where `shape` ends in the batch: a gather, through which nothing flows back. */
function taken(samples: tf.Tensor, index: tf.Tensor, batchShape: Shape, eventShape: Shape): tf.Tensor {
  const count = samples.shape[batchShape.length] ?? 1;
  const rows = tf.reshape(samples, [sizeOf(batchShape) * count, ...eventShape]);
  const starts = tf.reshape(tf.mul(tf.range(0, sizeOf(batchShape), 1, 'int32'), tf.scalar(count, 'int32')), [
    ...batchShape,
  ]);
  const flat = tf.reshape(tf.add(index, starts), [-1]);
  return tf.reshape(tf.gather(rows, tf.cast(flat, 'int32')), [...index.shape, ...eventShape]);
}

/** [S, ...batch, ...event]. */
function samplesFirst(samples: tf.Tensor, rank: number): tf.Tensor {
  const dims = samples.shape.map((_, i) => i);
  return tf.transpose(samples, [rank - 1, ...dims.slice(0, rank - 1), ...dims.slice(rank)]);
}

/** The mean of -log p over the samples, from weights [...batch, S] and log p [S, ...batch]; equal samples are one value. */
function entropy(weights: tf.Tensor, logProbs: tf.Tensor): tf.Tensor {
  const dims = Array.from({ length: logProbs.rank - 1 }, (_, i) => i + 1);
  const each = tf.transpose(logProbs, [...dims, 0]);
  return tf.neg(tf.sum(tf.mul(weights, select(tf.greater(weights, 0), each, 0)), -1));
}

function distinct(samples: tf.Tensor): tf.Tensor {
  const numbers = [...new Set(samples.dataSync())].sort((a, b) => a - b);
  return tf.tensor1d(numbers, samples.dtype);
}

/** The share of samples up to a value, and the smallest sample up to which there is a share. */
function numberFacts(
  samples: tf.Tensor,
  weights: () => tf.Tensor,
): Record<'cdf' | 'icdf', (x: tf.Tensor) => tf.Tensor> {
  const shareUpTo = (x: tf.Tensor): tf.Tensor => {
    const isUpTo = tf.lessEqual(samples, tf.expandDims(x, -1));
    return tf.minimum(tf.sum(tf.mul(weights(), tf.cast(isUpTo, 'float32')), -1), 1);
  };
  return {
    cdf: shareUpTo,
    icdf: (q) => {
      const numbers = tf.cast(samples, 'float32');
      const shares = shareSorted(shareUpTo, numbers);
      const isPossible = tf.greater(weights(), 0);
      const largest = tf.max(select(isPossible, numbers, -Infinity), -1);
      const isEnough = tf.logicalAnd(isPossible, tf.greaterEqual(shares, tf.expandDims(q, -1)));
      // The weights of all can add up to a little below 1.
      return tf.minimum(tf.min(select(isEnough, numbers, Infinity), -1), largest);
    },
  };
}

/** The share up to each sample, [...batch, S]. */
function shareSorted(shareUpTo: (x: tf.Tensor) => tf.Tensor, samples: tf.Tensor): tf.Tensor {
  const first = shareUpTo(samplesFirst(samples, samples.rank));
  const dims = Array.from({ length: first.rank - 1 }, (_, i) => i + 1);
  return tf.transpose(first, [...dims, 0]);
}
