import * as tf from '@tensorflow/tfjs-core';
import { activate, type Activation } from '../activation.js';
import { convolve, gaussianFilter, type Convolution } from '../conv.js';
import { dense } from '../dense.js';
import { mlp } from '../mlp.js';
import type { PictureSize } from '../places.js';
import { codesOf } from './codesOf.js';
import type { Encoder } from './encoder.js';
import { rotatedViews } from './rotatedViews.js';

export interface TrunkOptions extends PictureSize {
  /**
   * How many rotated views of an image are looked at, by one and the same trunk: 4 or 2 by quarter turns, or 2 by half a turn of images that
   * are not square, or 1. What is said of the class is their mean, and angles and places are brought back before they are averaged. With
   * all around the circle a rotation by a step changes nothing but them; but an object that looks the same after half a turn then has no
   * angle, as what opposite views say of it adds up to nothing. Two by a quarter turn give it one. Default: 1.
   */
  readonly views?: 1 | 2 | 4;
  /**
   * The standard deviation in pixels of a Gaussian that images are smoothed by first, at every second pixel in x and y; 0 for none.
   * Noise that differs from pixel to pixel is all but gone then. Default: 1.5.
   */
  readonly smoothing?: number;
  /**
   * From the image on. Default: three layers, 5 × 5 to 32 channels and 3 × 3 to 64 at every second place, 3 × 3 to 64; half as many
   * channels where there are several views.
   */
  readonly convolutions?: readonly Convolution[];
  /** The width of each hidden layer after the trunk. Default: 128. */
  readonly units?: number;
  /** Default: leakyRelu. */
  readonly activation?: Activation;
}

/** The trunk's options with every default filled in. */
export type Trunk = Required<TrunkOptions>;

const usual: readonly Convolution[] = [
  { channels: 32, size: 5, stride: 2 },
  { channels: 64, size: 3, stride: 2 },
  { channels: 64, size: 3, stride: 1 },
];

/**
 * One convolutional trunk for class, pose and content. Each image is brought to mean 0 and variance 1 first, so that brightness and
 * contrast do not count for the class; both numbers are features beside the trunk's. Class on the one hand, pose and content on
 * the other each have a hidden layer on them, so that neither takes the other's room.
 *
 * Parameters `trunk/i`; `classifier/0` and `classifier/out`; `encoder/features`, `encoder/0` and `encoder/out`.
 */
export function trunkEncoder(options: TrunkOptions): Encoder {
  const trunk = trunkOptions(options);
  const { units, activation } = trunk;
  return {
    views: trunk.views,
    features: (images) => trunkFeatures(images, trunk),
    classLogits: (features, classes) =>
      tf.mean(mlp('classifier', features.slice(0, 1), { hidden: [units], activation, units: classes }), -2),
    outputs: (features, label, count) => {
      const seen = activate(activation, dense('encoder/features', features, units));
      return mlp('encoder', codesOf([seen], label), { hidden: [units], activation, units: count });
    },
  };
}

export function trunkOptions(options: TrunkOptions): Trunk {
  const { views = 1 } = options;
  const convolutions = usual.map((layer) => ({ ...layer, channels: layer.channels / (views === 1 ? 1 : 2) }));
  return { views, smoothing: 1.5, convolutions, units: 128, activation: 'leakyRelu', ...options };
}

function trunkFeatures(images: tf.Tensor, trunk: Trunk): [picture: tf.Tensor, look: tf.Tensor] {
  const { height, width, views, smoothing, convolutions, activation } = trunk;
  const grey: tf.Tensor4D = tf.reshape(images, [-1, height, width, 1]);
  const { standard, look } = standardise(grey);
  // Before smoothing too, as beyond the edge it sees 0, which is to be the mean grey.
  const seen = smoothing === 0 ? standard : standardise(smooth(standard, smoothing, trunk)).standard;
  let layer: tf.Tensor = rotatedViews(seen, views);
  convolutions.forEach((convolution, i) => {
    layer = activate(activation, convolve(`trunk/${i}`, layer, convolution));
  });
  const count = grey.shape[0];
  if (views === 1) return [tf.reshape(layer, [count, 1, -1]), look];
  return [tf.transpose(tf.reshape(layer, [views, count, -1]), [1, 0, 2]), look];
}

function smooth(images: tf.Tensor4D, deviation: number, image: PictureSize): tf.Tensor4D {
  const { down, across } = gaussianFilter(deviation, image);
  const rows = tf.conv2d(images, tf.tensor4d([...down], [down.length, 1, 1, 1]), [2, 1], 'same');
  return tf.conv2d(rows, tf.tensor4d([...across], [1, across.length, 1, 1]), [1, 2], 'same');
}

/** Each image [count, row, column, 1] to mean 0 and variance 1, (x - mean) / √(variance + 10⁻⁶), and both numbers, [count, 1, 2]. */
function standardise(images: tf.Tensor4D): { readonly standard: tf.Tensor4D; readonly look: tf.Tensor } {
  const mean = tf.mean(images, [1, 2, 3], true);
  const centred = tf.sub(images, mean);
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), [1, 2, 3], true), STANDARDISE_EPSILON));
  return { standard: tf.div(centred, deviation), look: tf.reshape(tf.concat([mean, deviation], 3), [-1, 1, 2]) };
}

export const STANDARDISE_EPSILON = 1e-6;
