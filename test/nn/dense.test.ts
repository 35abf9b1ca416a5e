import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dense } from '../../src/nn/index.js';
import { key, normalArray } from '../../src/num/index.js';
import { substitute } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { startOf } from './oracles/parameters.js';

describeEngines('dense', () => {
  it('parts multiplied one by one are their concatenation multiplied, and their batches broadcast', () => {
    const draws = Float32Array.from(normalArray(key(1), 14));
    const [left, right] = [tf.tensor(draws.slice(0, 8), [2, 1, 4]), tf.tensor(draws.slice(8), [3, 2])];
    const params = startOf(() => dense('layer', [left, right], 5));
    const apart = substitute(params, () => dense('layer', [left, right], 5))();
    const kernel = tf.concat([params['layer/kernel/0'] ?? left, params['layer/kernel/1'] ?? left]);
    const whole = tf.concat([tf.tile(left, [1, 3, 1]), tf.tile(tf.expandDims(right, 0), [2, 1, 1])], 2);
    const joined = { 'layer/kernel': kernel, 'layer/bias': params['layer/bias'] ?? left };
    expect(apart.shape).toEqual([2, 3, 5]);
    // Sums of seven terms below 1 or so.
    expectClose(apart, substitute(joined, () => dense('layer', [whole], 5))(), { roundings: 16 });
  });

  it('starts within one over the root of the number of inputs, in all of that range', () => {
    const { 'layer/kernel': kernel = tf.scalar(NaN) } = startOf(() => dense('layer', [tf.ones([1, 16])], 300));
    const values = kernel.dataSync();
    const [least, most] = [Math.min(...values), Math.max(...values)];
    // Of 4,800 draws, none within a fiftieth of an end has a probability below 1e-20.
    for (const end of [-least, most]) {
      expect(end).toBeLessThanOrEqual(0.25);
      expect(end).toBeGreaterThan(0.25 * 0.98);
    }
  });

  it('of nothing is its bias', () => {
    const params = startOf(() => dense('layer', [], 3));
    const made = substitute(params, () => dense('layer', [], 3))();
    expect(made.shape).toEqual([3]);
    expectClose(made, params['layer/bias'] ?? NaN);
    expect(Array.from(made.dataSync()).every(Number.isFinite)).toBe(true);
  });
});
