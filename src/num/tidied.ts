import * as tf from '@tensorflow/tfjs-core';
import { checkEngine } from './engine.js';

/** `tf.tidy` for results that are plain data: it finds and keeps their tensors, however deep they lie, if there are any. @throws EngineError before `ready` */
export function tidied<T>(body: () => T): T {
  checkEngine();
  return tf.tidy(body as () => T & tf.TensorContainerObject);
}
