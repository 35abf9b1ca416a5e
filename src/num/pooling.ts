import * as tf from '@tensorflow/tfjs-core';
import { callKernel, inputOf, type KernelArguments, replaceKernel } from './kernels.js';
import { type Numbers, type TypedBackend, computeTyped, hasNaN } from './typedKernels.js';

/** The least float32. */
const LEAST = -(2 - 2 ** -23) * 2 ** 127;

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/**
 * MaxPool on the cpu and wasm engines: NaN where the window has one. The backends' own pass it over, and on wasm a NaN that comes first
 * hides the rest (XNNPACK promises nothing for NaN, tensorflow/tfjs#3855).
 */
export function repairMaxPool(backendName: TypedBackend): void {
  replaceKernel('MaxPool', backendName, (original) => (args) => {
    const x = inputOf(args, 'x');
    if (!hasNaN(x)) return original(args);
    const info = poolInfo(args, x);
    return computeTyped(args, [x], { shape: info.outShape, dtype: x.dtype }, (result, [values]) => {
      forEachWindow(info, values, (to, place) => (result[to] = values[place] ?? -Infinity));
    });
  });
}

/** The same on the native engine, where the largest of NaN and -Infinity alone is the least float32. */
export function repairNativeMaxPool(): void {
  replaceKernel(
    'MaxPool',
    'tensorflow',
    (original) => (args) =>
      tf.tidy(() => {
        const x = inputOf(args, 'x');
        if (x.size === 0) return callKernel(original, args, {});
        const spoilt = callKernel(original, args, { x: tf.cast(tf.isNaN(x), 'float32') });
        const largest = callKernel(original, args, {});
        return tf.where(tf.greater(spoilt, 0), NaN, tf.where(tf.greater(largest, LEAST), largest, -Infinity));
      }),
  );
}

/**
 * MaxPoolGrad on the wasm engine: each gradient goes to the first of the largest pixels of its window. The backend's own, of
 * tensorflow/tfjs#7672, sends it elsewhere.
 */
export function repairMaxPoolGradient(): void {
  replaceKernel('MaxPoolGrad', 'wasm', () => (args) => {
    const [dy, x] = [inputOf(args, 'dy'), inputOf(args, 'input')];
    const info = poolInfo(args, x);
    return computeTyped(args, [dy, x], x, (result, [slopes, values]) => {
      result.fill(0);
      forEachWindow(info, values, (from, place) => {
        if (place >= 0) result[place] = (result[place] as number) + (slopes[from] as number);
      });
    });
  });
}

function poolInfo({ attrs }: KernelArguments, x: tf.Tensor): PoolInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
    filterSize: number | [number, number];
    strides: number | [number, number];
    pad: 'valid' | 'same' | number;
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  };
  return tf.backend_util.computePool2DInfo(
    x.shape as PoolInfo['inShape'],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/** Calls `visit` for each result with the place of the first NaN in its window, else of the first of the largest; -1 if there is none. */
function forEachWindow(info: PoolInfo, x: Numbers, visit: (result: number, place: number) => void): void {
  const { batchSize, outHeight, outWidth, inChannels } = info;
  let result = 0;
  for (let image = 0; image < batchSize; image += 1) {
    for (let row = 0; row < outHeight; row += 1) {
      for (let column = 0; column < outWidth; column += 1) {
        for (let channel = 0; channel < inChannels; channel += 1, result += 1) {
          visit(result, largestIn(info, x, image, row, column, channel));
        }
      }
    }
  }
}

function largestIn(info: PoolInfo, x: Numbers, image: number, row: number, column: number, channel: number): number {
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const [top, left] = [row * info.strideHeight - padInfo.top, column * info.strideWidth - padInfo.left];
  let [place, largest] = [-1, -Infinity];
  for (let i = Math.max(0, top); i < Math.min(inHeight, top + info.filterHeight); i += 1) {
    for (let j = Math.max(0, left); j < Math.min(inWidth, left + info.filterWidth); j += 1) {
      const at = ((image * inHeight + i) * inWidth + j) * inChannels + channel;
      const value = x[at] as number;
      if (Number.isNaN(value)) return at;
      if (place < 0 || value > largest) [place, largest] = [at, value];
    }
  }
  return place;
}
