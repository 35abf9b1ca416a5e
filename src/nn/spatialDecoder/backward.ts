import * as tf from '@tensorflow/tfjs-core';
import { firstLayer, type Chunk, type Network } from './layers.js';

/**
 * The gradients by `first`, the output's kernel and bias, and each hidden layer's kernel and bias, in this order.
 *
 * @param kept what the hidden layers kept, chunk by chunk; each tensor is disposed after its use
 * @param dy   the gradient by the output, [pixels, images]
 */
export function backward(
  network: Network,
  chunks: readonly Chunk[],
  kept: readonly tf.Tensor[][],
  dy: tf.Tensor2D,
): tf.Tensor[] {
  const parts = chunks.map((chunk, i) => tf.tidy(() => backwardChunk(network, chunk, kept[i] ?? [], dy)));
  const [outputKernel, ...hidden] = (parts[0]?.shared ?? []).map((_, i) =>
    tf.addN(parts.map(({ shared }) => shared[i] ?? dy)),
  );
  const first = tf.concat(
    parts.map((part) => part.first),
    1,
  );
  return [first, outputKernel ?? first, tf.reshape(tf.sum(dy), [1]), ...hidden];
}

type ChunkGradients = {
  /** [3, images, units]. */
  readonly first: tf.Tensor;
  /** By the output's kernel, and by each hidden layer's kernel and bias. */
  readonly shared: tf.Tensor[];
};

function backwardChunk(network: Network, chunk: Chunk, kept: readonly tf.Tensor[], dy: tf.Tensor2D): ChunkGradients {
  const { grid, hidden, output, nonlinearity } = network;
  const pixels = grid.shape[0];
  const rows = pixels * chunk.count;
  const bottom = firstLayer(network, chunk);
  const keptBy = (layer: number): tf.Tensor => kept[layer - 1] ?? bottom.kept;
  const outputOf = (layer: number): tf.Tensor => {
    return nonlinearity.keeps === 'output' ? keptBy(layer) : nonlinearity.forward(keptBy(layer));
  };
  const logits = tf.slice(dy, [0, chunk.start], [pixels, chunk.count]);
  // Not reshape and matMul for the outer product: wasm takes the right operand's shape from the kernel's earlier use.
  let above = tf.mul(tf.reshape(logits, [rows, 1]), tf.reshape(output.kernel, [1, -1]));
  const outputKernel = tf.matMul(tf.reshape(logits, [1, rows]), outputOf(hidden.length));
  const ones = tf.ones<tf.Rank.R2>([1, rows]);
  const layers: tf.Tensor[] = [];
  for (const [i, { kernel }] of [...hidden.entries()].reverse()) {
    const layer = tf.tidy(() => {
      const sums = nonlinearity.backward(keptBy(i + 1), above) as tf.Tensor2D;
      return {
        below: tf.matMul(sums, kernel, false, true),
        kernel: tf.matMul(outputOf(i), sums, true),
        bias: tf.reshape(tf.matMul(ones, sums), [-1]),
      };
    });
    tf.dispose([above, keptBy(i + 1)]);
    above = layer.below;
    layers.unshift(layer.kernel, layer.bias);
  }
  const sums = tf.reshape(nonlinearity.backward(bottom.kept, above), [pixels, -1]);
  const first = tf.reshape(tf.matMul(grid, sums, true), [3, chunk.count, -1]);
  return { first, shared: [tf.reshape(outputKernel, [-1, 1]), ...layers] };
}
