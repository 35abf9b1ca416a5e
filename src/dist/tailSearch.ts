import * as tf from '@tensorflow/tfjs-core';
import { detached, select } from '../num/index.js';
import type { Distribution, Parameter } from './distribution.js';

/** Probabilities counted from one side, by their logs: those below on the left of the median, and those above on the right. */
export interface Side {
  readonly logShare: (value: tf.Tensor) => tf.Tensor;
  /** Where a share ends, if the base knows. */
  readonly place?: ((share: tf.Tensor) => tf.Tensor) | undefined;
  /** Those at the bound on the far side, whose share is the smaller, and at the one nearer to the middle. */
  readonly outer: tf.Tensor;
  readonly inner: tf.Tensor;
  readonly isRising: boolean;
}

/** Distances from the bound as their logs, and how often the range is halved. */
const [NEAREST, FARTHEST, STEPS] = [-87, 88, 32] as const;

/**
 * Where the log of the share counted from one side is `target`: by bisection of the log of the distance from `bound`, at which the
 * log is larger, and for numbers that are not whole a step of Newton's method, which brings the implicit gradients.
 */
export function tailSearch(
  base: Distribution,
  { logShare, isRising }: Side,
  target: tf.Tensor,
  bound: Parameter,
): tf.Tensor {
  const at = (logDistance: tf.Tensor): tf.Tensor => (isRising ? tf.sub : tf.add)(bound, tf.exp(logDistance));
  const root = detached(() => {
    let [near, far] = [tf.add(tf.zerosLike(target), NEAREST), tf.add(tf.zerosLike(target), FARTHEST)];
    for (let step = 0; step < STEPS; step += 1) {
      [near, far] = tf.tidy<[tf.Tensor, tf.Tensor]>(() => {
        const middle = tf.mul(tf.add(near, far), 0.5);
        const share = logShare(at(middle));
        // Of whole numbers the smallest is sought whose share below reaches the target, or whose share above does not exceed it.
        const isNear = isRising ? tf.greaterEqual(share, target) : tf.greater(share, target);
        return [select(isNear, middle, near), select(isNear, far, middle)];
      });
    }
    return base.isDiscrete ? tf.round(at(isRising ? near : far)) : at(near);
  });
  if (base.isDiscrete) return root;
  const slope = detached(() => tf.exp(tf.minimum(tf.sub(base.logProb(root), logShare(root)), FARTHEST)));
  const isSteep = tf.greater(slope, 0);
  const step = tf.div(tf.sub(logShare(root), target), select(isSteep, slope, Infinity));
  return (isRising ? tf.sub : tf.add)(root, step);
}
