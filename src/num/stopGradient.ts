import * as tf from '@tensorflow/tfjs-core';

/**
 * The same numbers as a constant: nothing flows back through the result.
 *
 * It is left off the gradient's tape altogether, rather than given a gradient of 0, because 0 times an infinite
 * derivative further back would be NaN. It shares the memory of `x` and stays valid when `x` is disposed.
 *
 * @param x tensor of any shape and type; borrowed
 * @example
 * const { gradients } = valueAndGradients(({ x }) => tf.mul(x, stopGradient(x)), { x: tf.scalar(3) });
 * gradients.x.dataSync();   // [3]
 */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  // The backend counts users of its memory. It may hold `x` only after a change of engines has moved it there.
  const backend = tf.backend();
  backend.incRef(x.dataId);
  return tf.engine().makeTensorFromTensorInfo({ dataId: x.dataId, shape: [...x.shape], dtype: x.dtype }) as T;
}

/** 0 where `x` is finite, with the gradient of `x`. */
export function gradientOnly<T extends tf.Tensor>(x: T): T {
  return tf.sub(x, stopGradient(x));
}
