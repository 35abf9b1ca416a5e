import * as tf from '@tensorflow/tfjs-core';
import { isRecording } from './tape.js';

/** What this file uses of the native backend: any operation of TensorFlow by name, wrapped by TensorFlow.js or not. */
interface NativeBackend extends tf.KernelBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_FLOAT' | 'TF_FLOAT', number>>;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
}

/**
 * Runs an operation of TensorFlow that TensorFlow.js has no kernel for.
 *
 * @param name   an operation on float32 tensors with one result, such as `TanhGrad`
 * @param floats its attributes besides the dtype
 * @returns undefined on engines other than native, and where operations are recorded for gradients, which this one has none of
 */
export function nativeOp(
  name: string,
  inputs: readonly tf.Tensor[],
  floats: Readonly<Record<string, number>> = {},
): tf.Tensor | undefined {
  if (tf.getBackend() !== 'tensorflow' || isRecording()) return undefined;
  const backend = tf.backend() as NativeBackend;
  const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_FLOAT } = backend.binding;
  const attributes = Object.entries(floats).map(([key, value]) => ({ name: key, type: TF_ATTR_FLOAT, value }));
  return backend.executeSingleOutput(name, [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }, ...attributes], inputs);
}
