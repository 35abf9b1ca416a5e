import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { objectMatrix, warp } from '../../../src/data/index.js';
import {
  gaussianFilter,
  mlpEncoder,
  trunkEncoder,
  type Encoder,
  type Features,
  type TrunkOptions,
} from '../../../src/nn/index.js';
import { rotatedViews } from '../../../src/nn/encoders/rotatedViews.js';
import { key, normalArray, uniformArray } from '../../../src/num/index.js';
import { substitute } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { warningsOf } from '../../support/warningsOf.js';
import { convolved, type Layered } from '../oracles/convolved.js';
import { numbersOf, startOf } from '../oracles/parameters.js';
import { activations, affine, perceptron, type Numbers } from '../oracles/perceptron.js';

const classes = 3;
const convolutions = [
  { channels: 3, size: 3, stride: 2 },
  { channels: 2, size: 3, stride: 1 },
];
const small = { convolutions, units: 4 } as const;

type Params = Readonly<Record<string, tf.Tensor>>;

function paramsOf(encoder: Encoder, images: tf.Tensor): Params {
  return startOf(() => {
    const features = encoder.features(images);
    encoder.classLogits(features, classes);
    encoder.outputs(features, tf.zeros([images.shape[0], classes]), 5);
  });
}

/** What a part of an encoder says; other parameters are there for its other parts. */
function at(params: Params, body: () => tf.Tensor): tf.Tensor {
  return partsAt(params, () => [body()])[0] ?? tf.scalar(NaN);
}

function partsAt(params: Params, body: () => Features): Features {
  let found: Features = [];
  warningsOf(() => {
    found = substitute(params, body)();
  });
  return found;
}

const shapesOf = (features: Features): number[][] => features.map(({ shape }) => shape);

const draws = (seed: number, count: number, size: number): tf.Tensor2D =>
  tf.tensor2d(Float32Array.from(uniformArray(key(seed), count * size)), [count, size]);

function oneHot(place: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => (k === place ? 1 : 0));
}

/** What is seen of one view of one image, in float64. */
function seenByHand(
  image: Layered,
  rotations: number,
  smoothing: number,
  params: Numbers,
): Record<'picture' | 'look', number[]> {
  const { standard, mean, deviation } = standardised(image);
  let layer = standard;
  if (smoothing > 0) {
    const { down, across } = gaussianFilter(smoothing, image);
    const kernel = down.flatMap((a) => across.map((b) => a * b));
    const size = [down.length, across.length] as const;
    layer = standardised(convolved(standard, { channels: 1, size, stride: 2, kernel, bias: [0] })).standard;
  }
  for (let i = 0; i < rotations; i += 1) layer = rotated(layer);
  convolutions.forEach((convolution, i) => {
    const own = { kernel: params[`trunk/${i}/kernel`] ?? [], bias: params[`trunk/${i}/bias`] ?? [] };
    const { size, ...rest } = convolution;
    const next = convolved(layer, { ...rest, size: [size, size], ...own });
    layer = { ...next, values: next.values.map(activations.leakyRelu) };
  });
  return { picture: [...layer.values], look: [mean, deviation] };
}

function standardised(image: Layered): { standard: Layered; mean: number; deviation: number } {
  const mean = image.values.reduce((sum, value) => sum + value, 0) / image.values.length;
  const variance = image.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.values.length;
  const deviation = Math.sqrt(variance + 1e-6);
  return { standard: { ...image, values: image.values.map((value) => (value - mean) / deviation) }, mean, deviation };
}

/** A quarter turn counter-clockwise as seen: the last column becomes the first row. */
function rotated({ height, width, channels, values }: Layered): Layered {
  const at = (row: number, column: number): number => values[row * width + column] ?? NaN;
  return {
    height: width,
    width: height,
    channels,
    values: Array.from({ length: height * width }, (_, i) => at(i % height, width - 1 - Math.floor(i / height))),
  };
}

describeEngines('trunkEncoder', () => {
  const cases: readonly (TrunkOptions & { readonly views: 1 | 2 | 4 })[] = [
    { height: 7, width: 7, views: 4, smoothing: 0 },
    { height: 8, width: 8, views: 4, smoothing: 1 },
    { height: 7, width: 7, views: 2, smoothing: 0 },
    { height: 6, width: 9, views: 2, smoothing: 0.8 },
    { height: 6, width: 9, views: 1, smoothing: 0 },
  ];

  it.each(cases)(
    'is the network written out, view by view: $height × $width, $views views, smoothing $smoothing',
    (options) => {
      const { height, width, views, smoothing = 0 } = options;
      const encoder = trunkEncoder({ ...options, ...small });
      const images = draws(1, 3, height * width);
      const params = paramsOf(encoder, images);
      const [features, numbers] = [partsAt(params, () => encoder.features(images)), numbersOf(params)];
      const rows = [0, 1, 2].map((i) =>
        Array.from(images.dataSync().slice(i * height * width, (i + 1) * height * width)),
      );
      const expected = rows.map((values) =>
        Array.from({ length: views }, (_, k) => {
          return seenByHand({ height, width, channels: 1, values }, height === width ? k : 2 * k, smoothing, numbers);
        }),
      );
      const [pictures = tf.scalar(NaN), looks = tf.scalar(NaN)] = features;
      expect(shapesOf(features)).toEqual([
        [3, views, expected[0]?.[0]?.picture.length],
        [3, 1, 2],
      ]);
      // Three layers of sums of up to 50 terms.
      expectClose(
        pictures,
        expected.map((view) => view.map(({ picture }) => picture)),
        { roundings: 400 },
      );
      expectClose(
        looks,
        expected.map((view) => view[0]?.look ?? []),
        { roundings: 400 },
      );
      const logits = at(params, () => encoder.classLogits(features, classes));
      expect(logits.shape).toEqual([3, classes]);
      const mean = expected.map((view) => {
        const each = view.map(({ picture }) => perceptron('classifier', [picture], numbers, 'leakyRelu'));
        return Array.from({ length: classes }, (_, k) => each.reduce((sum, row) => sum + (row[k] ?? NaN), 0) / views);
      });
      expectClose(logits, mean, { roundings: 400 });
      const label = tf.tensor2d([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]);
      const outputs = at(params, () => encoder.outputs(features, label, 5));
      expect(outputs.shape).toEqual([3, views, 5]);
      const heads = expected.map((view, i) =>
        view.map(({ picture, look }) => {
          const hidden = affine('encoder/features', [picture, look], numbers).map(activations.leakyRelu);
          return perceptron('encoder', [hidden, oneHot(i, classes)], numbers, 'leakyRelu');
        }),
      );
      expectClose(outputs, heads, { roundings: 800 });
      // Each head has hidden layers of its own.
      expect([...new Set(Object.keys(params).map((name) => name.replace(/\/(kernel|bias).*/, '')))].sort()).toEqual([
        'classifier/0',
        'classifier/out',
        'encoder/0',
        'encoder/features',
        'encoder/out',
        'trunk/0',
        'trunk/1',
      ]);
      expect([params['classifier/0/bias'], params['encoder/features/bias']].map((bias) => bias?.shape)).toEqual([
        [4],
        [4],
      ]);
    },
  );

  it.each([
    [{ height: 9, width: 9 }, 0],
    [{ height: 9, width: 9 }, 1.5],
    [{ height: 10, width: 10 }, 0],
    [{ height: 10, width: 10 }, 1.5],
    [{ height: 12, width: 12 }, 1],
  ])('of an image rotated by a quarter, each view says what the next said: %j, smoothing %d', (size, smoothing) => {
    const encoder = trunkEncoder({ ...size, ...small, views: 4, smoothing });
    const { height, width } = size;
    const images = draws(2, 2, height * width);
    const quarter = tf.reshape(
      tf.slice(rotatedViews(tf.reshape(images, [2, height, width, 1]), 4), [2, 0, 0, 0], [2, height, width, 1]),
      [2, height * width],
    );
    const params = paramsOf(encoder, images);
    const [before = [], after = []] = [images, quarter].map((each) => partsAt(params, () => encoder.features(each)));
    const [picture = tf.scalar(NaN), look = tf.scalar(NaN)] = before;
    const next = [tf.concat([tf.slice(picture, [0, 1], [2, 3]), tf.slice(picture, [0, 0], [2, 1])], 1), look];
    expect(shapesOf(after)).toEqual(shapesOf(next));
    after.forEach((feature, i) => {
      expectClose(feature, next[i] ?? [], { tolerance: 1e-5 });
    });
    const [logits, rotatedLogits] = [before, after].map((each) => at(params, () => encoder.classLogits(each, classes)));
    expectClose(rotatedLogits ?? [], logits ?? [], { tolerance: 1e-5 });
    const label = tf.tensor2d([oneHot(0, classes), oneHot(2, classes)]);
    const [said, later] = [next, after].map((each) => at(params, () => encoder.outputs(each, label, 5)));
    expectClose(later ?? [], said ?? [], { tolerance: 1e-5 });
  });

  it.each([
    [0, 3, 0],
    [1.2, 3, 0.4],
    [0, 0.5, 0.3],
  ])(
    'smoothing %d: neither contrast × %d nor brightness + %d counts for the class',
    (smoothing, contrast, brightness) => {
      const [height, width] = [16, 12];
      const encoder = trunkEncoder({ height, width, ...small, smoothing });
      const spots = draws(3, 2, height * width);
      const params = paramsOf(encoder, spots);
      const logits = (images: tf.Tensor): tf.Tensor =>
        at(params, () => encoder.classLogits(encoder.features(images), classes));
      const plain = logits(spots);
      // The variance of 0.01 or so is off by 1e-6 of what it stands for: 1e-4 of it, and of its root half of that.
      expectClose(logits(tf.add(tf.mul(spots, contrast), brightness)), plain, { tolerance: 1e-3 });
      expect(new Set(plain.dataSync()).size).toBe(2 * classes);
      // They are features all the same, for the rest of the encoder.
      const looks = [spots, tf.add(tf.mul(spots, contrast), brightness)].map((images) => {
        return Array.from(partsAt(params, () => encoder.features(images))[1]?.dataSync() ?? []);
      });
      expect(looks.map(({ length }) => length)).toEqual([4, 4]);
      expect(looks[1]?.every((value, i) => Math.abs(value - (looks[0]?.[i] ?? NaN)) > 1e-3)).toBe(true);
    },
  );

  it('brightness and contrast are nothing to the class, and something to what follows from the features', () => {
    const encoder = trunkEncoder({ height: 6, width: 6, ...small, smoothing: 0 });
    const images = draws(4, 2, 36);
    const params = paramsOf(encoder, images);
    const features = partsAt(params, () => encoder.features(images));
    const [picture = tf.scalar(NaN), look = tf.scalar(NaN)] = features;
    const others = [picture, tf.add(look, tf.tensor1d([3, -2]))];
    const logits = (each: Features): tf.Tensor => at(params, () => encoder.classLogits(each, classes));
    expectClose(logits(others), logits(features));
    const outputs = (each: Features): tf.Tensor => at(params, () => encoder.outputs(each, tf.zeros([2, classes]), 5));
    // Through three layers that start with small weights.
    expect(tf.max(tf.abs(tf.sub(outputs(others), outputs(features)))).dataSync()[0]).toBeGreaterThan(0.03);
  });

  it('smoothing takes most of the noise of single pixels out of the answer', () => {
    const [height, width] = [16, 12];
    const disc = tf.tensor2d(
      Array.from({ length: height * width }, (_, i) =>
        Math.hypot(Math.floor(i / width) - 8, (i % width) - 5) < 4 ? 1 : 0,
      ),
      [1, height * width],
    );
    const noise = tf.tensor2d(Float32Array.from(normalArray(key(5), height * width)), [1, height * width]);
    // The mean over a few starts: a network of a few units may by chance look past the noise.
    const change = (smoothing: number): number => {
      const encoder = trunkEncoder({ height, width, smoothing, units: 16 });
      const changes = [0, 1, 2].map((start) => {
        const program = (images: tf.Tensor) => (): tf.Tensor => encoder.classLogits(encoder.features(images), classes);
        const params = startOf(program(disc), start);
        const [clean = [], noisy = []] = [disc, tf.add(disc, tf.mul(noise, 0.3))].map((images) =>
          at(params, program(images)).dataSync(),
        );
        return Math.hypot(...Array.from(clean, (value, i) => value - (noisy[i] ?? NaN))) / Math.hypot(...clean);
      });
      return changes.reduce((sum, one) => sum + one, 0) / changes.length;
    };
    expect(change(1.5)).toBeLessThan(0.6 * change(0));
  });

  it('an image of one grey value is finite, and so is its gradient', () => {
    const encoder = trunkEncoder({ height: 6, width: 6, ...small });
    const flat = tf.fill([1, 36], 0.5);
    const params = paramsOf(encoder, flat);
    const features = (images: tf.Tensor): Features => partsAt(params, () => encoder.features(images));
    const slope = tf.grad((images: tf.Tensor) => tf.addN(features(images).map((feature) => tf.sum(feature))))(flat);
    expect(features(flat)).toHaveLength(2);
    for (const tensor of [...features(flat), slope])
      expect(Array.from(tensor.dataSync()).every(Number.isFinite)).toBe(true);
  });

  it('looks at the image alone by default', () => {
    const encoder = trunkEncoder({ height: 6, width: 6, ...small });
    const images = draws(6, 1, 36);
    const features = partsAt(paramsOf(encoder, images), () => encoder.features(images));
    // Smoothed at every second pixel, then a convolution at every second place: two by two places of two channels.
    expect(shapesOf(features)).toEqual([
      [1, 1, 8],
      [1, 1, 2],
    ]);
  });
});

describeEngines('rotatedViews', () => {
  it.each([1, 2, 4])('%d views are the image rotated counter-clockwise by quarter turns, bit for bit', (views) => {
    const [side, count] = [5, 2];
    const pixels = Float32Array.from(uniformArray(key(7), count * side * side));
    const found = rotatedViews(tf.tensor4d(pixels, [count, side, side, 1]), views);
    expect(found.shape).toEqual([views * count, side, side, 1]);
    const set = { images: pixels, count, height: side, width: side };
    const expected = Array.from({ length: views }, (_, k) => {
      const map = objectMatrix({ angle: (Math.PI / 2) * k, x: 0, y: 0, scale: 1 }).map((entry) => Math.round(entry));
      const [xx = NaN, xy = NaN, , yx = NaN, yy = NaN] = map;
      return Array.from(
        warp(
          set,
          [0, 1],
          [0, 1].map(() => [xx, xy, 0, yx, yy, 0] as const),
        ),
      );
    });
    expectClose(found, expected.flat());
  });
});

describeEngines('mlpEncoder', () => {
  it('its features are the images, and class and outputs two perceptrons on them', () => {
    const encoder = mlpEncoder({ hidden: [4, 3] });
    const images = draws(8, 3, 6);
    const params = paramsOf(encoder, images);
    const features = encoder.features(images);
    expect(shapesOf(features)).toEqual([[3, 1, 6]]);
    expectClose(features[0] ?? [], images);
    const [numbers, rows] = [numbersOf(params), images.arraySync()];
    const logits = at(params, () => encoder.classLogits(features, classes));
    expect(logits.shape).toEqual([3, classes]);
    expectClose(
      logits,
      rows.map((row) => perceptron('classifier', [row], numbers, 'tanh')),
      { roundings: 64 },
    );
    const label = [0, 0, 1];
    const outputs = at(params, () => encoder.outputs(features, tf.tensor2d([label, label, label]), 5));
    expect(outputs.shape).toEqual([3, 1, 5]);
    expectClose(
      outputs,
      rows.map((row) => perceptron('encoder', [row, label], numbers, 'tanh')),
      { roundings: 64 },
    );
  });
});

describeEngines('encoders', () => {
  const encoders: Readonly<Record<string, Encoder>> = {
    mlp: mlpEncoder({ hidden: [4] }),
    trunk: trunkEncoder({ height: 6, width: 6, ...small }),
    'trunk of four views': trunkEncoder({ height: 6, width: 6, ...small, views: 4 }),
  };

  it.each(Object.entries(encoders))(
    '%s: classes on the left multiply what is said, and not the features',
    (_, encoder) => {
      const images = draws(9, 3, 36);
      const params = paramsOf(encoder, images);
      // Features [images, 1, views, width] of a model's plates, classes [classes, 1, 1, classes].
      const plain = partsAt(params, () => encoder.features(images));
      const features = plain.map((feature) => tf.expandDims(feature, 1));
      const labels = tf.reshape(tf.eye(classes), [classes, 1, 1, classes]);
      const all = at(params, () => encoder.outputs(features, labels, 5));
      expect(all.shape).toEqual([classes, 3, 1, encoder.views, 5]);
      const apart = Array.from({ length: classes }, (_unused, k) => {
        const own = tf.tile(tf.tensor2d([Array.from({ length: classes }, (_more, j) => (j === k ? 1 : 0))]), [3, 1]);
        return at(params, () => encoder.outputs(plain, own, 5));
      });
      expectClose(all, tf.stack(apart), { roundings: 32 });
      expect(at(params, () => encoder.classLogits(features, classes)).shape).toEqual([3, 1, classes]);
    },
  );

  it.each(Object.entries(encoders))('%s: without classes it says what the features alone say', (_, encoder) => {
    const images = draws(10, 2, 36);
    const outputs = (label?: tf.Tensor) => (): tf.Tensor => encoder.outputs(encoder.features(images), label, 5);
    const params = startOf(outputs());
    expect(at(params, outputs()).shape).toEqual([2, encoder.views, 5]);
    const names = (label?: tf.Tensor): number => Object.keys(startOf(outputs(label))).length;
    // A class has a kernel of its own.
    expect(names(tf.zeros([2, classes]))).toBe(names() + 1);
  });
});
