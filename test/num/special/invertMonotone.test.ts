import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { invertMonotone, normalCdf, normalQuantile } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

const density = (x: tf.Tensor): tf.Tensor => tf.div(tf.exp(tf.mul(tf.square(x), -0.5)), Math.sqrt(2 * Math.PI));
const normal = { f: normalCdf, slope: density, low: -20, high: 20 };

describeEngines('invertMonotone', () => {
  it('finds the quantiles of the normal', () => {
    tf.tidy(() => {
      const p = tf.tensor2d([
        [0.5, 1e-6],
        [0.3, 0.999],
      ]);
      // A rounding of p near 1 is worth 6e-8 over the density of 0.003 there.
      expectClose(invertMonotone(p, normal), normalQuantile(p), { tolerance: 3e-5 });
    });
  });

  it('has the implicit gradients by the target and by what the function captures', () => {
    tf.tidy(() => {
      const quantile = (p: tf.Tensor, loc: tf.Tensor, scale: tf.Tensor): tf.Tensor => {
        const standard = (x: tf.Tensor): tf.Tensor => tf.div(tf.sub(x, loc), scale);
        const f = (x: tf.Tensor): tf.Tensor => normalCdf(standard(x));
        const slope = (x: tf.Tensor): tf.Tensor => tf.div(density(standard(x)), scale);
        return tf.sum(invertMonotone(p, { f, slope, low: tf.sub(loc, 50), high: tf.add(loc, 50) }));
      };
      const [p, loc, scale] = [tf.tensor1d([0.2, 0.7]), tf.scalar(3), tf.scalar(2)];
      const z = normalQuantile(p);
      const gradients = tf.grads(quantile)([p, loc, scale]);
      expectClose(gradients[0] ?? [], tf.div(2, density(z)), { tolerance: 1e-4 });
      expectClose(gradients[1] ?? [], [2], { tolerance: 1e-5 });
      expectClose(gradients[2] ?? [], tf.sum(z), { tolerance: 1e-5 });
    });
  });

  it('gives the nearer bound, without a gradient, where there is no root', () => {
    const p = tf.tensor1d([-1, 2]);
    expectClose(invertMonotone(p, normal), [-20, 20]);
    expectClose(tf.grad((x: tf.Tensor) => tf.sum(invertMonotone(x, normal)))(p), [0, 0]);
  });

  it('leaves one tensor', () => {
    const p = tf.tensor1d([0.5, 0.1]);
    expect(newTensors(() => invertMonotone(p, normal))).toBe(1);
    p.dispose();
  });
});
