import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from '../broadcast.js';
import { detached } from '../detached.js';
import { select } from '../select.js';
import type { Numeric } from './withPartials.js';

/** Bisections: they narrow any interval to the spacing of float32 numbers at its larger end. */
const STEPS = 30;

/** An increasing function, where to look for its argument, and its derivative. */
export interface Monotone {
  /** Increasing, elementwise; tensors that it captures get gradients. */
  readonly f: (x: tf.Tensor) => tf.Tensor;
  /** Its derivative, >= 0. */
  readonly slope: (x: tf.Tensor) => tf.Tensor;
  /** Finite bounds of the result, each a number or a tensor that broadcasts to the shape of the target. */
  readonly low: Numeric;
  readonly high: Numeric;
}

/**
 * The x from `low` to `high` for which f(x) = q, by bisection and one step of Newton's method, which also brings the implicit
 * gradients: 1 / f'(x) by q, and -(df / dp) / f'(x) by whatever p the function captures. Where no x has f(x) = q the result is
 * the nearer bound; where f'(x) is 0 no gradient flows.
 *
 * @param q float32, any shape; borrowed
 * @example
 * const cube = { f: (x) => tf.mul(x, tf.square(x)), slope: (x) => tf.mul(tf.square(x), 3), low: 0, high: 10 };
 * invertMonotone(tf.tensor1d([8, 27]), cube).dataSync();   // [2, 3]
 */
export function invertMonotone(q: tf.Tensor, monotone: Monotone): tf.Tensor {
  return tf.tidy(() => {
    const { f, slope, low, high } = monotone;
    const root = detached(() => bisect(q, monotone));
    const rate = detached(() => slope(root));
    const isRising = tf.greater(rate, 0);
    const step = select(isRising, tf.div(tf.sub(f(root), q), select(isRising, rate, 1)), 0);
    return tf.minimum(tf.maximum(tf.sub(root, step), low), high);
  });
}

function bisect(q: tf.Tensor, { f, low, high }: Monotone): tf.Tensor {
  const whole = (bound: Numeric): tf.Tensor =>
    typeof bound === 'number' ? tf.fill(q.shape, bound) : broadcastTo(bound, q.shape);
  let bounds: readonly [tf.Tensor, tf.Tensor] = [whole(low), whole(high)];
  for (let step = 0; step < STEPS; step += 1) bounds = tf.tidy<[tf.Tensor, tf.Tensor]>(() => halved(q, f, bounds));
  return middle(bounds);
}

function halved(q: tf.Tensor, f: Monotone['f'], bounds: readonly [tf.Tensor, tf.Tensor]): [tf.Tensor, tf.Tensor] {
  const centre = middle(bounds);
  const isBelow = tf.less(f(centre), q);
  return [select(isBelow, centre, bounds[0]), select(isBelow, bounds[1], centre)];
}

/** Halves are added, as a sum could overflow. */
function middle([low, high]: readonly [tf.Tensor, tf.Tensor]): tf.Tensor {
  return tf.add(tf.mul(low, 0.5), tf.mul(high, 0.5));
}
