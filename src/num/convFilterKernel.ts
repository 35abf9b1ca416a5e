import * as tf from '@tensorflow/tfjs-core';
import { inputOf } from './kernels.js';

interface ConvAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly filterShape: [number, number, number, number];
}

/**
 * Adds the kernel that the gradient of tf.conv2d by its filter needs and wasm lacks: one matrix product of the images,
 * shifted, with the gradient, for each place of the filter.
 */
export function addConvFilterGradient(backendName: string): void {
  if (tf.getKernel('Conv2DBackpropFilter', backendName) !== undefined) return;
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName,
    kernelFunc: (args) => {
      const attributes = args.attrs as unknown as ConvAttributes;
      return tf.tidy(() => filterGradient(inputOf(args, 'x') as tf.Tensor4D, inputOf(args, 'dy') as tf.Tensor4D, attributes));
    },
  });
}

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, { strides, pad, filterShape }: ConvAttributes): tf.Tensor {
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
  const { top, bottom, left, right } = info.padInfo;
  const padded = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
  const rows = tf.reshape(dy, [-1, info.outChannels]);
  const [height, width] = filterShape;
  const places = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const);
  const products = places.map(([row, column]) => {
    const end = [x.shape[0], row + (info.outHeight - 1) * info.strideHeight + 1, column + (info.outWidth - 1) * info.strideWidth + 1, info.inChannels];
    const shifted = tf.stridedSlice(padded, [0, row, column, 0], end, [1, info.strideHeight, info.strideWidth, 1]);
    return tf.matMul(tf.reshape(shifted, [-1, info.inChannels]), rows, true, false);
  });
  return tf.reshape(tf.stack(products), filterShape);
}
