import * as tf from '@tensorflow/tfjs-core';
import type { PictureSize } from './places.js';
import { weights } from './weights.js';

/** A layer of filters, size × size, at every `stride`-th place in x and y. */
export interface Convolution {
  readonly channels: number;
  readonly size: number;
  readonly stride: number;
}

/** Filters over images [count, height, width, channels], with parameters `name/kernel` and `name/bias`. */
export function convolve(name: string, x: tf.Tensor, { channels, size, stride }: Convolution): tf.Tensor {
  const inChannels = x.shape[x.rank - 1] ?? 1;
  const { kernel, bias } = weights(name, [size, size, inChannels, channels]);
  return tf.add(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, stride, 'same'), bias);
}

/** A filter that is a product of one down and one across, each of sum 1. */
export interface Filter {
  readonly down: readonly number[];
  readonly across: readonly number[];
}

/**
 * A Gaussian filter that reaches 2.5 standard deviations, for images of this size at every second pixel in x and y: along an even side
 * it is as many pixels wide, so that the places it is at lie symmetrically in the image, and a rotated image is the same when it is
 * rotated after smoothing.
 */
export function gaussianFilter(deviation: number, { height, width }: PictureSize): Filter {
  return { down: gaussianLine(deviation, height), across: gaussianLine(deviation, width) };
}

/** Weights of sum 1, as many as make an odd or even number as the side is. */
function gaussianLine(deviation: number, side: number): number[] {
  const count = 2 * Math.ceil(2.5 * deviation) + (side % 2);
  const line = Array.from({ length: count }, (_, i) => Math.exp(-((i - (count - 1) / 2) ** 2) / (2 * deviation ** 2)));
  const sum = line.reduce((total, weight) => total + weight, 0);
  return line.map((weight) => weight / sum);
}
