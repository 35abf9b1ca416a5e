import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deformation, DEFORMATION_UNIT } from '../../src/models/deformation.js';
import { valueAndGradients } from '../../src/num/index.js';
import { substitute } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { startOf } from '../nn/oracles/parameters.js';
import { differences, type Numbers } from '../nn/oracles/perceptron.js';
import { exponential, times, type Matrix } from './planeMaps.js';

const at = (content: tf.Tensor, count: number, rows: tf.Tensor): tf.Tensor =>
  substitute({ deformation: rows }, () => deformation(content, count))();

const entries = (found: tf.Tensor): Matrix => {
  const [a = NaN, b = NaN, d = NaN] = found.dataSync();
  return [a, b, b, d];
};

/** Which of size, stretch and shear a latent may change. */
const MAY = [
  [1, 0, 0],
  [0, 1, 1],
  [0, 1, 1],
  [1, 1, 1],
];

/** exp(-Σ zₖ Aₖ) by its power series. */
function byHand(content: readonly number[], rows: readonly number[]): Matrix {
  const sum = [0, 1, 2].map((i) =>
    content.reduce((total, z, k) => total - DEFORMATION_UNIT * z * (MAY[k]?.[i] ?? NaN) * (rows[3 * k + i] ?? 0), 0),
  );
  const [size = NaN, stretch = NaN, shear = NaN] = sum;
  return exponential([size + stretch, shear, shear, size - stretch]);
}

const number = (most: number): fc.Arbitrary<number> =>
  fc.double({ min: -most, max: most, noNaN: true }).map(Math.fround);
// Logarithms of up to 1: an object up to 2.7 times as large and as long.
const cases = fc.tuple(
  fc.array(number(0.5), { minLength: 4, maxLength: 4 }),
  fc.array(number(0.1), { minLength: 12, maxLength: 12 }),
);

describeEngines('deformation', () => {
  it('is the inverse of the exponential of a symmetric matrix, which the latents weigh', () => {
    fc.assert(
      fc.property(cases, ([content, rows]) => {
        const found = entries(at(tf.tensor2d([content]), 4, tf.tensor2d(rows, [4, 3])));
        // In float32, of numbers up to exp(3), and off from r = 0 by 1e-4 at most, whose square over 2 counts.
        expectClose(found, byHand(content, rows), { tolerance: 1e-7, relative: 3e-6, roundings: 32 });
        const forth = byHand(
          content.map((z) => -z),
          rows,
        );
        expectClose(times(found, forth), [1, 0, 0, 1], { tolerance: 2e-4 });
      }),
      { numRuns: 30 },
    );
  });

  it('of no content leaves the plane as it is', () => {
    const [content, rows] = [tf.zeros([1, 2]), tf.tensor2d([0.1, -0.2, 0.3, 0.2, 0.1, 0], [2, 3])];
    expectClose(entries(at(content, 2, rows)), [1, 0, 0, 1], { roundings: 2 });
  });

  it('comes from the first latents alone, for any batch', () => {
    const content = tf.tensor([0.3, -1, 9, 0.5, 0.2, -9], [2, 1, 1, 3]);
    const rows = tf.tensor2d([0.02, 0.05, -0.03, 0.04, -0.01, 0.02], [2, 3]);
    const all = at(content, 2, rows);
    expect(all.shape).toEqual([2, 1, 1, 3]);
    const own = [
      [0.3, -1],
      [0.5, 0.2],
    ].map((first) => at(tf.tensor2d([first]), 2, rows));
    expectClose(all, tf.concat(own), { roundings: 4 });
  });

  it.each([
    ['far from none', [0.7, -0.4]],
    ['at none, where the exponential has no direction', [0, 0]],
  ])('gradients flow to content and parameter: %s', (_, content) => {
    const [rows, towards] = [[0.06, 0.05, -0.08, -0.02, 0.1, 0.04].map(Math.fround), [0.5, -1.5, 2]];
    const { gradients } = valueAndGradients((named) => tf.sum(tf.mul(at(named.content, 2, named.rows), [towards])), {
      content: tf.tensor2d([content]),
      rows: tf.tensor2d(rows, [2, 3]),
    });
    const loss = ({ content: z = [], rows: r = [] }: Numbers): number => {
      const [a, b, , d] = byHand(z, r);
      return (towards[0] ?? NaN) * a + (towards[1] ?? NaN) * b + (towards[2] ?? NaN) * d;
    };
    const expected = differences(loss, { content: content.map(Math.fround), rows });
    // sinh(r) / r at r = 1e-4 is a difference of numbers near 1 over r, good to 1e-3 or so; it counts times the slope of what it weighs.
    const tolerance = Math.hypot(...content) > 0 ? 1e-4 : 5e-3;
    for (const name of ['content', 'rows'] as const) expectClose(gradients[name], expected[name] ?? [], { tolerance });
  });

  it('starts with a size and two elongations at 45°; further latents do nothing yet', () => {
    const { deformation: rows = tf.scalar(NaN) } = startOf(() => deformation(tf.zeros([1, 4]), 4));
    const logs = (rows.arraySync() as number[][]).map((row) => row.map((entry) => DEFORMATION_UNIT * entry));
    expect(Math.max(...logs.flat().map(Math.abs))).toBeLessThan(0.3);
    const dot = (a: number[] = [], b: number[] = []): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? NaN), 0);
    const [size, one, other, rest] = logs;
    expect([dot(size, one), dot(size, other), dot(rest, rest)]).toEqual([0, 0, 0]);
    expect(Math.abs(dot(one, other))).toBeLessThan(1e-6);
    expect(Math.min(dot(size, size), dot(one, one), dot(other, other))).toBeGreaterThan(0.005);
  });
});
