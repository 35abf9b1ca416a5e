import * as tf from '@tensorflow/tfjs-core';
import { detached, type Key, select, type Shape } from '../num/index.js';
import type { Bijector } from './constraint.js';
import type { Distribution } from './distribution.js';
import { independent, masked } from './wrappers.js';

/** What a transformed distribution is made of. */
interface Parts {
  readonly base: Distribution;
  readonly bijector: Bijector;
  /** The log density of y, of which x is the origin. */
  readonly logDensityAt: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor;
  readonly expanded: (batchShape: Shape) => Distribution;
}

/** `dist`, which recalls the keys of its draws, so that the density of a draw is taken at the x that it came from. */
export function remembering(dist: Distribution, parts: Parts): Distribution {
  const keys = new WeakMap<tf.Tensor, { readonly key: Key; readonly shape: Shape }>();
  const remembered = (draw: tf.Tensor, key: Key, sampleShape: Shape): tf.Tensor => {
    keys.set(draw, { key, shape: [...sampleShape, ...dist.batchShape] });
    return draw;
  };
  const own: Distribution = {
    ...dist,
    transformed: { base: parts.base, bijector: parts.bijector },
    sample: (key, sampleShape = []) => remembered(dist.sample(key, sampleShape), key, sampleShape),
    rsample: (key, sampleShape = []) => remembered(dist.rsample(key, sampleShape), key, sampleShape),
    logProb: (value) => {
      const drawn = keys.get(value);
      if (drawn === undefined) return dist.logProb(value);
      return tf.tidy(() => parts.logDensityAt(originOf(value, parts, drawn.key, drawn.shape), value));
    },
    expand: parts.expanded,
    toEvent: (n = dist.batchShape.length) => independent(own, n),
    mask: (mask) => masked(own, mask),
  };
  return own;
}

/** The share of x, or of 1 if that is larger, by which rounding of y must have moved the inverse before x is drawn again. */
const LOST = 2 ** -7;

/** The inverse of a draw y; but where rounding has lost the x that it came from, and the map of x is y indeed, that x. */
function originOf(y: tf.Tensor, { base, bijector }: Parts, key: Key, shape: Shape): tf.Tensor {
  const found = detached(() => {
    const drawn = base.expand(shape).sample(key);
    const solved = bijector.inverse(y);
    const isEqual = tf.equal(bijector.forward(drawn), y);
    const eventDim = base.eventShape.length;
    const imageDim = eventDim + bijector.codomainEventDim - bijector.domainEventDim;
    const isSame = tf.all(
      isEqual,
      Array.from({ length: imageDim }, (_, i) => isEqual.rank - 1 - i),
    );
    const overEvent = tf.reshape(isSame, [...isSame.shape, ...base.eventShape.map(() => 1)]);
    const isNear = tf.lessEqual(tf.abs(tf.sub(drawn, solved)), tf.mul(tf.maximum(tf.abs(drawn), 1), LOST));
    return select(tf.logicalAnd(overEvent, tf.logicalNot(isNear)), drawn, solved);
  });
  const replaced = tf.customGrad((solved) => ({
    value: tf.add(found, tf.zerosLike(solved as tf.Tensor)),
    gradFunc: (dy: tf.Tensor) => dy,
  }));
  return replaced(bijector.inverse(y));
}
