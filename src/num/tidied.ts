import * as tf from '@tensorflow/tfjs-core';

/** `tf.tidy` for results that are plain data: it finds and keeps their tensors, however deep they lie, if there are any. */
export function tidied<T>(body: () => T): T {
  return tf.tidy(body as () => T & tf.TensorContainerObject);
}
