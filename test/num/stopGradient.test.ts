import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { ready, stopGradient, valueAndGradients } from '../../src/num/index.js';
import { describeEngines, testedEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

describeEngines('stopGradient', (engine) => {
  it('has the numbers, shape and type of its argument', () => {
    const x = tf.tensor2d([[1, 2, 3]], [1, 3], 'int32');
    const stopped = stopGradient(x);
    expectClose(stopped, x);
    expect([stopped.shape, stopped.dtype]).toEqual([[1, 3], 'int32']);
  });

  it('lets no gradient through', () => {
    const { gradients } = valueAndGradients(({ x }) => tf.sum(tf.mul(x, stopGradient(tf.square(x)))), {
      x: tf.tensor1d([2, 3]),
    });
    expectClose(gradients.x, [4, 9]);
  });

  it('keeps an infinite derivative behind it from making NaN', () => {
    const { gradients } = valueAndGradients(({ x }) => tf.add(x, stopGradient(tf.sqrt(x))), { x: tf.scalar(0) });
    expectClose(gradients.x, [1]);
  });

  it('outlives its argument, and its argument outlives it', () => {
    const x = tf.add(tf.tensor1d([1, 2]), 1);
    const [first, second] = [stopGradient(x), stopGradient(x)];
    first.dispose();
    expectClose(x, [2, 3]);
    x.dispose();
    expectClose(second, [2, 3]);
  });

  it('takes a tensor of another engine', async () => {
    for (const other of testedEngines) {
      await ready({ engine: other });
      const x = tf.add(tf.tensor1d([1, 2]), 1);
      await ready({ engine });
      const stopped = stopGradient(x);
      x.dispose();
      expectClose(tf.mul(stopped, 2), [4, 6]);
    }
  });

  it('makes one tensor, and no data', () => {
    const x = tf.ones([3]);
    const before = tf.memory().numBytes;
    expect(newTensors(() => stopGradient(x))).toBe(1);
    expect(tf.memory().numBytes).toBe(before);
  });
});
