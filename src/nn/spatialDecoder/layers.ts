import * as tf from '@tensorflow/tfjs-core';
import type { DenseWeights } from './gridDecoder.js';
import type { Nonlinearity } from './nonlinearity.js';

/** The perceptron as its two passes see it. Rows of activations run over pixels first, then over the images of a chunk. */
export interface Network {
  /** [pixels, 3]. */
  readonly grid: tf.Tensor2D;
  /** [3, images, units]. */
  readonly first: tf.Tensor3D;
  readonly hidden: readonly DenseWeights[];
  readonly output: DenseWeights;
  readonly nonlinearity: Nonlinearity;
}

/** Some neighbouring images. */
export interface Chunk {
  readonly start: number;
  readonly count: number;
}

/** What a layer makes, [rows, units], and what its backward pass needs; these may be one tensor. */
export type Layer = {
  readonly output: tf.Tensor2D;
  readonly kept: tf.Tensor2D;
};

export function chunksOf(images: number, size: number): Chunk[] {
  return Array.from({ length: Math.ceil(images / size) }, (_, i) => {
    return { start: i * size, count: Math.min(size, images - i * size) };
  });
}

/** Thanks to the order of rows this is one plain matrix product, although each image has weights of its own. */
export function firstLayer({ grid, first, nonlinearity }: Network, { start, count }: Chunk): Layer {
  return tf.tidy(() => {
    const units = first.shape[2];
    const weights = tf.reshape(tf.slice(first, [0, start, 0], [3, count, units]), [3, count * units]);
    return layerOf(tf.reshape(tf.matMul(grid, weights), [-1, units]), nonlinearity);
  });
}

export function hiddenLayer(input: tf.Tensor2D, { kernel, bias }: DenseWeights, nonlinearity: Nonlinearity): Layer {
  return tf.tidy(() => layerOf(tf.add(tf.matMul(input, kernel), bias), nonlinearity));
}

function layerOf(sum: tf.Tensor2D, { forward, keeps }: Nonlinearity): Layer {
  const output = forward(sum) as tf.Tensor2D;
  return { output, kept: keeps === 'output' ? output : sum };
}
