import * as tf from '@tensorflow/tfjs-core';
import { inputOf } from './kernels.js';

interface ConvAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly filterShape: [number, number, number, number];
}

/** Along one axis: how many pixels, results and places of the filter, how far apart, and how many zeros come first. */
interface Axis {
  readonly pixels: number;
  readonly results: number;
  readonly places: number;
  readonly stride: number;
  readonly before: number;
}

/**
 * Adds the kernel for the gradient of `tf.conv2d` in its filter, which wasm lacks: what the filter saw at each result, as a
 * matrix, transposed, times the gradient of the results.
 */
export function addConvFilterGradient(): void {
  // The types leave out that a kernel may not be there.
  const known = tf.getKernel('Conv2DBackpropFilter', 'wasm') as tf.KernelConfig | undefined;
  if (known !== undefined) return;
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: (args) => {
      const [x, dy] = [inputOf(args, 'x') as tf.Tensor4D, inputOf(args, 'dy') as tf.Tensor4D];
      return filterGradient(x, dy, args.attrs as unknown as ConvAttributes);
    },
  });
}

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, { strides, pad, filterShape }: ConvAttributes): tf.Tensor {
  const [rows, columns, channels, filters] = filterShape;
  const [batch, height, width] = dy.shape;
  const [down, across] = typeof strides === 'number' ? [strides, strides] : strides;
  const vertical = axisOf(x.shape[1], height, rows, down, pad);
  const horizontal = axisOf(x.shape[2], width, columns, across, pad);
  return tf.tidy(() => {
    const seen = tf.tensor2d(patches(x.dataSync(), batch, channels, vertical, horizontal), [
      batch * height * width,
      rows * columns * channels,
    ]);
    return tf.reshape(tf.matMul(seen, tf.reshape(dy, [-1, filters]), true), filterShape);
  });
}

/** What the filter sees at each result, [batch · height · width, rows · columns · channels]; 0 beyond the border. */
function patches(
  x: ArrayLike<number>,
  batch: number,
  channels: number,
  vertical: Axis,
  horizontal: Axis,
): Float32Array {
  const numbers = x as Float32Array;
  const rowLength = horizontal.pixels * channels;
  const out = new Float32Array(
    batch * vertical.results * horizontal.results * vertical.places * horizontal.places * channels,
  );
  let to = 0;
  for (let image = 0; image < batch; image += 1) {
    for (let i = 0; i < vertical.results; i += 1) {
      for (let j = 0; j < horizontal.results; j += 1) {
        for (let place = 0; place < vertical.places; place += 1) {
          const row = i * vertical.stride + place - vertical.before;
          const column = j * horizontal.stride - horizontal.before;
          const first = Math.max(0, column);
          const end = Math.min(horizontal.pixels, column + horizontal.places);
          if (row >= 0 && row < vertical.pixels) {
            const start = (image * vertical.pixels + row) * rowLength + column * channels;
            // A loop, as views of a few numbers cost more than copying them.
            for (let k = (first - column) * channels; k < (end - column) * channels; k += 1) {
              out[to + k] = numbers[start + k] ?? 0;
            }
          }
          to += horizontal.places * channels;
        }
      }
    }
  }
  return out;
}

function axisOf(pixels: number, results: number, places: number, stride: number, pad: ConvAttributes['pad']): Axis {
  const total = Math.max(0, (results - 1) * stride + places - pixels);
  const before = pad === 'same' ? Math.floor(total / 2) : pad === 'valid' ? 0 : pad;
  return { pixels, results, places, stride, before };
}
