import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { convolve, gaussianFilter, type Convolution } from '../../src/nn/index.js';
import { key, normalArray } from '../../src/num/index.js';
import { substitute } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { convolved } from './oracles/convolved.js';
import { numbersOf, startOf } from './oracles/parameters.js';

it.each([
  [0.8, 9, 9],
  [1.5, 48, 48],
  [3, 7, 12],
])(
  'gaussianFilter of deviation %d for %d × %d pixels: lines that sum to 1, are symmetric, and have the spread that was asked for',
  (deviation, height, width) => {
    const { down, across } = gaussianFilter(deviation, { height, width });
    // Even along an even side: only then it can be at every second pixel and symmetric about the middle.
    expect([down.length % 2, across.length % 2]).toEqual([height % 2, width % 2]);
    for (const line of [down, across]) {
      expect(line.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 12);
      expectClose([...line].reverse(), line, { tolerance: 1e-12 });
      const variance = line.reduce((sum, weight, i) => sum + weight * (i - (line.length - 1) / 2) ** 2, 0);
      // What lies beyond 2.5 standard deviations is cut off, and the integral is a sum.
      expect(Math.sqrt(variance)).toBeGreaterThan(0.9 * deviation);
      expect(Math.sqrt(variance)).toBeLessThan(1.01 * deviation);
    }
  },
);

const layers: readonly Convolution[] = [
  { channels: 3, size: 3, stride: 1 },
  { channels: 2, size: 5, stride: 2 },
  { channels: 1, size: 1, stride: 1 },
  { channels: 2, size: 3, stride: 3 },
];

describeEngines('convolve', () => {
  it.each(layers)('is a sum over neighbours, with zeros outside: $size × $size at every $stride', (layer) => {
    const [count, height, width, channels] = [2, 6, 5, 2];
    const draws = Array.from(normalArray(key(1), count * height * width * channels));
    const images = tf.tensor4d(draws, [count, height, width, channels]);
    const params = startOf(() => convolve('layer', images, layer));
    const found = substitute(params, () => convolve('layer', images, layer))();
    const { 'layer/kernel': kernel = [], 'layer/bias': bias = [] } = numbersOf(params);
    const pixels = height * width * channels;
    const expected = Array.from({ length: count }, (_, i) => {
      return convolved(
        { height, width, channels, values: draws.slice(i * pixels, (i + 1) * pixels) },
        { ...layer, size: [layer.size, layer.size], kernel, bias },
      );
    });
    const [first] = expected;
    expect(found.shape).toEqual([count, first?.height, first?.width, layer.channels]);
    // Sums of at most 50 products below 1 or so, in some order.
    expectClose(
      found,
      expected.flatMap(({ values }) => values),
      { roundings: 100 },
    );
  });
});
