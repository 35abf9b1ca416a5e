import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';
import { mapName } from './mapName.js';
import { vectorMap } from './vectorMap.js';

/**
 * y = x - 2 v (v · x) / (v · v): the mirror image of vectors in the plane through the origin that is normal to v. It is its own
 * inverse and keeps volumes.
 *
 * @param normal v, [...batch, n], not 0; its length does not matter
 * @see Tomczak and Welling 2016, "Improving variational auto-encoders using Householder flow", equation (8)
 * @example
 * transforms.householder(tf.tensor1d([1, 0])).forward(tf.tensor1d([3, 4])).dataSync();   // [-3, 4]
 */
export function householder(normal: tf.Tensor): Bijector {
  const mirrored = (x: tf.Tensor): tf.Tensor => {
    const largest = tf.maximum(tf.max(tf.abs(normal), -1, true), 2 ** -126);
    const v = tf.div(normal, largest);
    const along = tf.div(tf.sum(tf.mul(v, x), -1, true), tf.sum(tf.square(v), -1, true));
    return tf.sub(x, tf.mul(tf.mul(v, 2), along));
  };
  return vectorMap({
    name: mapName('householder', [normal]),
    forward: mirrored,
    inverse: mirrored,
    logAbsDetJacobian: (x) => tf.zeros(tf.add(x, normal).shape.slice(0, -1)),
    parameterShape: normal.shape,
    isLinear: true,
  });
}
