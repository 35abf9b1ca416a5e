import * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { orderedVector, positiveOrderedVector } from '../constraints/index.js';

/** The smallest normal float32, and a bound on sums. */
const TINY = 2 ** -126;
const HUGE = 2 ** 127;
const LOG_HUGE = 127 * Math.LN2;

/** n reals onto the vectors of growing numbers: y_1 = x_1 and y_k = y_(k-1) + exp(x_k). Gaps that rounding would close stay open. */
export const ordered: Bijector = {
  ...sameSize('ordered'),
  codomain: orderedVector,
  forward: (x) => tf.tidy(() => accumulated(first(x), gapsOf(rest(x)))),
  inverse: (y) => tf.tidy(() => tf.concat([first(y), logGaps(y)], -1)),
  logAbsDetJacobian: (x) => tf.tidy(() => tf.sum(rest(x), -1)),
};

/** n reals onto the vectors of growing numbers above 0: the same with y_1 = exp(x_1). */
export const positiveOrdered: Bijector = {
  ...sameSize('positiveOrdered'),
  codomain: positiveOrderedVector,
  forward: (x) => tf.tidy(() => accumulated(gapsOf(first(x), x), gapsOf(rest(x)))),
  inverse: (y) => tf.tidy(() => tf.concat([tf.log(tf.clipByValue(first(y), TINY, HUGE)), logGaps(y)], -1)),
  logAbsDetJacobian: (x) => tf.tidy(() => tf.sum(x, -1)),
};

function sameSize(
  name: string,
): Pick<Bijector, 'name' | 'domainEventDim' | 'codomainEventDim' | 'isBijective' | 'forwardShape' | 'inverseShape'> {
  return {
    name,
    domainEventDim: 1,
    codomainEventDim: 1,
    isBijective: true,
    forwardShape: (shape) => [...shape],
    inverseShape: (shape) => [...shape],
  };
}

/** exp(x), so small that the sum of as many as `whole` has is finite. */
function gapsOf(x: tf.Tensor, whole: tf.Tensor = x): tf.Tensor {
  return tf.clipByValue(tf.exp(tf.minimum(x, LOG_HUGE)), TINY, HUGE / (lastSize(whole.shape) + 1));
}

/** The sums of `start` and the gaps so far; a gap is at least two roundings of all that was added up before it. */
function accumulated(start: tf.Tensor, gaps: tf.Tensor): tf.Tensor {
  const size = tf.add(tf.abs(start), tf.cumsum(gaps, -1));
  return tf.cumsum(tf.concat([start, tf.maximum(gaps, tf.mul(size, 2 ** -22))], -1), -1);
}

function logGaps(y: tf.Tensor): tf.Tensor {
  const size = lastSize(y.shape);
  const before = tf.slice(
    y,
    y.shape.map(() => 0),
    [...y.shape.slice(0, -1), size - 1],
  );
  return tf.log(tf.clipByValue(tf.sub(rest(y), before), TINY, HUGE));
}

function first(x: tf.Tensor): tf.Tensor {
  return tf.slice(
    x,
    x.shape.map(() => 0),
    [...x.shape.slice(0, -1), 1],
  );
}

function rest(x: tf.Tensor): tf.Tensor {
  return tf.slice(
    x,
    x.shape.map((_, i) => (i === x.rank - 1 ? 1 : 0)),
    [...x.shape.slice(0, -1), lastSize(x.shape) - 1],
  );
}

function lastSize(shape: Shape): number {
  return shape[shape.length - 1] ?? 1;
}
