import * as tf from '@tensorflow/tfjs-core';
import { param } from '../ppl/index.js';
import { activate, type Activation } from './activation.js';
import { dense } from './dense.js';
import { fanInUniform } from './initializers.js';

export interface ConvNetOptions {
  readonly height: number;
  readonly width: number;
  /** Channels of each convolution, in order. All halve the image; the first has a 5 × 5 filter, the others 3 × 3. */
  readonly channels: readonly number[];
  /** The width of the dense layer before the output. */
  readonly dense: number;
  readonly units: number;
  readonly activation: Activation;
}

/** The size of the first convolution's filter, and of all others. */
export const filterSizes = { first: 5, later: 3 } as const;

/**
 * A small convolutional network on grey images, each brought to mean 0 and variance 1 first, so that brightness and
 * contrast do not count. Parameters `name/conv/i`, `name/dense` and `name/out`.
 *
 * @param images [count, height × width]
 * @returns [count, units]
 */
export function convNet(name: string, images: tf.Tensor, options: ConvNetOptions): tf.Tensor {
  const { height, width, channels, activation, units } = options;
  let layer: tf.Tensor = tf.reshape(standardise(images), [-1, height, width, 1]);
  channels.forEach((count, i) => {
    const size = i === 0 ? filterSizes.first : filterSizes.later;
    layer = activate(activation, convolution(`${name}/conv/${i}`, layer, count, size));
  });
  const flat = tf.reshape(layer, [layer.shape[0], -1]);
  return dense(`${name}/out`, [activate(activation, dense(`${name}/dense`, [flat], options.dense))], units);
}

/** Each row to mean 0 and variance 1: (x - mean) / √(variance + 10⁻⁶). */
function standardise(images: tf.Tensor): tf.Tensor {
  const centred = tf.sub(images, tf.mean(images, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.div(centred, tf.sqrt(tf.add(variance, STANDARDISE_EPSILON)));
}

export const STANDARDISE_EPSILON = 1e-6;

function convolution(name: string, x: tf.Tensor, channels: number, size: number): tf.Tensor {
  const inChannels = x.shape[x.rank - 1] ?? 1;
  const fanIn = size * size * inChannels;
  const kernel = param(`${name}/kernel`, fanInUniform([size, size, inChannels, channels], fanIn));
  const bias = param(`${name}/bias`, fanInUniform([channels], fanIn));
  return tf.add(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'same'), bias);
}
