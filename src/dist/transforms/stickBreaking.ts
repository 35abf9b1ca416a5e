import * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { simplex } from '../constraints/index.js';

const TINY = 2 ** -126;

/**
 * n - 1 reals onto the simplex of n: a stick of length 1 from which piece i takes the part z_i = sigmoid(x_i - log(n - i)) of
 * what is left, so that x = 0 gives equal pieces. Worked in logs, so that small pieces keep their digits.
 *
 * @see Stan Reference Manual, "Unit simplex"
 */
export const stickBreaking: Bijector = {
  name: 'stickBreaking',
  domainEventDim: 1,
  codomainEventDim: 1,
  codomain: simplex,
  isBijective: true,
  forward: (x) => tf.tidy(() => tf.maximum(tf.exp(logPieces(x)), TINY)),
  inverse: (y) =>
    tf.tidy(() => {
      const safe = tf.maximum(y, TINY);
      const [pieces, left] = [head(safe), tail(tf.cumsum(safe, -1, false, true))];
      return tf.add(tf.sub(tf.log(pieces), tf.log(left)), offsets(lastSize(y) - 1));
    }),
  // d y_i / d x_i = z_i (1 - z_i) times the length left before piece i, and y_i is z_i times that length.
  logAbsDetJacobian: (x) =>
    tf.tidy(() => {
      const shifted = tf.sub(x, offsets(lastSize(x)));
      return tf.sub(tf.sum(head(logPieces(x)), -1), tf.sum(tf.softplus(shifted), -1));
    }),
  forwardShape: (shape) => withLastSize(shape, 1),
  inverseShape: (shape) => withLastSize(shape, -1),
};

/** log y [..., n] for x [..., n - 1]. */
function logPieces(x: tf.Tensor): tf.Tensor {
  const shifted = tf.sub(x, offsets(lastSize(x)));
  const logLeft = tf.cumsum(tf.neg(tf.softplus(shifted)), -1);
  const first = tf.zeros([...x.shape.slice(0, -1), 1]);
  const logTaken = tf.concat([tf.neg(tf.softplus(tf.neg(shifted))), first], -1);
  return tf.add(logTaken, tf.concat([first, logLeft], -1));
}

/** log(n - i) for i = 1, ..., n - 1, where n - 1 is `size`. */
function offsets(size: number): tf.Tensor {
  return tf.tensor1d(Array.from({ length: size }, (_, i) => Math.log(size - i)));
}

function head(x: tf.Tensor): tf.Tensor {
  return tf.slice(
    x,
    x.shape.map(() => 0),
    withLastSize(x.shape, -1),
  );
}

function tail(x: tf.Tensor): tf.Tensor {
  return tf.slice(
    x,
    x.shape.map((_, i) => (i === x.rank - 1 ? 1 : 0)),
    withLastSize(x.shape, -1),
  );
}

function lastSize(x: tf.Tensor): number {
  return x.shape[x.rank - 1] ?? 1;
}

function withLastSize(shape: Shape, change: number): number[] {
  return [...shape.slice(0, -1), (shape[shape.length - 1] ?? 1) + change];
}
