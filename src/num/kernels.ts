import * as tf from '@tensorflow/tfjs-core';

/** What a kernel computes with, and the function itself, as TensorFlow.js has them. */
export type KernelFunc = tf.KernelFunc;
export type KernelArguments = Parameters<KernelFunc>[0];

const marked = Symbol.for('kiln.kernel');

/**
 * Replaces the kernel `name` of a backend by a kernel that `make` builds around it, once in a process.
 *
 * Operations called inside a kernel are not recorded by gradients, so a replacement may use them freely.
 */
export function replaceKernel(name: string, backendName: string, make: (original: KernelFunc) => KernelFunc): void {
  const config = tf.getKernel(name, backendName) as tf.KernelConfig | undefined;
  if (config === undefined || marked in config) return;
  tf.unregisterKernel(name, backendName);
  tf.registerKernel({ ...config, kernelFunc: make(config.kernelFunc), ...{ [marked]: true } });
}

/** The input of that name; kernels are called with tensors, although their types promise less. */
export function inputOf({ inputs }: KernelArguments, name: string): tf.Tensor {
  return inputs[name] as tf.Tensor;
}

/** Calls a kernel with other inputs, and takes the result as a tensor of the current scope. */
export function callKernel(kernel: KernelFunc, args: KernelArguments, inputs: Record<string, tf.Tensor>): tf.Tensor {
  const output = kernel({ ...args, inputs: { ...args.inputs, ...inputs } }) as tf.TensorInfo;
  return output instanceof tf.Tensor ? (output as tf.Tensor) : tf.engine().makeTensorFromTensorInfo(output);
}
