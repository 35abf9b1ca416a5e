import * as tf from '@tensorflow/tfjs-core';

/** The sum of scalars, from the first to the last; 0 of none. */
export function sumOf([first = tf.scalar(0), ...others]: readonly tf.Scalar[]): tf.Scalar {
  return others.reduce<tf.Scalar>((sum, term) => tf.add(sum, term), first);
}
