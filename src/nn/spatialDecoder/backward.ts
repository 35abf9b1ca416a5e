import * as tf from '@tensorflow/tfjs-core';
import { pixelsOf, type Chunk, type Network } from './layers.js';

/**
 * The gradients by `first`, the output's kernel and bias, and each hidden layer's kernel and bias, in this order; each has as
 * many elements as what it belongs to, in the same order.
 *
 * @param kept what the layers kept, chunk by chunk; each tensor is disposed after its use
 * @param dy   the gradient by the output, [pixels · images, 1]
 */
export function backward(
  network: Network,
  chunks: readonly Chunk[],
  kept: readonly tf.Tensor[][],
  dy: tf.Tensor2D,
): tf.Tensor[] {
  const images = dy.shape[0] / network.grid.shape[0];
  const parts = chunks.map((chunk, i) =>
    tf.tidy(() => {
      const rows = tf.slice(dy, [chunk.start * images, 0], [chunk.count * images, 1]);
      return backwardChunk(network, chunk, kept[i] ?? [], rows);
    }),
  );
  const [first = dy, outputKernel = dy, ...hidden] = (parts[0] ?? []).map((_, i) => {
    return tf.addN(parts.map((part) => part[i] ?? dy));
  });
  return [first, outputKernel, tf.sum(dy), ...hidden];
}

/** The same for some pixels, but for the output's bias. */
function backwardChunk(network: Network, chunk: Chunk, kept: readonly tf.Tensor[], dy: tf.Tensor2D): tf.Tensor[] {
  const { hidden, output, nonlinearity } = network;
  const keptBy = (layer: number): tf.Tensor => kept[layer] ?? dy;
  const outputOf = (layer: number): tf.Tensor2D => {
    return (nonlinearity.keeps === 'output' ? keptBy(layer) : nonlinearity.forward(keptBy(layer))) as tf.Tensor2D;
  };
  const outputKernel = tf.matMul(outputOf(hidden.length), dy, true);
  // Not a matrix product: wasm forgets to look at a right operand's shape when it has multiplied by the same data before.
  let above = tf.mul(dy, tf.reshape(output.kernel, [1, -1]));
  const ones = tf.ones<tf.Rank.R2>([1, dy.shape[0]]);
  const gradients: tf.Tensor[] = [];
  for (const [i, { kernel }] of [...hidden.entries()].reverse()) {
    const layer = tf.tidy(() => {
      const sums = nonlinearity.backward(keptBy(i + 1), above) as tf.Tensor2D;
      return {
        below: tf.matMul(sums, kernel, false, true),
        kernel: tf.matMul(outputOf(i), sums, true),
        bias: tf.matMul(ones, sums),
      };
    });
    tf.dispose([above, keptBy(i + 1)]);
    above = layer.below;
    gradients.unshift(layer.kernel, layer.bias);
  }
  const sums = tf.reshape(nonlinearity.backward(keptBy(0), above), [chunk.count, -1]);
  tf.dispose([above, keptBy(0)]);
  return [tf.matMul(pixelsOf(network, chunk), sums, true), outputKernel, ...gradients];
}
