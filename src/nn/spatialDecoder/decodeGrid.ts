import * as tf from '@tensorflow/tfjs-core';
import { backward } from './backward.js';
import { checkGridDecoder, type DenseWeights, type GridDecoder } from './gridDecoder.js';
import { chunksOf, firstLayer, hiddenLayer, type Chunk, type Network } from './layers.js';
import { nonlinearities, type Nonlinearity } from './nonlinearity.js';

/** Rows of activations at a time: enough to make the cost of an operation small, few enough to stay in the cache. */
const CHUNK = 7000;

/**
 * A perceptron on each pixel of each image, to one number: h₁ = act(grid · firstₙ), h₂ = act(h₁ · kernel + bias), …, and
 * h · kernel + bias in the end.
 *
 * Works on some images at a time. Gradients flow to all weights, through a backward pass by hand, which needs one tensor
 * [images · pixels, units] of each hidden layer after the first, and computes the first again, which is cheap. Where no
 * gradient is asked for, nothing is kept. There are no second derivatives.
 *
 * @returns [images, pixels]; the caller owns it
 * @throws ShapeError if the weights do not fit each other
 * @example
 * const first = tf.tensor3d([[[1, 0], [0, 1], [0, 0]]]);   // one image, two units: relu(x) and relu(y)
 * const output = { kernel: tf.tensor2d([[2], [3]]), bias: tf.tensor1d([1]) };
 * decodeGrid({ grid: tf.tensor2d([[5, -7, 1]]), first, hidden: [], output, activation: 'relu' }).dataSync();   // [11]
 */
export function decodeGrid(decoder: GridDecoder): tf.Tensor2D {
  checkGridDecoder(decoder);
  const { grid, first, hidden, output, activation, chunk = CHUNK } = decoder;
  const chunks = chunksOf(first.shape[0], Math.max(1, Math.floor(chunk / grid.shape[0])));
  const weights = [output.kernel, output.bias, ...hidden.flatMap(({ kernel, bias }) => [kernel, bias])];
  return tf.tidy(() => {
    const inputs = [tf.transpose(first, [1, 0, 2]), ...weights];
    return tf.transpose(decodeChunks(grid, inputs, chunks, nonlinearities[activation]));
  });
}

/** The same with images in the last place, [pixels, images], from the list of `first`, [3, images, units], and all weights. */
function decodeChunks(
  grid: tf.Tensor2D,
  inputs: tf.Tensor[],
  chunks: readonly Chunk[],
  nonlinearity: Nonlinearity,
): tf.Tensor2D {
  const isRecorded = tf.engine().state.gradientDepth > 0;
  const decode = tf.customGrad((...args) => {
    const save = args[inputs.length] as (tensors: tf.Tensor[]) => void;
    const network = networkOf([grid, ...inputs], nonlinearity);
    const parts = chunks.map((chunk) => tf.tidy(() => forward(network, chunk, isRecorded)));
    save([grid, ...inputs, ...parts.flatMap(({ kept }) => kept)]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const kept = saved.slice(inputs.length + 1);
      const numKept = network.hidden.length;
      const byChunk = chunks.map((_, i) => kept.slice(i * numKept, (i + 1) * numKept));
      return backward(networkOf(saved.slice(0, inputs.length + 1), nonlinearity), chunks, byChunk, dy as tf.Tensor2D);
    };
    return {
      value: tf.concat(
        parts.map(({ logits }) => logits),
        1,
      ),
      gradFunc,
    };
  });
  return decode(...inputs);
}

/** The logits of some images, [pixels, images], and what each hidden layer kept. */
function forward(network: Network, chunk: Chunk, isRecorded: boolean): { logits: tf.Tensor2D; kept: tf.Tensor[] } {
  const { grid, hidden, output, nonlinearity } = network;
  let top = firstLayer(network, chunk).output;
  const kept: tf.Tensor[] = [];
  for (const weights of hidden) {
    const layer = hiddenLayer(top, weights, nonlinearity);
    if (isRecorded) kept.push(layer.kept);
    top = layer.output;
  }
  const logits = tf.add(tf.matMul(top, output.kernel), output.bias);
  return { logits: tf.reshape(logits, [grid.shape[0], chunk.count]), kept };
}

function networkOf(tensors: readonly tf.Tensor[], nonlinearity: Nonlinearity): Network {
  const [grid, first, outputKernel, outputBias, ...hidden] = tensors as [
    tf.Tensor2D,
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor1D,
  ];
  return {
    grid,
    first,
    hidden: pairs(hidden),
    output: { kernel: outputKernel, bias: outputBias },
    nonlinearity,
  };
}

function pairs(tensors: readonly tf.Tensor[]): DenseWeights[] {
  return tensors.flatMap((kernel, i) => {
    return i % 2 === 0 ? [{ kernel: kernel as tf.Tensor2D, bias: tensors[i + 1] as tf.Tensor1D }] : [];
  });
}
