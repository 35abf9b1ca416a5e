import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as num from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

/** Float64 results rounded once, from arguments rounded once: a few roundings where the function is steep. */
const CLOSE = { relative: 4 * 2 ** -24 };

const at = (values: number[]): tf.Tensor => tf.tensor1d(values);

describeEngines('special functions of positive families', () => {
  it('igammacInverse: exact in the far tail', () => {
    // mpmath 1.3.0, bisection of log gammainc(a, x, inf, regularized=True) - log(q) at 30 digits
    const found = num.igammacInverse(at([0.05, 0.3, 2, 2, 50, 1e4]), at([0.5, 1e-30, 1e-30, 0.999, 0.2, 1e-10]));
    const expected = [5.57387959542e-7, 65.0486140361, 73.3868317198, 0.0454017210283, 55.8333564981, 10649.3481442];
    // A rounding of 0.05 moves the first by 20 log(2) of them.
    expectClose(found, expected, { relative: 64 * 2 ** -24 });
    expectClose(num.igammacInverse(2, at([0, 1, -0.1, NaN])), [Infinity, 0, NaN, NaN]);
  });

  it('igammacInverse: its gradients are those of the equation that it solves', () => {
    const [a, q] = [at([0.3, 2, 50]), at([0.1, 1e-5, 0.7])];
    const residual = (...[shape, part]: tf.Tensor[]): tf.Tensor => {
      const [s, p] = [shape as tf.Tensor, part as tf.Tensor];
      return tf.sum(tf.log(num.igammac(s, num.igammacInverse(s, p))));
    };
    const [byA, byQ] = tf.grads(residual)([a, q]) as [tf.Tensor, tf.Tensor];
    expectClose(tf.mul(byA, a), [0, 0, 0], { roundings: 1024 });
    expectClose(tf.mul(byQ, q), [1, 1, 1], { roundings: 64 });
  });

  it('scaledExpIntegral: exp(x) E1(x), and its slope', () => {
    // mpmath 1.3.0, exp(x) * e1(x) at 30 digits
    const x = [1e-10, 0.01, 1, 1.99, 2, 30, 1e6];
    const expected = [22.448635254, 4.0785114649, 0.596347362323, 0.362720919028, 0.361328616888, 0.032289738759];
    expectClose(num.scaledExpIntegral(at(x)), [...expected, 9.99999000002e-7], CLOSE);
    const slopes = tf.grad((value: tf.Tensor) => num.scaledExpIntegral(value))(at([0.01, 1, 30]));
    expectClose(slopes, [4.0785114649 - 100, 0.596347362323 - 1, 0.032289738759 - 1 / 30], { relative: 32 * 2 ** -24 });
  });

  it('digammaExcess: digamma(x + 1) - log x, and its slope', () => {
    // mpmath 1.3.0, digamma(x + 1) - log(x) and psi(1, x + 1) - 1 / x at 30 digits
    const x = at([1e-10, 0.3, 1, 2.9, 3, 100, 1e8]);
    const expected = [22.4486352519, 1.03478188924, 0.422784335098, 0.16261679482, 0.157505379764, 0.00499166675];
    expectClose(num.digammaExcess(x), [...expected, 4.99999999167e-9], { relative: 32 * 2 ** -24 });
    const slopes = [-9999999864.84, -2.19907978017, -0.355065933152, -0.0527698991627, -0.0495103775962];
    const far = [-4.98333366664e-5, -4.99999998333e-17];
    expectClose(tf.grad(num.digammaExcess)(x), [...slopes, ...far], { relative: 128 * 2 ** -24 });
  });

  it('vonMisesCdf: exact in the left tail', () => {
    // mpmath 1.3.0, quad of exp(k (cos(t) - 1)) at 30 digits
    const found = num.vonMisesCdf(at([-3, -3, -1, 0.5, 2, -0.5]), at([0, 2, 20, 20, 0.1, 100]));
    const expected = [
      0.0225351707243, 0.00134686228893, 1.03674713226e-5, 0.986033746281, 0.832612837932, 3.8728639434e-7,
    ];
    expectClose(found, expected, { relative: 8 * 2 ** -24 });
    expectClose(num.vonMisesCdf(at([-Math.PI, 0, NaN]), 3), [0, 0.5, NaN], { roundings: 2 });
  });

  it('vonMisesQuantile: leads back, from the middle and from both ends, and to where its arguments move it', () => {
    const parts = at([1e-20, 1e-5, 0.25, 0.5, 0.99]);
    // A rounding of the angle moves the log of the smallest part by 20 of them.
    expectClose(num.vonMisesCdf(num.vonMisesQuantile(parts, 0, 60), 60), parts, { relative: 64 * 2 ** -24 });
    expectClose(num.vonMisesQuantile(at([0, 0.5, 1, 2, NaN]), 0.3, 1e20), [-Math.PI, 0.3, Math.PI, NaN, NaN], {
      roundings: 2,
    });
    const [parameters, step] = [[0.2, 0.7, 1.3], 2 ** -10];
    const quantileAt = (moved: readonly number[]): number => {
      const [q = 0, loc = 0, concentration = 0] = moved;
      return num.vonMisesQuantile(at([q]), at([loc]), at([concentration])).dataSync()[0] ?? NaN;
    };
    const slopes = tf.grads((q, loc, k) => num.vonMisesQuantile(q, loc, k));
    slopes(parameters.map((x) => at([x]))).forEach((slope, i) => {
      const [ahead, behind] = [step, -step].map((by) => quantileAt(parameters.map((x, j) => (j === i ? x + by : x))));
      // Two roundings of angles below 1 over the steps, and the third derivative times the square of a step.
      expectClose(slope, [((ahead ?? NaN) - (behind ?? NaN)) / (2 * step)], { tolerance: 2e-4 });
    });
  });

  it('inverseGaussianCdf: exact in the left tail, and its quantiles lead back', () => {
    // mpmath 1.3.0, ncdf(a) + exp(2 c) ncdf(-b) at 30 digits
    const concentrations = at([1, 1, 1, 1e4, 1e-3, 0.01]);
    const found = num.inverseGaussianCdf(at([0.01, 1, 30, 0.9, 1e-4, 1e3]), concentrations);
    const expected = [
      4.12230875153e-23, 0.668102001223, 0.999999996369, 2.9457192262e-26, 0.00156696775679, 0.99999863976,
    ];
    expectClose(found, expected, CLOSE);
    const parts = at([0, 1e-20, 0.3, 0.999, 1]);
    const back = num.inverseGaussianCdf(num.inverseGaussianQuantile(parts, 2), 2);
    // A rounding of the quantile at 1e-20 moves its log by 46 of them.
    expectClose(back, parts, { relative: 128 * 2 ** -24 });
    expectClose(num.inverseGaussianQuantile(at([0, 1, 2]), 2), [0, Infinity, NaN]);
  });

  it('inverseGaussian: NaN where the concentration is not a number > 0, and no tensor but the draws', () => {
    expectClose(tf.isNaN(num.inverseGaussian(num.key(1), at([0, -1, NaN]), [3])), [1, 1, 1]);
    expect(newTensors(() => num.inverseGaussian(num.key(1), 2, [3]))).toBe(1);
  });
});
