// What all decoders promise: values and gradients against networks written out in float64, batches, and some pixels of all.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { fieldDecoder, plainDecoder, templateDecoder, type Decoder } from '../../../src/nn/index.js';
import { fold, key, normalArray, valueAndGradients } from '../../../src/num/index.js';
import { substitute } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { numbersOf, startOf } from '../oracles/parameters.js';
import { activations, affine, differences, perceptron, type Numbers } from '../oracles/perceptron.js';
import { dot, reading } from '../oracles/reading.js';

const size = { height: 3, width: 4 };
const numPixels = size.height * size.width;

interface Case {
  readonly decoder: Decoder;
  /** A picture of all pixels in float64, from two codes and a map. */
  readonly draw: (codes: readonly (readonly number[])[], map: readonly number[], params: Numbers) => number[];
}

const cases: Readonly<Record<string, Case>> = {
  plain: {
    decoder: plainDecoder({ ...size, hidden: [4, 3] }),
    draw: (codes, _map, params) => perceptron('decoder', codes, params, 'leakyRelu'),
  },
  template: {
    decoder: templateDecoder({ ...size, hidden: [4, 3] }),
    draw: (codes, map, params) => {
      const picture = perceptron('decoder', codes, params, 'leakyRelu');
      return reading(map, size).map((weights) => dot(weights, picture));
    },
  },
  field: { decoder: fieldDecoder({ ...size, hidden: [4, 3] }), draw: drawField },
};

/** tanh of a sum over coordinates and codes, one more hidden layer, and a linear one, at each pixel by itself. */
function drawField(codes: readonly (readonly number[])[], map: readonly number[], params: Numbers): number[] {
  const [xx = NaN, xy = NaN, x0 = NaN, yx = NaN, yy = NaN, y0 = NaN] = map;
  const { 'decoder/coordinates': coordinates = [], 'decoder/bias': bias = [] } = params;
  return Array.from({ length: numPixels }, (_, p) => {
    // The longer side, of 4 pixels, is 2 grid units.
    const [x, y] = [((p % size.width) - 1.5) / 1.5, (Math.floor(p / size.width) - 1) / 1.5];
    const first = affine('first', [[xx * x + xy * y + x0, yx * x + yy * y + y0], ...codes], {
      'first/kernel/0': coordinates,
      'first/kernel/1': params['decoder/code/0'] ?? [],
      'first/kernel/2': params['decoder/code/1'] ?? [],
      'first/bias': bias,
    }).map(activations.tanh);
    const second = affine('decoder/1', [first], params).map(activations.tanh);
    return affine('decoder/out', [second], params)[0] ?? NaN;
  });
}

// Three images, each under two classes: what has to do with the class alone is there once a class.
const [classes, images, contentDim] = [2, 3, 2];

interface Inputs {
  /** [images, 1, contentDim] */
  readonly content: tf.Tensor;
  /** [classes, 1, 1, classes] */
  readonly label: tf.Tensor;
  /** [classes, images, 1, 6] */
  readonly map: tf.Tensor;
}

function inputs(): Inputs {
  const draw = (name: string, shape: number[], about: readonly number[], spread: number): tf.Tensor => {
    const noise = normalArray(
      fold(key(1), name),
      shape.reduce((product, length) => product * length, 1),
    );
    return tf.tensor(
      Float32Array.from(noise, (z, i) => (about[i % about.length] ?? 0) + spread * z),
      shape,
    );
  };
  return {
    content: draw('content', [images, 1, contentDim], [0], 1),
    label: tf.tensor4d([1, 0, 0, 1], [classes, 1, 1, classes]),
    map: draw('map', [classes, images, 1, 6], [1, 0, 0, 0, 1, 0], 0.2),
  };
}

function drawn(
  decoder: Decoder,
  params: Readonly<Record<string, tf.Tensor>>,
  { content, label, map }: Inputs,
): tf.Tensor {
  return substitute(params, () => decoder({ codes: [content, label], map }))();
}

/** Every picture in float64, class by class and image by image. */
function drawnByHand({ draw }: Case, named: Numbers): number[][] {
  const part = (name: string, i: number, width: number): readonly number[] =>
    (named[name] ?? []).slice(i * width, (i + 1) * width);
  return Array.from({ length: classes * images }, (_, i) => {
    const [label, image] = [Math.floor(i / images), i % images];
    return draw([part('content', image, contentDim), part('label', label, classes)], part('map', i, 6), named);
  });
}

describeEngines('decoders', () => {
  it.each(Object.entries(cases))('%s: draws what the same network written out draws, class by class', (_, one) => {
    const given = inputs();
    const params = startOf(() => one.decoder({ codes: [given.content, given.label], map: given.map }));
    const pictures = drawn(one.decoder, params, given);
    expect(pictures.shape).toEqual([classes, images, 1, numPixels]);
    // Three layers of at most five terms.
    expectClose(pictures, drawnByHand(one, { ...numbersOf(params), ...numbersOf({ ...given }) }), { roundings: 32 });
    for (const name of Object.keys(params)) expect(name).toMatch(/^decoder\//);
  });

  it.each(Object.entries(cases))('%s: gradients flow to codes, map and weights', (_, one) => {
    const given = inputs();
    const params = startOf(() => one.decoder({ codes: [given.content, given.label], map: given.map }));
    const towards = Array.from(normalArray(key(2), classes * images * numPixels));
    const weights = tf.tensor(towards, [classes, images, 1, numPixels]);
    const all: Readonly<Record<string, tf.Tensor>> = { ...params, ...given };
    const { gradients } = valueAndGradients(({ content, label, map, ...rest }) => {
      const inner = { content: content ?? weights, label: label ?? weights, map: map ?? weights };
      return tf.sum(tf.mul(weights, drawn(one.decoder, rest, inner)));
    }, all);
    const loss = (named: Numbers): number => dot(towards, drawnByHand(one, named).flat());
    const expected = differences(loss, { ...numbersOf(params), ...numbersOf({ ...given }) });
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(expected).sort());
    // Sums over at most 72 pixels of terms of size 4 or less, each off by some 20 roundings.
    for (const [name, slopes] of Object.entries(expected))
      expectClose(gradients[name] ?? [], slopes, { tolerance: 72 * 4 * 20 * 2 ** -24 });
  });

  it.each(Object.entries(cases))(
    '%s: some pixels are the same pixels of all, in the order of asking',
    (_, { decoder }) => {
      const given = inputs();
      const codes = [given.content, given.label];
      const params = startOf(() => decoder({ codes, map: given.map }));
      const [pixels, all] = [[7, 0, 11], drawn(decoder, params, given)];
      for (const map of [given.map, undefined]) {
        const draw = (which?: readonly number[]): tf.Tensor =>
          substitute(params, () => decoder({ codes, ...(map && { map }), ...(which && { pixels: which }) }))();
        const [some, whole] = [draw(pixels), map === undefined ? draw() : all];
        expect(some.shape).toEqual([...whole.shape.slice(0, -1), 3]);
        expectClose(some, tf.gather(whole, tf.tensor1d(pixels, 'int32'), whole.rank - 1), { roundings: 16 });
      }
    },
  );

  it.each(Object.entries(cases))('%s: without a map it draws as with the identity', (_, { decoder }) => {
    const codes = [tf.tensor2d([0.3, -1, 2, 0.5], [2, 2])];
    const identity = tf.tensor1d([1, 0, 0, 0, 1, 0]);
    const params = startOf(() => decoder({ codes }));
    const draw = (map?: tf.Tensor): tf.Tensor => substitute(params, () => decoder({ codes, ...(map && { map }) }))();
    expect(draw().shape).toEqual([2, numPixels]);
    expectClose(draw(identity), draw());
  });

  it.each([
    ['template', templateDecoder(size)],
    ['field', fieldDecoder(size)],
  ] as const)('%s: an object without codes has one picture, and it is finite', (_, decoder) => {
    const map = tf.tensor2d([1, 0, 0, 0, 1, 0, 0, -1, 0, 1, 0, 0], [2, 6]);
    const params = startOf(() => decoder({ codes: [], map }));
    const pictures = substitute(params, () => decoder({ codes: [], map }))();
    expect(pictures.shape).toEqual([2, numPixels]);
    expect(Array.from(pictures.dataSync()).every(Number.isFinite)).toBe(true);
  });
});

describeEngines('templateDecoder', () => {
  it.each([
    ['as it is', [1, 0, 0, 0, 1, 0], (row: number, column: number) => [row, column]],
    // (x, y) reads (-y, x).
    ['rotated by a quarter', [0, -1, 0, 1, 0, 0], (row: number, column: number) => [column, 4 - row]],
    [
      'moved by a pixel to the right',
      [1, 0, -0.5, 0, 1, 0],
      (row: number, column: number) => [row, Math.max(0, column - 1)],
    ],
  ] as const)("draws the plain decoder's picture %s, bit for bit", (_, map, from) => {
    const square = { height: 5, width: 5, hidden: [6] };
    const codes = [tf.tensor2d([[0.4, -1.3]])];
    const params = startOf(() => plainDecoder(square)({ codes }));
    const plain = substitute(params, () => plainDecoder(square)({ codes }))().dataSync();
    const moved = substitute(params, () => templateDecoder(square)({ codes, map: tf.tensor2d([[...map]]) }))();
    const expected = Array.from({ length: 25 }, (_unused, p) => {
      const [row = NaN, column = NaN] = from(Math.floor(p / 5), p % 5);
      return plain[5 * row + column] ?? NaN;
    });
    expectClose(moved, expected);
    expect(new Set(plain).size).toBe(25);
  });
});

describeEngines('fieldDecoder', () => {
  // More pixels of all images together than are worked on at a time.
  const large = { height: 40, width: 41, hidden: [4, 4] };
  const numLarge = 40 * 41;
  const half = [...Array(numLarge / 2).keys()];
  const decoder = fieldDecoder(large);
  const codes = (count: number): tf.Tensor[] => [
    tf.tensor2d(Float32Array.from(normalArray(key(3), 2 * count)), [count, 2]),
  ];

  it('draws many pixels as it draws some of them, gradients included', () => {
    tf.tidy(() => {
      const given = codes(64);
      const params = startOf(() => decoder({ codes: given }));
      const found = [undefined, half, half.map((pixel) => pixel + half.length)].map((pixels) =>
        valueAndGradients(
          (named) => substitute(named, () => tf.sum(tf.square(decoder({ codes: given, ...(pixels && { pixels }) }))))(),
          params,
        ),
      );
      const [all, first, second] = found;
      if (all === undefined || first === undefined || second === undefined) throw new Error('unreachable');
      // Sums over 105,000 terms in another order.
      const closeness = { roundings: 1024 };
      expectClose(all.value, tf.add(first.value, second.value), closeness);
      for (const [name, gradient] of Object.entries(all.gradients)) {
        const sum = tf.add(first.gradients[name] ?? 0, second.gradients[name] ?? 0);
        expectClose(gradient, sum, { tolerance: 1e-4 * (1 + Number(tf.max(tf.abs(sum)).dataSync()[0])) });
      }
    });
  });

  it('keeps nothing of the pixels before where no gradient is asked for', async () => {
    const [count, few] = [256, codes(1)];
    const params = startOf(() => decoder({ codes: few }));
    const start = tf.memory().numBytes;
    const { peakBytes } = await tf.profile(() => substitute(params, () => decoder({ codes: codes(count) }))());
    // The result is there up to three times, and the units of a part of the rows; those of all would be eight numbers more of each.
    expect(peakBytes - start).toBeLessThan(4 * 6 * count * numLarge);
  });

  it('keeps a NaN to its image', () => {
    const params = startOf(() => fieldDecoder({ ...size, hidden: [2] })({ codes: [tf.zeros([2, 1])] }));
    const pictures = substitute(params, () =>
      fieldDecoder({ ...size, hidden: [2] })({ codes: [tf.tensor2d([NaN, 1], [2, 1])] }),
    )().dataSync();
    expect([...pictures].map(Number.isNaN)).toEqual([...Array(2 * numPixels).keys()].map((p) => p < numPixels));
  });
});
