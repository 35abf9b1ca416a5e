import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { logGammaHalfStep, logSquaredPositivePart } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

// Worked out with mpmath 1.3.0 in 60 digits, at the float32 nearest to each number.

describeEngines('logSquaredPositivePart', () => {
  // t, log((1 + t^2) ncdf(t) + t npdf(t)), and 2 (t ncdf(t) + npdf(t)) over the same.
  const rows = [
    [-150, -11265.257963848286, 150.0199964458659],
    [-20, -209.2278227980638, 20.148532746663005],
    [-5, -17.760919979451526, 5.52766783735267],
    [-1.5, -3.7789349962419228, 2.565481694187055],
    [-0.5, -1.56236703479427, 1.8870182748918622],
    [0, -0.6931471805599453, 1.5957691216057308],
    [0.5, 0.039567518369655594, 1.341451153603313],
    [1, 0.6547494413319451, 1.1257212688375335],
    [2, 1.6082835010146672, 0.8043242664233025],
    [7, 3.912023005428145, 0.2800000000000073],
    [100, 9.210440366976517, 0.019998000199980003],
  ] as const;

  it('has the value and the slope of the reference', () => {
    tf.tidy(() => {
      const at = tf.tensor1d(rows.map(([t]) => t));
      // A polynomial, two logs and three sums; relative to the size of the result.
      const [values, slopes] = [rows.map((row) => row[1]), rows.map((row) => row[2])];
      expectClose(logSquaredPositivePart(at), values, { roundings: 8 });
      expectClose(tf.grad((x: tf.Tensor) => tf.sum(logSquaredPositivePart(x)))(at), slopes, { relative: 8 * 2 ** -24 });
    });
  });

  it('goes on where squares overflow, and leaves one tensor', () => {
    tf.tidy(() => {
      const at = tf.tensor1d([1e30, -1e15, -1e30]);
      expectClose(logSquaredPositivePart(at), [2 * Math.log(1e30), -5e29, -Infinity], { relative: 1e-6 });
      const slope = tf.grad((x: tf.Tensor) => tf.sum(logSquaredPositivePart(x)))(at);
      expectClose(slope, [2e-30, 1e15, 1e30], { relative: 1e-6 });
      expect(newTensors(() => logSquaredPositivePart(at))).toBe(1);
    });
  });
});

describeEngines('logGammaHalfStep', () => {
  // x, loggamma(x + 1/2) - loggamma(x) - log(x) / 2.
  const rows = [
    [1e-30, -33.966411451985984],
    [1e-3, -2.8828973487762493],
    [0.25, -0.39159439270683677],
    [0.5, -0.22579135264472744],
    [1.7, -0.07255896133338056],
    [3.99, -0.031247804394968368],
    [4.01, -0.031092738283771026],
    [17, -0.0073518821614313576],
    [1000, -0.00012499999479166822],
    [1e7, -1.2499999999999994e-8],
  ] as const;

  it('has the value and the slope of the reference', () => {
    tf.tidy(() => {
      const at = tf.tensor1d(rows.map(([x]) => x));
      const values = rows.map((row) => row[1]);
      // Below 4 logs of size up to log 2 and 69 are added; above, a short polynomial is all.
      expectClose(logGammaHalfStep(at), values, { tolerance: 4e-7, relative: 2e-7 });
      const far = tf.tensor1d([17, 1000, 1e7]);
      expectClose(logGammaHalfStep(far), values.slice(7), { relative: 4 * 2 ** -24 });
      // diff of the same, 1 / (8 x^2) - 1 / (64 x^4) + ….
      const slope = tf.grad((x: tf.Tensor) => tf.sum(logGammaHalfStep(x)))(tf.tensor1d([0.5, 17, 1000]));
      expectClose(slope, [0.3862943611198906, 0.00043233919888241076, 1.249999843750081e-7], { relative: 2e-6 });
      expect(newTensors(() => logGammaHalfStep(at))).toBe(1);
    });
  });
});
