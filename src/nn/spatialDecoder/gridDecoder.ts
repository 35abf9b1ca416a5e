import type * as tf from '@tensorflow/tfjs-core';
import { ShapeError, formatShape, sameShape } from '../../num/index.js';
import type { Activation } from '../activation.js';

export interface DenseWeights {
  /** [in, out]. */
  readonly kernel: tf.Tensor2D;
  /** [out]. */
  readonly bias: tf.Tensor1D;
}

export interface GridDecoder {
  /** A row (x, y, 1) for each pixel: [pixels, 3]. It has no gradient. */
  readonly grid: tf.Tensor2D;
  /** What x, y and 1 each add to the units of the first layer, image by image: [images, 3, units]. Pose and code are in it. */
  readonly first: tf.Tensor;
  /** The hidden layers after the first, which all images share. */
  readonly hidden: readonly DenseWeights[];
  /** The linear last layer, to one unit. */
  readonly output: DenseWeights;
  readonly activation: Activation;
  /** About how many pixels, of all images together, to work on at a time; the default suits all engines. */
  readonly chunk?: number;
}

/** @throws ShapeError if a tensor does not fit the others */
export function checkGridDecoder({ grid, first, hidden, output }: GridDecoder): void {
  expectShape('grid', grid, [Math.max(1, grid.shape[0]), 3], 'a third column of ones');
  const [images = 1, , units = 1] = first.shape;
  expectShape('first', first, [Math.max(1, images), 3, units]);
  const layers = [...hidden.map((weights, i) => ({ name: `hidden[${i}]`, ...weights })), { name: 'output', ...output }];
  let width = units;
  for (const { name, kernel, bias } of layers) {
    const made = name === 'output' ? 1 : kernel.shape[1];
    expectShape(`${name}.kernel`, kernel, [width, made]);
    expectShape(`${name}.bias`, bias, [made]);
    width = made;
  }
}

function expectShape(name: string, tensor: tf.Tensor, shape: readonly number[], hint?: string): void {
  if (sameShape(tensor.shape, shape)) return;
  const expected = `${name} of shape ${formatShape(shape)}`;
  throw new ShapeError({ where: 'decodeGrid', expected, got: formatShape(tensor.shape), hint });
}
