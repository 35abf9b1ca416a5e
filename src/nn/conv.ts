import * as tf from '@tensorflow/tfjs-core';
import { param } from '../ppl/index.js';
import { activate, type Activation } from './activation.js';
import { dense } from './dense.js';
import { fanInUniform } from './initializers.js';

/** A layer of filters, size × size, at every `stride`-th place in x and y. */
export interface Convolution {
  readonly channels: number;
  readonly size: number;
  readonly stride: number;
}

export interface ConvNetOptions {
  readonly height: number;
  readonly width: number;
  /**
   * The standard deviation in pixels of a Gaussian that images are smoothed by first, at every second pixel in x and y; 0 for none.
   * Noise that differs from pixel to pixel is all but gone then.
   */
  readonly smoothing?: number;
  /** From the image on. */
  readonly convolutions: readonly Convolution[];
  /** The width of the dense layer before the output. */
  readonly dense: number;
  readonly units: number;
  readonly activation: Activation;
}

/**
 * A small convolutional network on grey images, each smoothed if asked for, and brought to mean 0 and variance 1, so that brightness
 * and contrast do not count. Parameters `name/conv/i`, `name/dense` and `name/out`.
 *
 * @param images [count, height × width]
 * @returns [count, units]
 */
export function convNet(name: string, images: tf.Tensor, options: ConvNetOptions): tf.Tensor {
  const { height, width, convolutions, activation, units, smoothing = 0 } = options;
  const grey: tf.Tensor4D = tf.reshape(images, [-1, height, width, 1]);
  const seen = standardise(smoothing === 0 ? grey : smooth(grey, smoothing));
  const flat = convolutionLayers(name, seen, convolutions, activation);
  return dense(`${name}/out`, [activate(activation, dense(`${name}/dense`, [flat], options.dense))], units);
}

/**
 * Layers of filters `name/conv/i`, one on the other.
 *
 * @param images [count, height, width, channels]
 * @returns what the last layer says of all places, [count, features]
 */
export function convolutionLayers(
  name: string,
  images: tf.Tensor4D,
  convolutions: readonly Convolution[],
  activation: Activation,
): tf.Tensor {
  let layer: tf.Tensor = images;
  convolutions.forEach((convolution, i) => {
    layer = activate(activation, convolve(`${name}/conv/${i}`, layer, convolution));
  });
  return tf.reshape(layer, [images.shape[0], -1]);
}

/** A Gaussian filter [size, size] of sum 1 that reaches 2.5 standard deviations. */
export function gaussianFilter(deviation: number): { readonly size: number; readonly weights: Float32Array } {
  const reach = Math.ceil(2.5 * deviation);
  const line = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)));
  const sum = line.reduce((total, weight) => total + weight, 0);
  const weights = Float32Array.from(line.flatMap((a) => line.map((b) => (a * b) / sum ** 2)));
  return { size: line.length, weights };
}

function smooth(images: tf.Tensor4D, deviation: number): tf.Tensor4D {
  const { size, weights } = gaussianFilter(deviation);
  return tf.conv2d(images, tf.tensor4d(weights, [size, size, 1, 1]), 2, 'same');
}

/** Each image [count, row, column, 1] to mean 0 and variance 1: (x - mean) / √(variance + 10⁻⁶). */
function standardise(images: tf.Tensor4D): tf.Tensor4D {
  const centred = tf.sub(images, tf.mean(images, [1, 2, 3], true));
  const variance = tf.mean(tf.square(centred), [1, 2, 3], true);
  return tf.div(centred, tf.sqrt(tf.add(variance, STANDARDISE_EPSILON)));
}

export const STANDARDISE_EPSILON = 1e-6;

function convolve(name: string, x: tf.Tensor, { channels, size, stride }: Convolution): tf.Tensor {
  const inChannels = x.shape[x.rank - 1] ?? 1;
  const fanIn = size * size * inChannels;
  const kernel = param(`${name}/kernel`, fanInUniform([size, size, inChannels, channels], fanIn));
  const bias = param(`${name}/bias`, fanInUniform([channels], fanIn));
  return tf.add(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, stride, 'same'), bias);
}
