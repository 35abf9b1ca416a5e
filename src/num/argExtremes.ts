import * as tf from '@tensorflow/tfjs-core';
import { type AxisView, reducedShape, viewAxes } from './axisRuns.js';
import { callKernel, inputOf, replaceKernel } from './kernels.js';
import { type Numbers, type TypedBackend, computeTyped } from './typedKernels.js';

const names = ['ArgMax', 'ArgMin'] as const;

/**
 * ArgMax and ArgMin on the cpu and wasm engines: the place of the first NaN, if there is one, as in NumPy and PyTorch. The backends' own
 * find a NaN in the first place alone. The wasm kernel, besides, leaves in the place of nothing what was in memory before.
 */
export function repairArgExtremes(backendName: TypedBackend): void {
  for (const name of names) {
    replaceKernel(name, backendName, () => (args) => {
      const x = inputOf(args, 'x');
      const axis = axisOf(x, args.attrs?.axis as number);
      const view = viewAxes(x.shape, axis, axis);
      const result = { shape: reducedShape(x.shape, [axis], false), dtype: 'int32' } as const;
      return computeTyped(args, [x], result, (places, [values]) => findExtremes(name, places, values, view));
    });
  }
}

/** The same on the native engine, which finds no NaN. */
export function repairNativeArgExtremes(): void {
  for (const name of names) {
    replaceKernel(name, 'tensorflow', (original) => (args) => {
      const x = inputOf(args, 'x');
      if (x.dtype !== 'float32' || x.size === 0) return original(args);
      return tf.tidy(() => {
        const isNaN = tf.cast(tf.isNaN(x), 'float32');
        const first = tf
          .engine()
          .runKernel('ArgMax', { x: tf.cast(isNaN, 'int32') }, { axis: args.attrs?.axis as number });
        const found = tf.any(tf.cast(isNaN, 'bool'), args.attrs?.axis as number);
        return tf.where(found, first as tf.Tensor, callKernel(original, args, {}));
      });
    });
  }
}

function axisOf(x: tf.Tensor, axis: number | number[]): number {
  return tf.util.parseAxisParam(axis, x.shape)[0] ?? 0;
}

function findExtremes(name: string, places: Numbers, x: Numbers, { outer, length, inner }: AxisView): void {
  const sign = name === 'ArgMax' ? 1 : -1;
  for (let i = 0; i < outer; i += 1) {
    for (let k = 0; k < inner; k += 1) {
      const from = i * length * inner + k;
      let [place, best] = [0, length > 0 ? (x[from] as number) : NaN];
      // A NaN that is found is not replaced, as no number compares with it.
      for (let j = 1; j < length && !Number.isNaN(best); j += 1) {
        const value = x[from + j * inner] as number;
        if (sign * value > sign * best || Number.isNaN(value)) [place, best] = [j, value];
      }
      places[i * inner + k] = place;
    }
  }
}
