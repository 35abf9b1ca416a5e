import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from './stopGradient.js';

/** The part of the engine that keeps tensors for the backward pass. Its types hide it; package.json pins the version. */
interface Saver {
  readonly state: { readonly gradientDepth: number };
  saveTensorsForBackwardMode(tensors: readonly tf.Tensor[]): tf.Tensor[];
  keep(tensor: tf.Tensor): tf.Tensor;
  /** A copy that is recorded even within a kernel. */
  clone(tensor: tf.Tensor): tf.Tensor;
}

/**
 * Makes operations keep their tensors for the backward pass by a second handle on the same data, where TensorFlow.js runs a
 * kernel for each: about every fourth of a small model.
 */
export function saveByReference(): void {
  const engine = saver();
  engine.saveTensorsForBackwardMode = (tensors) =>
    // Second derivatives go through what was saved, so that it must be on the tape.
    tensors.map((tensor) => engine.keep(engine.state.gradientDepth > 1 ? engine.clone(tensor) : stopGradient(tensor)));
}

/** What tf.clone gives, without a kernel where nothing is recorded. */
export function alias<T extends tf.Tensor>(tensor: T): T {
  return saver().state.gradientDepth > 0 ? tf.clone(tensor) : stopGradient(tensor);
}

function saver(): Saver {
  return tf.engine() as unknown as Saver;
}
