import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes } from '../num/index.js';
import { param } from '../ppl/index.js';
import type { Activation } from './activation.js';
import { product } from './dense.js';
import { fanInUniform } from './initializers.js';
import { decodeGrid } from './spatialDecoder/decodeGrid.js';

/** Where and how large an object lies; what is absent is the identity. */
export interface Pose {
  /** Cosine and sine of the angle, [...batch, 1] each. */
  readonly rotation?: { readonly cos: tf.Tensor; readonly sin: tf.Tensor };
  /** In grid units, [...batch, 2]. */
  readonly shift?: tf.Tensor;
  /** A factor, [...batch, 1]. */
  readonly scale?: tf.Tensor;
}

export interface PoseDecoderOptions {
  /** Pixel coordinates in [-1, 1]², x to the right and y downwards: [pixels, 2]. */
  readonly grid: Float32Array;
  readonly hidden: readonly number[];
  readonly activation: Activation;
}

/**
 * A spatial decoder: a perceptron from a pixel's coordinates, moved by the pose, and a code to one number.
 *
 * The pose moves the grid, not the image: p becomes scale · R(angle) p + shift. Pose and code are folded into the first
 * layer's weights, so that the pixels cost one matrix product each layer.
 *
 * @param codes what to draw, each [...batch, width]
 * @returns [...batch, pixels]
 * @see Bepler et al. 2019, "Explicitly disentangling image content from translation and rotation with spatial-VAE"
 */
export function poseDecoder(
  name: string,
  pose: Pose,
  codes: readonly tf.Tensor[],
  options: PoseDecoderOptions,
): tf.Tensor {
  const { grid, hidden, activation } = options;
  const [width = 128, ...deeper] = hidden;
  const first = firstLayer(name, pose, codes, width);
  const batch = first.shape.slice(0, -2);
  const logits = decodeGrid({
    grid: homogeneous(grid),
    first: tf.reshape(first, [-1, 3, width]),
    hidden: deeper.map((units, i) => layer(`${name}/${i + 1}`, hidden[i] ?? width, units)),
    output: layer(`${name}/out`, hidden[hidden.length - 1] ?? width, 1),
    activation,
  });
  return tf.reshape(logits, [...batch, grid.length / 2]);
}

/** The weights of x, y and 1 for each element of the batch: [...batch, 3, width]. */
function firstLayer(
  name: string,
  { rotation, shift, scale }: Pose,
  codes: readonly tf.Tensor[],
  width: number,
): tf.Tensor {
  const coordinates = param(`${name}/coordinates`, fanInUniform([2, width], 2));
  const [byX, byY] = tf.split(coordinates, 2, 0);
  if (byX === undefined || byY === undefined) return coordinates;
  let [x, y]: [tf.Tensor, tf.Tensor] = [byX, byY];
  if (rotation !== undefined) {
    const { cos, sin } = rotation;
    x = tf.add(tf.mul(cos, byX), tf.mul(sin, byY));
    y = tf.sub(tf.mul(cos, byY), tf.mul(sin, byX));
  }
  if (scale !== undefined) [x, y] = [tf.mul(scale, x), tf.mul(scale, y)];
  const offsets = codes.map((code, i) =>
    product(code, param(`${name}/code/${i}`, fanInUniform([sizeOfCode(code), width], totalCode(codes)))),
  );
  if (shift !== undefined) offsets.push(product(shift, coordinates));
  const constant = offsets.reduce((sum, term) => tf.add(sum, term), param(`${name}/bias`, fanInUniform([width], 2)));
  return stackRows([x, y, constant]);
}

/** Stacks tensors [...batch, width] whose batches broadcast: [...batch, 3, width]. */
function stackRows(rows: readonly tf.Tensor[]): tf.Tensor {
  const shape = broadcastShapes('poseDecoder', Object.fromEntries(rows.map((row, i) => [`row ${i}`, row.shape])));
  return tf.stack(
    rows.map((row) => tf.broadcastTo(row, shape)),
    shape.length - 1,
  );
}

function layer(name: string, width: number, units: number): { kernel: tf.Tensor2D; bias: tf.Tensor1D } {
  return {
    kernel: tf.reshape(param(`${name}/kernel`, fanInUniform([width, units], width)), [width, units]),
    bias: tf.reshape(param(`${name}/bias`, fanInUniform([units], width)), [units]),
  };
}

function homogeneous(grid: Float32Array): tf.Tensor2D {
  const rows = new Float32Array((grid.length / 2) * 3).fill(1);
  for (let i = 0; i < grid.length / 2; i += 1) rows.set(grid.subarray(2 * i, 2 * i + 2), 3 * i);
  return tf.tensor2d(rows, [grid.length / 2, 3]);
}

function sizeOfCode(code: tf.Tensor): number {
  return code.shape[code.rank - 1] ?? 1;
}

function totalCode(codes: readonly tf.Tensor[]): number {
  return codes.reduce((sum, code) => sum + sizeOfCode(code), 0);
}
