import * as tf from '@tensorflow/tfjs-core';
import type { DenseWeights } from './gridDecoder.js';
import type { Nonlinearity } from './nonlinearity.js';

/** The perceptron as its two passes see it. Rows of activations run over pixels, and within each over images. */
export interface Network {
  /** [pixels, 3]. */
  readonly grid: tf.Tensor2D;
  /** [3, images · units]. */
  readonly first: tf.Tensor2D;
  readonly hidden: readonly DenseWeights[];
  readonly output: DenseWeights;
  readonly nonlinearity: Nonlinearity;
}

/** Some neighbouring pixels. */
export interface Chunk {
  readonly start: number;
  readonly count: number;
}

/** What a layer makes, [rows, units], and what its backward pass needs; these may be one tensor. */
export type Layer = {
  readonly output: tf.Tensor2D;
  readonly kept: tf.Tensor2D;
};

export function chunksOf(pixels: number, size: number): Chunk[] {
  return Array.from({ length: Math.ceil(pixels / size) }, (_, i) => {
    return { start: i * size, count: Math.min(size, pixels - i * size) };
  });
}

export function pixelsOf({ grid }: Network, { start, count }: Chunk): tf.Tensor2D {
  return tf.slice(grid, [start, 0], [count, 3]);
}

/** Thanks to the order of rows this is one plain matrix product, although each image has weights of its own. */
export function firstLayer(network: Network, chunk: Chunk): Layer {
  const { first, hidden, output, nonlinearity } = network;
  const units = (hidden[0] ?? output).kernel.shape[0];
  return tf.tidy(() => {
    return layerOf(tf.reshape(tf.matMul(pixelsOf(network, chunk), first), [-1, units]), nonlinearity);
  });
}

export function hiddenLayer(input: tf.Tensor2D, { kernel, bias }: DenseWeights, nonlinearity: Nonlinearity): Layer {
  return tf.tidy(() => layerOf(tf.add(tf.matMul(input, kernel), bias), nonlinearity));
}

function layerOf(sum: tf.Tensor2D, { forward, keeps }: Nonlinearity): Layer {
  const output = forward(sum) as tf.Tensor2D;
  return { output, kept: keeps === 'output' ? output : sum };
}
