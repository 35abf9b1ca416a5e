import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { convNet, gaussianFilter } from '../../src/nn/index.js';
import { key, normalArray } from '../../src/num/index.js';
import { seed, trace } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';

it('gaussianFilter: sums to 1, is symmetric, and has the spread that was asked for', () => {
  for (const deviation of [0.8, 1.5, 3]) {
    const { size, weights } = gaussianFilter(deviation);
    const at = (row: number, column: number): number => weights[row * size + column] ?? NaN;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    expect(sum).toBeCloseTo(1, 5);
    const reach = (size - 1) / 2;
    let variance = 0;
    for (let row = 0; row < size; row += 1)
      for (let column = 0; column < size; column += 1) {
        expect(at(row, column)).toBe(at(column, row));
        expect(at(row, column)).toBeCloseTo(at(size - 1 - row, column), 9);
        variance += at(row, column) * (column - reach) ** 2;
      }
    // What lies beyond 2.5 standard deviations is cut off, and the integral is a sum.
    expect(Math.sqrt(variance)).toBeGreaterThan(0.93 * deviation);
    expect(Math.sqrt(variance)).toBeLessThan(1.01 * deviation);
  }
});

describeEngines('convNet', () => {
  const [height, width] = [16, 12];
  const convolutions = [
    { channels: 4, size: 5, stride: 2 },
    { channels: 6, size: 3, stride: 1 },
  ];
  const options = { height, width, convolutions, dense: 8, units: 3, activation: 'relu' } as const;
  const images = tf.tensor2d(Float32Array.from(normalArray(key(3), 2 * height * width)), [2, height * width]);
  const logits = (smoothing: number, input: tf.Tensor): Float32Array => {
    const run = trace(seed(key(4), () => convNet('net', input, { ...options, smoothing })))();
    // The program returns the network's output.
    return Float32Array.from(run.result.dataSync());
  };

  it.each([0, 1.2])('smoothing %d: brightness and contrast do not count', (smoothing) => {
    const inside = tf.pad(tf.ones([2, height - 8, width - 8]), [
      [0, 0],
      [4, 4],
      [4, 4],
    ]);
    // Away from the edges, beyond which smoothing takes images for black.
    const spot = tf.reshape(tf.mul(tf.reshape(images, [2, height, width]), inside), [2, height * width]);
    const [plain, brighter] = [logits(smoothing, spot), logits(smoothing, tf.mul(spot, 3))];
    plain.forEach((value, i) => expect(brighter[i]).toBeCloseTo(value, 4));
    expect(new Set(plain).size).toBe(plain.length);
  });

  it('smoothing takes most of the noise of single pixels out of the answer', () => {
    const shape = tf.tensor2d(
      Array.from({ length: height * width }, (_, i) =>
        Math.hypot(Math.floor(i / width) - 8, (i % width) - 5) < 4 ? 1 : 0,
      ),
      [1, height * width],
    );
    const noise = tf.slice(images, [0, 0], [1, height * width]);
    const change = (smoothing: number): number => {
      const [clean, noisy] = [logits(smoothing, shape), logits(smoothing, tf.add(shape, tf.mul(noise, 0.3)))];
      const spread = Math.hypot(...clean);
      return Math.hypot(...clean.map((value, i) => value - (noisy[i] ?? NaN))) / spread;
    };
    expect(change(1.5)).toBeLessThan(0.6 * change(0));
  });
});
