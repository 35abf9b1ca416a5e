import * as tf from '@tensorflow/tfjs-core';
import { diagonal, diagonalMatrix, log1p, lowerTriangle, withDerivative } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { corrCholesky as corrCholeskyFactors } from '../constraints/index.js';
import { freeEntries, packed, squareShape, unpacked } from './packing.js';

const TINY = 2 ** -126;

/**
 * n (n - 1) / 2 reals, row by row, onto the Cholesky factors of correlation matrices: of the length 1 of a row, entry j takes the
 * part z_j = tanh(x_j) of what the entries before it have left, and the diagonal the rest. With s_j the product of sqrt(1 - z_k^2)
 * over k < j, L_j = z_j s_j. Worked in logs, so that small rests keep their digits; x = 0 gives the identity.
 *
 * @see Lewandowski, Kurowicka and Joe 2009, "Generating random correlation matrices based on vines and extended onion method",
 * for z as partial correlations
 */
export const corrCholesky: Bijector = {
  name: 'corrCholesky',
  domainEventDim: 1,
  codomainEventDim: 2,
  codomain: corrCholeskyFactors,
  isBijective: true,
  forward: (x) =>
    tf.tidy(() => {
      const square = unpacked(x, true);
      const logLeft = logRests(square);
      const onDiagonal = tf.maximum(tf.exp(diagonal(logLeft)), TINY);
      // Above the diagonal there is nothing to take a part of.
      return tf.add(tf.mul(tf.tanh(square), tf.exp(logLeft)), diagonalMatrix(onDiagonal));
    }),
  inverse: (y) =>
    tf.tidy(() => {
      // z / sqrt(1 - z^2) is the entry over the root of the squares behind it.
      const behind = tf.cumsum(tf.square(lowerTriangle(y)), -1, true, true);
      return packed(asinh(tf.div(lowerTriangle(y, -1), tf.sqrt(tf.maximum(behind, TINY)))), true);
    }),
  // d L_j / d x_j = (1 - z_j^2) s_j, and L_j does not depend on what comes after x_j.
  logAbsDetJacobian: (x) =>
    tf.tidy(() => {
      const square = unpacked(x, true);
      const slopes = tf.sub(logRests(square), tf.mul(logCosh(square), 2));
      return tf.sum(lowerTriangle(slopes, -1), [-2, -1]);
    }),
  forwardShape: (shape) => [...shape.slice(0, -1), ...squareShape(shape, true)],
  inverseShape: (shape) => [...shape.slice(0, -2), freeEntries(shape[shape.length - 1] ?? 1, true)],
};

/** log s_j for each entry: the sum of log sqrt(1 - tanh(x)^2) = -log cosh(x) over the entries before it. */
function logRests(square: tf.Tensor): tf.Tensor {
  return tf.neg(tf.cumsum(logCosh(square), -1, true));
}

/** log cosh(x), exactly 0 at 0. */
function logCosh(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  return tf.add(size, log1p(tf.neg(tf.div(tf.expm1(tf.mul(size, -2)), -2))));
}

function asinh(x: tf.Tensor): tf.Tensor {
  const root = (at: tf.Tensor): tf.Tensor => tf.sqrt(tf.add(tf.square(at), 1));
  const value = (at: tf.Tensor): tf.Tensor => {
    const size = tf.abs(at);
    return tf.mul(tf.sign(at), log1p(tf.add(size, tf.mul(size, tf.div(size, tf.add(root(at), 1))))));
  };
  return withDerivative(x, value, (at) => tf.div(1, root(at)));
}
