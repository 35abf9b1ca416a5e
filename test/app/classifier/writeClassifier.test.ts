import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import {
  writeClassifier,
  type ClassifierDescription,
  type FrameView,
  type LayerDescription,
} from '../../../src/app/classifier/index.js';
import { fold, key, normalArray } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { temporaryFolders } from '../temporaryFolder.js';

const folder = temporaryFolders();
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Small random weights that are the same in every run. */
function weights(name: string, size: number): Float32Array {
  return Float32Array.from(normalArray(fold(key(0), name), size), (value) => value / 4);
}

function dense(
  name: string,
  inputs: number,
  units: number,
  activation: 'tanh' | 'softmax' | 'leakyRelu',
): LayerDescription {
  return {
    kind: 'dense',
    kernel: weights(`${name}/kernel`, inputs * units),
    bias: weights(`${name}/bias`, units),
    activation,
  };
}

const classNames = ['one', 'two', 'three'];
const perceptron: ClassifierDescription = {
  inputShape: [4, 5],
  layers: [dense('a', 20, 6, 'tanh'), dense('b', 6, 7, 'leakyRelu'), dense('c', 7, 3, 'softmax')],
  classNames,
};
const convolutional: ClassifierDescription = {
  inputShape: [8, 6],
  layers: [
    { kind: 'standardise', epsilon: 1e-3 },
    { kind: 'rescale', scale: 0.5, offset: 0.1 },
    {
      kind: 'conv2d',
      kernel: weights('k', 3 * 3 * 4),
      kernelSize: [3, 3],
      bias: weights('kb', 4),
      padding: 'same',
      activation: 'relu',
    },
    { kind: 'maxPool', size: 2 },
    {
      kind: 'conv2d',
      kernel: weights('l', 2 * 3 * 4 * 5),
      kernelSize: [2, 3],
      bias: weights('lb', 5),
      strides: [2, 1],
      padding: 'valid',
      activation: 'elu',
    },
    { kind: 'globalAveragePool' },
    dense('d', 5, 3, 'softmax'),
  ],
  classNames,
};

const both = [false, true];
/** All eight of a square, the image as it is first. */
const views = both.flatMap((isTransposed) =>
  both.flatMap((reversesRows) =>
    both.map((reversesColumns): FrameView => ({ isTransposed, reversesRows, reversesColumns })),
  ),
);

/** Grey images [count, row, column]. */
function images(count: number, [height, width]: readonly [number, number]): tf.Tensor3D {
  return tf.sigmoid(
    tf.tensor3d(
      weights('images', count * height * width).map((v) => 8 * v),
      [count, height, width],
    ),
  );
}

/** The model as any program would load it: from its two files, without Kiln. */
async function load(path: string): Promise<layers.LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(path, 'model.json'), 'utf8')) as {
    modelTopology: object;
    weightsManifest: [{ paths: string[]; weights: tf.io.WeightsManifestEntry[] }];
  };
  const weightData = new Uint8Array(readFileSync(join(path, weightsManifest[0].paths[0] ?? ''))).buffer;
  return layers.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
  );
}

async function predict(description: ClassifierDescription, x: tf.Tensor): Promise<tf.Tensor> {
  const path = folder();
  await writeClassifier(path, description);
  const model = await load(path);
  const result = model.predict(x) as tf.Tensor;
  model.dispose();
  return result;
}

function affine(x: tf.Tensor, name: string, inputs: number, units: number): tf.Tensor {
  return tf.add(
    tf.matMul(x, tf.tensor2d(weights(`${name}/kernel`, inputs * units), [inputs, units])),
    weights(`${name}/bias`, units),
  );
}

describeEngines('writeClassifier', () => {
  it('a perceptron that is read back gives the probabilities of the same sums', async () => {
    const x = images(5, [4, 5]);
    const expected = tf.tidy(() => {
      const a = tf.tanh(affine(tf.reshape(x, [5, 20]), 'a', 20, 6));
      return tf.softmax(affine(tf.leakyRelu(affine(a, 'b', 6, 7), 0.2), 'c', 7, 3));
    });
    // Sums of 20, 6 and 7 terms below 1, then a softmax.
    expectClose(await predict(perceptron, x), expected, { roundings: 60 });
  });

  it('a convolutional network that is read back gives the probabilities of the same operations', async () => {
    const x = images(4, [8, 6]);
    const expected = tf.tidy(() => {
      const { mean, variance } = tf.moments(x, [1, 2], true);
      const standard = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)));
      const grey: tf.Tensor4D = tf.reshape(tf.add(tf.mul(standard, 0.5), 0.1), [4, 8, 6, 1]);
      const first = tf.conv2d(grey, tf.tensor4d(weights('k', 36), [3, 3, 1, 4]), 1, 'same');
      const pooled = tf.maxPool(tf.relu(tf.add(first, weights('kb', 4))) as tf.Tensor4D, 2, 2, 'valid');
      const second = tf.conv2d(pooled, tf.tensor4d(weights('l', 120), [2, 3, 4, 5]), [2, 1], 'valid');
      const means = tf.mean(tf.elu(tf.add(second, weights('lb', 5))), [1, 2]);
      return tf.softmax(affine(means, 'd', 5, 3));
    });
    // Sums of 48, 9, 24, and 5 terms, then a softmax.
    expectClose(await predict(convolutional, x), expected, { roundings: 150 });
  });

  it('with views, one that is read back averages the logits of rotations and mirror images', async () => {
    const x = images(3, [4, 4]);
    const square: ClassifierDescription = {
      inputShape: [4, 4],
      layers: [dense('a', 16, 6, 'tanh'), dense('b', 6, 3, 'softmax')],
      views,
      classNames,
    };
    const expected = tf.tidy(() => {
      const logits = views.map((view) => {
        const { isTransposed, reversesRows, reversesColumns } = view;
        const rotated = isTransposed ? tf.transpose(x, [0, 2, 1]) : x;
        const rows = reversesRows ? tf.reverse(rotated, 1) : rotated;
        const seen = reversesColumns ? tf.reverse(rows, 2) : rows;
        return affine(tf.tanh(affine(tf.reshape(seen, [3, 16]), 'a', 16, 6)), 'b', 6, 3);
      });
      return tf.softmax(tf.mean(tf.stack(logits), 0));
    });
    expectClose(await predict(square, x), expected, { roundings: 60 });
  });

  it.each([convolutional, { ...convolutional, views: views.slice(0, 4) }])(
    'leaves no tensors behind',
    async (description) => {
      const before = tf.memory().numTensors;
      await writeClassifier(folder(), description);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

describe('the files of a classifier', () => {
  it('are the model, the classes and the script, and the same each time', async () => {
    const [first, second] = [folder(), folder()];
    await writeClassifier(first, perceptron);
    await writeClassifier(second, perceptron);
    const files = readdirSync(first).sort();
    expect(files).toEqual(['classes.json', 'classify.mjs', 'model.json', 'weights.bin']);
    expect(JSON.parse(readFileSync(join(first, 'classes.json'), 'utf8'))).toEqual({
      classNames,
      inputShape: [4, 5],
      normalise: 'none',
    });
    // Names of layers are counted up in a process, so only the weights are the same byte by byte.
    expect(readFileSync(join(first, 'weights.bin')).equals(readFileSync(join(second, 'weights.bin')))).toBe(true);
  });
});

describe('classify.mjs', () => {
  /** Writes a classifier and an 8-bit image into a folder that has the packages of the script, and runs the script there. */
  async function classify(description: ClassifierDescription, grey: readonly number[]): Promise<string[]> {
    const path = folder();
    await writeClassifier(path, description);
    symlinkSync(modules, join(path, 'node_modules'));
    const [height, width] = description.inputShape;
    const png = encode({ width, height, data: Uint8Array.from(grey), channels: 1, depth: 8 });
    writeFileSync(join(path, 'image.png'), png);
    const out = execFileSync(process.execPath, ['classify.mjs', 'image.png'], {
      cwd: path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return out.trim().split('\n').at(-1)?.split('\t') ?? [];
  }

  const grey = Array.from({ length: 20 }, (_, i) => (i * 37) % 120);
  const bright = Math.max(...grey);

  it.each([
    ['none', grey.map((value) => value / 255)],
    ['minmax', grey.map((value) => value / bright)],
    ['percentile', stretched(grey)],
  ] as const)(
    'prints file, class and probability, with grey values normalised as in training: %s',
    async (normalise, values) => {
      const probabilities = Array.from((await predict(perceptron, tf.tensor3d(values, [1, 4, 5]))).dataSync());
      const best = Math.max(...probabilities);
      const [file, name, probability] = await classify({ ...perceptron, normalise }, grey);
      expect([file, name]).toEqual(['image.png', classNames[probabilities.indexOf(best)]]);
      // It is printed with four digits.
      expectClose(Number(probability), best, { tolerance: 5.1e-5 });
    },
  );

  /** From the 1st to the 99.5th percentile of 20 values, which lie between the first and last two in order. */
  function stretched(values: readonly number[]): number[] {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (i: number): number => sorted[i] ?? NaN;
    const [low, high] = [at(0) + 0.19 * (at(1) - at(0)), at(18) + 0.905 * (at(19) - at(18))];
    return values.map((value) => Math.min(1, Math.max(0, (value - low) / (high - low))));
  }
});

describe('writeClassifier rejects', () => {
  const withLayers = (...chosen: LayerDescription[]): ClassifierDescription => ({ ...perceptron, layers: chosen });

  it.each([
    ['no layers', withLayers(), { code: 'ArgumentError', where: 'writeClassifier' }],
    [
      'a last layer without softmax',
      withLayers(dense('a', 20, 3, 'tanh')),
      { code: 'ArgumentError', where: 'writeClassifier', got: expect.stringContaining('tanh') as string },
    ],
    [
      'more units than classes',
      withLayers(dense('a', 20, 4, 'softmax')),
      { code: 'ShapeError', where: 'writeClassifier', got: '4' },
    ],
    [
      'weights that do not fit',
      withLayers(dense('a', 19, 3, 'softmax')),
      { code: 'ShapeError', where: 'writeClassifier layers[0] (dense)' },
    ],
    [
      'a convolution behind a dense layer',
      withLayers(dense('a', 20, 6, 'tanh'), { kind: 'maxPool', size: 2 }, dense('c', 6, 3, 'softmax')),
      { code: 'ShapeError', where: 'writeClassifier layers[1] (maxPool)' },
    ],
  ])('%s', async (_, description, fields) => {
    await expect(writeClassifier(folder(), description)).rejects.toMatchObject(fields);
  });
});
