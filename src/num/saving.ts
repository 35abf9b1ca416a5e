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
  const engine = tf.engine() as unknown as Saver;
  engine.saveTensorsForBackwardMode = (tensors) =>
    tensors.map((tensor) => {
      const { gradientDepth, tensorInfo } = engine.state;
      const backend = tensorInfo.get(tensor.dataId)?.backend;
      // Second derivatives go through what was saved, so that it must be on the tape.
      if (backend === undefined || gradientDepth > 1) return engine.keep(engine.clone(tensor));
      backend.incRef(tensor.dataId);
      const { dataId, shape, dtype } = tensor;
      return engine.keep(engine.makeTensorFromTensorInfo({ dataId, shape, dtype }, backend));
    });
}
