import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { activate, activationNames, type Activation } from '../../../src/nn/index.js';
import { decodeGrid } from '../../../src/nn/spatialDecoder/decodeGrid.js';
import type { GridDecoder } from '../../../src/nn/spatialDecoder/gridDecoder.js';
import { key, split, uniform, valueAndGradients } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

interface Case {
  readonly images: number;
  readonly pixels: number;
  /** The width of each hidden layer, the first included. */
  readonly widths: readonly number[];
  readonly activation: Activation;
  readonly chunk?: number;
}

const usual: Case = { images: 5, pixels: 6, widths: [8, 8, 8], activation: 'tanh' };

const cases: readonly Case[] = [
  usual,
  ...activationNames.map((activation) => ({ ...usual, activation, chunk: 12 })),
  { ...usual, images: 1 },
  { ...usual, pixels: 1 },
  { ...usual, images: 1, pixels: 1 },
  // Chunks of one pixel of all five images; of two; of four, with two left over; of five, with one left over; of all.
  ...[1, 10, 20, 25, 30].map((chunk) => ({ ...usual, chunk })),
  { ...usual, widths: [8] },
  { ...usual, widths: [8], activation: 'sin', chunk: 12 },
  { ...usual, widths: [3, 7, 2, 5], chunk: 12 },
  { ...usual, widths: [1, 1] },
];

type Weights = Readonly<Record<string, tf.Tensor>>;

describeEngines('decodeGrid', () => {
  it.each(cases)(
    'equals plain operations, gradients included: $images images, $pixels pixels, $widths, $activation, $chunk',
    (size) => {
      tf.tidy(() => {
        const [grid, weights, towards] = [gridOf(size), weightsOf(size), draw(3, [size.images, size.pixels])];
        const loss = (decode: (decoder: GridDecoder) => tf.Tensor) => (named: Weights) => {
          return tf.sum(tf.mul(towards, decode(decoderOf(size, grid, named))));
        };
        const got = valueAndGradients(loss(decodeGrid), weights);
        const want = valueAndGradients(loss(plainly), weights);
        // The sums run over at most 30 rows, whose terms are at most about 1 and, after four layers of at most 8 terms each,
        // off by some 40 roundings in either way of computing.
        const closeness = { tolerance: 30 * 2 * 40 * 2 ** -24 };
        expectClose(decodeGrid(decoderOf(size, grid, weights)), plainly(decoderOf(size, grid, weights)), closeness);
        expectClose(got.value, want.value, closeness);
        expect(Object.keys(got.gradients)).toEqual(Object.keys(want.gradients));
        for (const [name, gradient] of Object.entries(got.gradients)) {
          expect(gradient.shape).toEqual(weights[name]?.shape);
          expectClose(gradient, want.gradients[name] ?? 0, closeness);
        }
      });
    },
  );

  it('leaves only its result, and gradients only theirs', () => {
    const [grid, weights] = [gridOf(usual), weightsOf(usual)];
    const small = { ...usual, chunk: 12 };
    expect(newTensors(() => decodeGrid(decoderOf(small, grid, weights)))).toBe(1);
    const before = tf.memory().numTensors;
    const { value, gradients } = valueAndGradients(
      (named) => tf.sum(decodeGrid(decoderOf(small, grid, named))),
      weights,
    );
    expect(tf.memory().numTensors - before).toBe(1 + Object.keys(weights).length);
    tf.dispose([value, gradients, grid, weights]);
  });

  it('works under the gradients of TensorFlow.js, with a grid that was made inside', () => {
    tf.tidy(() => {
      const { first, ...shared } = weightsOf(usual);
      const loss = (way: (decoder: GridDecoder) => tf.Tensor) => (x: tf.Tensor) => {
        return tf.sum(way(decoderOf(usual, gridOf(usual), { ...shared, first: tf.tanh(x) })));
      };
      const start = first ?? tf.scalar(0);
      const [got, want] = [tf.grad(loss(decodeGrid))(start), tf.grad(loss(plainly))(start)];
      expectClose(got, want, { tolerance: 30 * 2 * 40 * 2 ** -24 });
    });
  });

  it('keeps nothing of the images before where no gradient is asked for', async () => {
    const many: Case = { images: 32, pixels: 16, widths: [16, 16, 16], activation: 'tanh', chunk: 16 };
    const [grid, weights] = [gridOf(many), weightsOf(many)];
    const start = tf.memory().numBytes;
    const { peakBytes } = await tf.profile(() => decodeGrid(decoderOf(many, grid, weights)));
    const bytesOfLayer = 4 * many.images * many.pixels * 16;
    expect(peakBytes - start).toBeLessThan(bytesOfLayer);
  });

  it('keeps a NaN to its image', () => {
    const first = tf.tensor3d([NaN, 1, 1, 1, 1, 1], [2, 3, 1]);
    const [grid, weights] = [tf.ones<tf.Rank.R2>([4, 3]), weightsOf({ ...usual, widths: [1, 1] })];
    const logits = decodeGrid(decoderOf({ ...usual, widths: [1, 1] }, grid, { ...weights, first })).dataSync();
    expect([...logits].map(Number.isNaN)).toEqual([true, true, true, true, false, false, false, false]);
  });

  it.each([
    ['grid', { grid: [6, 2] }, 'decodeGrid: expected grid of shape [6, 3], got [6, 2]. Try a third column of ones.'],
    ['first', { first: [5, 2, 8] }, 'decodeGrid: expected first of shape [5, 3, 8], got [5, 2, 8].'],
    ['hidden kernel', { kernel1: [7, 8] }, 'decodeGrid: expected hidden[0].kernel of shape [8, 8], got [7, 8].'],
    ['hidden bias', { bias2: [1] }, 'decodeGrid: expected hidden[1].bias of shape [8], got [1].'],
    ['output', { kernel: [8, 2] }, 'decodeGrid: expected output.kernel of shape [8, 1], got [8, 2].'],
    ['empty grid', { grid: [0, 3] }, 'decodeGrid: expected grid of shape [1, 3], got [0, 3].'],
    ['number of images', { first: [0, 3, 8] }, 'decodeGrid: expected first of shape [1, 3, 8], got [0, 3, 8].'],
  ])('rejects a %s that does not fit', (_, shapes, message) => {
    const wrong = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.zeros(shape)]));
    const { grid = gridOf(usual), ...rest } = { ...weightsOf(usual), ...wrong } as Weights;
    expect(() => decodeGrid(decoderOf(usual, grid as tf.Tensor2D, rest))).toThrow(message);
  });
});

/** Numbers in [-1, 1). */
function draw(seed: number, shape: number[]): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.sub(uniform(key(seed), shape), 0.5), 2));
}

function gridOf({ pixels }: Case): tf.Tensor2D {
  return tf.tidy(() => tf.concat2d([draw(1, [pixels, 2]) as tf.Tensor2D, tf.ones([pixels, 1])], 1));
}

function weightsOf({ images, widths }: Case): Weights {
  const shapes: Record<string, number[]> = { first: [images, 3, widths[0] ?? 1] };
  widths.slice(1).forEach((units, i) => {
    shapes[`kernel${i + 1}`] = [widths[i] ?? 1, units];
    shapes[`bias${i + 1}`] = [units];
  });
  const all = { ...shapes, kernel: [widths[widths.length - 1] ?? 1, 1], bias: [1] };
  const keys = split(key(2), Object.keys(all).length);
  return Object.fromEntries(
    Object.entries(all).map(([name, shape], i) => {
      return [
        name,
        tf.tidy(() => tf.mul(tf.sub(uniform(keys[i] ?? key(0), shape), 0.5), 2 / Math.sqrt(shape[0] ?? 1))),
      ];
    }),
  );
}

function decoderOf({ widths, activation, chunk }: Case, grid: tf.Tensor2D, named: Weights): GridDecoder {
  const layer = (suffix: string): GridDecoder['output'] => {
    return { kernel: named[`kernel${suffix}`] as tf.Tensor2D, bias: named[`bias${suffix}`] as tf.Tensor1D };
  };
  return {
    grid,
    first: named.first as tf.Tensor,
    hidden: widths.slice(1).map((_, i) => layer(String(i + 1))),
    output: layer(''),
    activation,
    ...(chunk === undefined ? {} : { chunk }),
  };
}

/** The same network in ordinary differentiable operations: the oracle. */
function plainly({ grid, first, hidden, output, activation }: GridDecoder): tf.Tensor {
  const [images = 0, , units = 0] = first.shape;
  const [pixels] = grid.shape;
  const sums = tf.matMul(tf.tile(tf.expandDims(grid, 0), [images, 1, 1]), first);
  let rows = activate(activation, tf.reshape(sums, [images * pixels, units])) as tf.Tensor2D;
  for (const { kernel, bias } of hidden)
    rows = activate(activation, tf.add(tf.matMul(rows, kernel), bias)) as tf.Tensor2D;
  return tf.reshape(tf.add(tf.matMul(rows, output.kernel), output.bias), [images, pixels]);
}
