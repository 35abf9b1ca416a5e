import * as tf from '@tensorflow/tfjs-core';
import { backward } from './backward.js';
import { checkGridDecoder, type DenseWeights, type GridDecoder } from './gridDecoder.js';
import { chunksOf, firstLayer, hiddenLayer, type Chunk, type Network } from './layers.js';
import { nonlinearities, type Nonlinearity } from './nonlinearity.js';

/**
 * A perceptron on each pixel of each image, to one number: h₁ = act(grid · firstₙ), h₂ = act(h₁ · kernel + bias), …, and
 * h · kernel + bias in the end.
 *
 * Works on some pixels of all images at a time. Gradients flow to all weights, through a backward pass by hand, which needs
 * one tensor [images · pixels, units] of each hidden layer and frees it as it goes. Where no gradient is asked for, nothing
 * is kept, so that any number of images can be decoded. There are no second derivatives.
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
  const { grid, first, hidden, output, activation, chunk = usualChunk() } = decoder;
  const [[pixels], [images]] = [grid.shape, first.shape];
  const chunks = chunksOf(pixels, Math.max(1, Math.floor(chunk / images)));
  const weights = [output.kernel, output.bias, ...hidden.flatMap(({ kernel, bias }) => [kernel, bias])];
  return tf.tidy(() => {
    const byRow = tf.reshape(tf.transpose(first, [1, 0, 2]), [3, -1]);
    const logits = decodeChunks(grid, [byRow, ...weights], chunks, nonlinearities[activation]);
    return tf.transpose(tf.reshape(logits, [pixels, images]));
  });
}

/**
 * How many rows: enough to make the cost of calling operations small, few enough to stay small beside what is kept. On wasm,
 * which calls cheaply, few enough to stay in the cache; on native, tensors below the 32 MB that malloc takes from the system
 * one by one if there are no more than 128 units.
 */
function usualChunk(): number {
  return tf.getBackend() === 'wasm' ? 4096 : 49_152;
}

/** The logits of one row after the other, [pixels · images, 1], from the list of `first`, [3, images · units], and all weights. */
function decodeChunks(
  grid: tf.Tensor2D,
  inputs: tf.Tensor[],
  chunks: readonly Chunk[],
  nonlinearity: Nonlinearity,
): tf.Tensor {
  const isRecorded = tf.engine().state.gradientDepth > 0;
  const decode = tf.customGrad((...args) => {
    const save = args[inputs.length] as (tensors: tf.Tensor[]) => void;
    const network = networkOf([grid, ...inputs], nonlinearity);
    const parts = chunks.map((chunk) => tf.tidy(() => forward(network, chunk, isRecorded)));
    save([grid, ...inputs, ...parts.flatMap(({ kept }) => kept)]);
    const sums = tf.concat(parts.map((part) => part.sums));
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [weights, kept] = [saved.slice(0, inputs.length + 1), saved.slice(inputs.length + 1)];
      const numKept = network.hidden.length + 1;
      const byChunk = chunks.map((_, i) => kept.slice(i * numKept, (i + 1) * numKept));
      const gradients = backward(networkOf(weights, nonlinearity), chunks, byChunk, dy as tf.Tensor2D);
      return gradients.map((gradient, i) => tf.reshape(gradient, weights[i + 1]?.shape ?? []));
    };
    return { value: tf.add(sums, network.output.bias), gradFunc };
  });
  return decode(...inputs);
}

/** The logits but for the bias, [rows, 1], and what each layer kept, the first included. */
function forward(network: Network, chunk: Chunk, isRecorded: boolean): { sums: tf.Tensor2D; kept: tf.Tensor[] } {
  const { hidden, output, nonlinearity } = network;
  let layer = firstLayer(network, chunk);
  const kept = [layer.kept];
  for (const weights of hidden) {
    layer = hiddenLayer(layer.output, weights, nonlinearity);
    kept.push(layer.kept);
  }
  return { sums: tf.matMul(layer.output, output.kernel), kept: isRecorded ? kept : [] };
}

function networkOf(tensors: readonly tf.Tensor[], nonlinearity: Nonlinearity): Network {
  const [grid, first, outputKernel, outputBias, ...hidden] = tensors as [
    tf.Tensor2D,
    tf.Tensor2D,
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
