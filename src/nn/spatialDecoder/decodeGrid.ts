import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.js';
import { checkGridDecoder } from './checkGridDecoder.js';
import { nonlinearities } from './nonlinearity.js';

export interface DenseWeights {
  /** [in, out]. */
  readonly kernel: tf.Tensor2D;
  /** [out]. */
  readonly bias: tf.Tensor1D;
}

export interface GridDecoder {
  /** A row (x, y, 1) for each pixel, [pixels, 3]. It has no gradient. */
  readonly grid: tf.Tensor2D;
  /** What x, y and 1 add to each unit of the first layer, image by image: [images, 3, units]. Pose and code are in here. */
  readonly first: tf.Tensor;
  /** The hidden layers after the first, which all images share. */
  readonly hidden: readonly DenseWeights[];
  /** The linear last layer, to one unit. */
  readonly output: DenseWeights;
  readonly activation: Activation;
  /** How many pixels of all images together to work on at a time, about; for measurements. */
  readonly chunk?: number;
}

/** Rows of activations at a time: enough to make the cost of an operation small, few enough to stay in the cache. */
const CHUNK = 16_384;

/**
 * A perceptron on each pixel of each image, to one number: h₁ = act(grid · firstₙ), h₂ = act(h₁ · kernel + bias), …, and
 * h · kernel + bias in the end.
 *
 * Images are taken some at a time, and rows run over pixels first, then images, so that also the first layer is one plain
 * matrix product. Gradients flow to all weights, by a backward pass by hand: of each hidden layer after the first it keeps
 * one tensor [images · pixels, units], and computes the first layer again, which is cheap.
 *
 * @returns [images, pixels]; the caller owns it
 * @throws ShapeError if the weights do not fit each other
 * @example
 * const layer = { kernel: tf.tensor2d([[2], [3]]), bias: tf.tensor1d([1]) };
 * const first = tf.tensor3d([[[1, 0], [0, 1], [0, 0]]]);
 * decodeGrid({ grid: tf.tensor2d([[5, -7, 1]]), first, hidden: [], output: layer, activation: 'relu' }).dataSync();   // [11]
 */
export function decodeGrid(decoder: GridDecoder): tf.Tensor2D {
  checkGridDecoder(decoder);
  const { grid, first, hidden, output, activation, chunk = CHUNK } = decoder;
  const [pixels, images] = [grid.shape[0], first.shape[0] ?? 0];
  const network: Network = { numHidden: hidden.length, activation, size: Math.max(1, Math.floor(chunk / pixels)) };
  // A value that is not recorded keeps nothing, so that any number of images can be decoded.
  const recording = tf.engine().state.gradientDepth > 0;
  const weights = [first, ...hidden.flatMap(({ kernel, bias }) => [kernel, bias]), output.kernel, output.bias];
}
