import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Activation } from '../../../src/nn/index.js';
import { nonlinearities } from '../../../src/nn/spatialDecoder/nonlinearity.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';

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

describeEngines('nonlinearity', () => {
  it.each(Object.entries(truths))(
    '%s: its output and its gradient are those of the formula',
    (name, { value, slope }) => {
      const { keeps, forward, backward } = nonlinearities[name as Activation];
      tf.tidy(() => {
        const x = tf.tensor2d(points, [3, 6]);
        const y = forward(x);
        const dy = tf.fill([3, 6], 0.5);
        // Engines' own functions are good to a few units in the last place; here going round by another function, such as
        // 2 sigmoid(2x) - 1, and forming the slope from the rounded output doubles and adds to their errors.
        expectClose(y, points.map(value), { roundings: 8 });
        expectClose(
          backward(keeps === 'output' ? y : x, dy),
          points.map((point) => 0.5 * slope(point)),
          { roundings: 16 },
        );
      });
    },
  );

  it.each(Object.keys(truths))('%s: shows a NaN', (name) => {
    const y = tf.tidy(() => nonlinearities[name as Activation].forward(tf.tensor2d([[NaN, 0]])).dataSync());
    expect(y[0]).toBeNaN();
    expect(y[1]).not.toBeNaN();
  });
});
