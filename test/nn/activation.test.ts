import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { activate, activationNames, checkActivation, type Activation } from '../../src/nn/index.js';
import { ArgumentError, valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

interface Truth {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

const truths: Readonly<Record<Activation, Truth>> = {
  tanh: { value: Math.tanh, slope: (x) => 1 / Math.cosh(x) ** 2 },
  relu: { value: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) },
  leakyRelu: { value: (x) => (x > 0 ? x : 0.2 * x), slope: (x) => (x > 0 ? 1 : 0.2) },
  elu: { value: (x) => (x > 0 ? x : Math.expm1(x)), slope: (x) => (x > 0 ? 1 : Math.exp(x)) },
  softplus: { value: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))), slope: (x) => 1 / (1 + Math.exp(-x)) },
  sin: { value: Math.sin, slope: Math.cos },
};

// Both tails far into saturation, both sides of the kink at 0, and numbers that float32 holds exactly.
const points = [-96, -24, -8, -3, -1.5, -1, -0.25, -0.0625, -(2 ** -12), 2 ** -12, 0.0625, 0.25, 1, 1.5, 3, 8, 24, 96];

describeEngines('activate', () => {
  it.each(activationNames)('%s: its values and its slopes are those of the formula, whatever the shape', (name) => {
    for (const shape of [[18], [3, 6], [1, 3, 2, 3]]) {
      const x = tf.tensor(points, shape);
      const { gradients } = valueAndGradients((given) => tf.sum(tf.mul(activate(name, given.x), 0.5)), { x });
      // Engines' own functions are good to a few units in the last place; a slope that is formed from the rounded output doubles theirs.
      expectClose(activate(name, x), points.map(truths[name].value), { roundings: 8 });
      expect(gradients.x.shape).toEqual(shape);
      expectClose(
        gradients.x,
        points.map((point) => 0.5 * truths[name].slope(point)),
        { roundings: 16 },
      );
    }
  });

  it.each(activationNames)('%s: keeps a NaN, and a tensor without elements', (name) => {
    expect([...activate(name, tf.tensor1d([NaN, 1])).dataSync()].map(Number.isNaN)).toEqual([true, false]);
    expect(activate(name, tf.zeros([0, 3])).shape).toEqual([0, 3]);
  });

  it('names the activation that was perhaps meant', () => {
    expect(() => checkActivation('here', 'tahn')).toThrow(ArgumentError);
    expect(() => checkActivation('here', 'tanh')).not.toThrow();
  });
});
