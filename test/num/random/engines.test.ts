import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import * as num from '../../../src/num/index.js';
import type { Key } from '../../../src/num/index.js';
import { newTensors } from '../../support/newTensors.js';
import { testedEngines } from '../../support/engines.js';

const shape = [3, 5];
const rates = (): tf.Tensor => tf.tensor1d([0.1, 1, 2, 30, 4000]);

const draws: Readonly<Record<string, (key: Key) => tf.Tensor>> = {
  uniform: (key) => num.uniform(key, shape),
  normal: (key) => num.normal(key, shape),
  exponential: (key) => num.exponential(key, shape),
  gumbel: (key) => num.gumbel(key, shape),
  gamma: (key) => num.gamma(key, rates(), shape),
  logGamma: (key) => num.logGamma(key, 0.01, shape),
  vonMises: (key) => num.vonMises(key, rates(), shape),
  randint: (key) => num.randint(key, shape, -5, 100),
  categorical: (key) =>
    num.categorical(
      key,
      tf.tensor2d([
        [0, 1, -Infinity, 2],
        [3, 0, 0, 0],
        [0, 0, 0, 0],
      ]),
      [5, 3],
    ),
};

afterAll(async () => {
  await num.ready();
});

describe.each(Object.entries(draws))('%s', (name, draw) => {
  it('gives the same bits on every engine', async () => {
    await num.ready({ engine: 'cpu' });
    const reference = tf.tidy(() => draw(num.key(17)).dataSync());
    for (const engine of testedEngines) {
      await num.ready({ engine });
      expect(tf.tidy(() => draw(num.key(17)).dataSync())).toEqual(reference);
    }
  });

  it('gives the same draw for the same key, another for another', () => {
    const [first, again, other] = [num.key(1), num.key(1), num.key(2)].map((key) =>
      tf.tidy(() => draw(key).dataSync()),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('leaves one tensor', () => {
    const inputs = name === 'gamma' || name === 'vonMises' || name === 'categorical' ? 1 : 0;
    expect(newTensors(() => draw(num.key(0)))).toBe(1 + inputs);
  });
});
