import * as tf from '@tensorflow/tfjs-core';

/** What a tensor's data are counted by. */
interface Counting {
  incRef(dataId: object): void;
}

/** The part of the engine that keeps tensors for the backward pass. Its types hide it; package.json pins the version. */
interface Saver {
  readonly state: {
    readonly gradientDepth: number;
    readonly tensorInfo: WeakMap<object, { readonly backend: Counting }>;
  };
  saveTensorsForBackwardMode(tensors: readonly tf.Tensor[]): tf.Tensor[];
  makeTensorFromTensorInfo(info: tf.TensorInfo, backend: Counting): tf.Tensor;
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
    tensors.map((tensor) => engine.keep(engine.state.gradientDepth > 1 ? engine.clone(tensor) : handleOn(tensor)));
}

/** What tf.clone gives, without a kernel where nothing is recorded. */
export function alias<T extends tf.Tensor>(tensor: T): T {
  return saver().state.gradientDepth > 0 ? tf.clone(tensor) : handleOn(tensor);
}

function handleOn<T extends tf.Tensor>(tensor: T): T {
  const engine = saver();
  const backend = engine.state.tensorInfo.get(tensor.dataId)?.backend;
  if (backend === undefined) return engine.clone(tensor) as T;
  backend.incRef(tensor.dataId);
  const { dataId, shape, dtype } = tensor;
  return engine.makeTensorFromTensorInfo({ dataId, shape, dtype }, backend) as T;
}

function saver(): Saver {
  return tf.engine() as unknown as Saver;
}
