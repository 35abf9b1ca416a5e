import * as tf from '@tensorflow/tfjs-core';
import { detached, gradientOnly } from '../num/index.js';

/** Beyond it 1 / p leaves the range of float32. */
const FARTHEST = 87;

/**
 * Draws x of a number, with the gradients by the parameters that keep their distribution function in place: -dF(x) / p(x).
 *
 * @param cdf F, with gradients by the parameters
 * @see Figurnov, Mohamed and Mnih 2018, "Implicit reparameterization gradients", equation (4)
 */
export function implicitDraw(
  draw: () => tf.Tensor,
  cdf: (x: tf.Tensor) => tf.Tensor,
  logDensity: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const x = detached(draw);
  const distance = detached(() => tf.exp(tf.minimum(tf.neg(logDensity(x)), FARTHEST)));
  return tf.sub(x, tf.mul(gradientOnly(cdf(x)), distance));
}
