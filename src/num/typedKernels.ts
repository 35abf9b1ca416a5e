import * as tf from '@tensorflow/tfjs-core';
import type { KernelArguments } from './kernels.js';
import { sizeOf } from './shape.js';

/** The numbers of a tensor as JavaScript sees them. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

/** What a kernel of one's own needs of the wasm backend: its memory seen as typed arrays, and new places in it. */
interface WasmBackend extends tf.KernelBackend {
  typedArrayFromHeap(x: tf.TensorInfo): Numbers;
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

interface CpuBackend extends tf.KernelBackend {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Numbers): tf.TensorInfo;
}

/** The engines whose tensors lie in memory that JavaScript sees. */
export type TypedBackend = 'cpu' | 'wasm';

/**
 * The result of a kernel on the cpu or wasm engine that is computed in JavaScript, in double precision and with its rules for NaN.
 *
 * @param fill writes the numbers of the result, which are not 0 to begin with, from those of the inputs
 */
export function computeTyped<const Inputs extends readonly tf.Tensor[]>(
  { backend }: KernelArguments,
  inputs: Inputs,
  { shape, dtype }: { readonly shape: readonly number[]; readonly dtype: tf.DataType },
  fill: (result: Numbers, inputs: { readonly [K in keyof Inputs]: Numbers }) => void,
): tf.TensorInfo {
  if (tf.getBackend() !== 'wasm') {
    const values = newNumbers(dtype, sizeOf(shape));
    fill(values, mapAll(inputs, numbersOf));
    return (backend as CpuBackend).makeTensorInfo([...shape], dtype, values);
  }
  const wasm = backend as WasmBackend;
  const result = wasm.makeOutput([...shape], dtype);
  // Whatever comes from another engine takes its place first: views end where the memory grows.
  inputs.forEach(numbersOf);
  fill(wasm.typedArrayFromHeap(result), mapAll(inputs, numbersOf));
  return result;
}

/** Whether a tensor on the cpu or wasm engine has a NaN. */
export function hasNaN(x: tf.Tensor): boolean {
  if (x.dtype !== 'float32') return false;
  const values = numbersOf(x);
  // A loop, as it is on the way of every large clip.
  for (let i = 0; i < values.length; i += 1) if (values[i] !== values[i]) return true;
  return false;
}

/** The numbers themselves, not a copy: they are good until the next tensor is made. */
function numbersOf(x: tf.Tensor): Numbers {
  return tf.getBackend() === 'wasm' ? (tf.backend() as WasmBackend).typedArrayFromHeap(x) : x.dataSync();
}

function mapAll<const Inputs extends readonly tf.Tensor[]>(
  inputs: Inputs,
  f: (x: tf.Tensor) => Numbers,
): { readonly [K in keyof Inputs]: Numbers } {
  return inputs.map(f) as { readonly [K in keyof Inputs]: Numbers };
}

function newNumbers(dtype: tf.DataType, size: number): Numbers {
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}
