import * as tf from '@tensorflow/tfjs-core';
import { repeat } from './broadcast.js';
import { callKernel, inputOf, replaceKernel } from './kernels.js';
import { type Shape, broadcastShapes, sizeOf } from './shape.js';
import { type Numbers, type TypedBackend, computeTyped, hasNaN } from './typedKernels.js';

/**
 * Maximum and Minimum on the wasm engine: NaN where one of the two is NaN.
 *
 * The backend's own (src/cc/kernels/Maximum.cc) take the first unless the second is larger, and so lose a NaN of the second;
 * tensorflow/tfjs#4883 mended the reductions alone. They are also slower.
 */
export function repairExtremes(): void {
  for (const [name, fill] of [
    ['Maximum', maxima],
    ['Minimum', minima],
  ] as const) {
    replaceKernel(name, 'wasm', () => (args) => {
      const [a, b] = [inputOf(args, 'a'), inputOf(args, 'b')];
      const shape = broadcastShapes(name, { a: a.shape, b: b.shape });
      const [left, right] = [fitted(a, shape), fitted(b, shape)];
      const result = computeTyped(args, [left, right], { shape, dtype: a.dtype }, fill);
      for (const x of [left, right]) if (x !== a && x !== b) x.dispose();
      return result;
    });
  }
}

/** One number, or as many as `shape` has. */
function fitted(x: tf.Tensor, shape: Shape): tf.Tensor {
  return x.size === 1 || x.size === sizeOf(shape) ? x : repeat(x, [...shape]);
}

function maxima(result: Numbers, [a, b]: readonly [Numbers, Numbers]): void {
  const [stepA, stepB] = [Number(a.length > 1), Number(b.length > 1)];
  for (let i = 0; i < result.length; i += 1) result[i] = Math.max(a[i * stepA] as number, b[i * stepB] as number);
}

function minima(result: Numbers, [a, b]: readonly [Numbers, Numbers]): void {
  const [stepA, stepB] = [Number(a.length > 1), Number(b.length > 1)];
  for (let i = 0; i < result.length; i += 1) result[i] = Math.min(a[i * stepA] as number, b[i * stepB] as number);
}

/**
 * ClipByValue and Relu6 on the wasm engine: NaN of NaN, and right for integers.
 *
 * XNNPACK, which the backend calls, promises nothing for NaN (tensorflow/tfjs#3855), makes the lower limit of it, and takes the bits of
 * integers for those of floating-point numbers.
 */
export function repairClips(): void {
  for (const name of ['ClipByValue', 'Relu6']) {
    replaceKernel(name, 'wasm', (original) => (args) => {
      const x = inputOf(args, 'x');
      if (x.dtype === 'float32' && !hasNaN(x)) return original(args);
      const { clipValueMin = 0, clipValueMax = 6 } = args.attrs as unknown as Record<string, number>;
      return computeTyped(args, [x], x, (result, [values]) => {
        const clip = (value: number): number => Math.min(clipValueMax, Math.max(clipValueMin, value));
        map(result, values, clip);
      });
    });
  }
}

/**
 * Sign of NaN is NaN, as in NumPy: both backends made it 0 on purpose (tensorflow/tfjs-core#998), and wasm all that is below 1e-6 too.
 */
export function repairSign(backendName: TypedBackend): void {
  mapKernel('Sign', backendName, Math.sign);
}

/** Log1p on the wasm engine for small numbers, where the backend's own (src/cc/kernels/Log1p.cc) takes the logarithm of 1 + x. */
export function repairLog1p(): void {
  mapKernel('Log1p', 'wasm', Math.log1p);
}

function mapKernel(name: string, backendName: TypedBackend, f: (x: number) => number): void {
  replaceKernel(name, backendName, () => (args) => {
    const x = inputOf(args, 'x');
    return computeTyped(args, [x], x, (result, [values]) => {
      map(result, values, f);
    });
  });
}

function map(result: Numbers, x: Numbers, f: (x: number) => number): void {
  for (let i = 0; i < result.length; i += 1) result[i] = f(x[i] as number);
}

/** Prelu on the native engine: tfjs-node takes it from a difference that is NaN at Infinity. */
export function repairNativePrelu(): void {
  replaceKernel('Prelu', 'tensorflow', () => (args) => {
    const [x, alpha] = [inputOf(args, 'x'), inputOf(args, 'alpha')];
    return tf.tidy(() => tf.where(tf.greaterEqual(x, 0), x, tf.mul(x, alpha)));
  });
}

/**
 * Pow on the cpu engine as IEEE 754 has it: 1 to whatever power is 1, and so is -1 to an infinite one, as on the other engines. JavaScript
 * makes NaN of them (tensorflow/tfjs#7461).
 */
export function repairPow(): void {
  replaceKernel('Pow', 'cpu', (original) => (args) => {
    const power = callKernel(original, args, {});
    if (!hasNaN(power)) return power;
    return tf.tidy(() => {
      const [a, b] = [inputOf(args, 'a'), inputOf(args, 'b')];
      const isEndless = tf.equal(tf.abs(b), Infinity);
      const isOne = tf.logicalOr(tf.equal(a, 1), tf.logicalAnd(tf.equal(a, -1), isEndless));
      return tf.where(isOne, tf.onesLike(power), power);
    });
  });
}
