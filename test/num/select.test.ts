import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { select } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';

describeEngines('select', () => {
  it('chooses between booleans, also where they broadcast', () => {
    const [condition, yes, no] = [
      [true, false, true],
      [true, true, false],
      [false, false, true],
    ].map((bits) => tf.tensor1d(bits, 'bool')) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const chosen = select(condition, yes, no);
    expect(chosen.dtype).toBe('bool');
    expect(Array.from(chosen.dataSync())).toEqual([1, 0, 0]);
    const rows = select(condition, tf.tile(tf.expandDims(yes, 0), [2, 1]), no);
    expect(Array.from(rows.dataSync())).toEqual([1, 0, 0, 1, 0, 0]);
  });
});
