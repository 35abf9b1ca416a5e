import * as tf from '@tensorflow/tfjs-core';
import { digammaExcess, factorialExcess } from '../num/index.js';

/**
 * The part that one of the concentrations has in the entropy of a Dirichlet or beta distribution, less what cancels in the sum:
 * the entropy is the sum of the cells less `entropyTotal`. Large concentrations lose no digits.
 */
export function entropyCell(concentration: tf.Tensor): tf.Tensor {
  const slope = tf.mul(tf.sub(concentration, 1), digammaExcess(concentration));
  return tf.sub(factorialExcess(concentration), tf.add(slope, tf.div(1, concentration)));
}

/** What is taken away from the sum of `size` cells, whose concentrations add up to `total`. */
export function entropyTotal(total: tf.Tensor, size: number): tf.Tensor {
  const slope = tf.mul(tf.sub(total, size), digammaExcess(total));
  const logs = tf.mul(tf.sub(tf.log(total), 1), size - 1);
  return tf.add(tf.sub(factorialExcess(total), tf.add(slope, tf.div(size, total))), logs);
}
