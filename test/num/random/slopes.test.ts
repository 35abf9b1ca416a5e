import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gamma, key, logGamma, vonMises } from '../../../src/num/index.js';
import { logGammaSlope } from '../../../src/num/random/logGammaSlope.js';
import { vonMisesSlope } from '../../../src/num/random/vonMisesSlope.js';
import { expectClose } from '../../support/expectClose.js';
import { gammaCdf } from '../special/reference.js';

// mpmath 1.3.0 with 30 digits: -diff(F, a) / (z f), F = gammainc(a, 0, z, regularized=True).
const gammaSlopes = [
  { concentration: 0.001, log: -2500, slope: 2499424.4280682155 },
  { concentration: 0.001, log: 1.3875435805203225, slope: 206.60587884640833 },
  { concentration: 0.05, log: -26, slope: 510.04310017657707 },
  { concentration: 0.5, log: -2.6, slope: 5.611245056428112 },
  { concentration: 0.5, log: 1.8718021769015913, slope: 0.5709103097544063 },
  { concentration: 3, log: 1.2078881776920947, slope: 0.33346942699378807 },
  { concentration: 3, log: 2.2953795181073255, slope: 0.18230676950181676 },
  { concentration: 900, log: 6.678342114654332, slope: 0.001181672495170158 },
  { concentration: 900, log: 6.927557906278317, slope: 0.0010432192662252107 },
];

// mpmath 1.3.0 with 30 digits: -quad(exp(k (cos t - cos x)) (cos t - A), [0, x]), A = besseli(1, k) / besseli(0, k).
const vonMisesSlopes = [
  { concentration: 0.01, angle: 1.25, slope: -0.947474225354475 },
  { concentration: 0.5, angle: 2.25, slope: -0.8762304657159212 },
  { concentration: 3, angle: 0.5773502691896257, slope: -0.11441750656839245 },
  { concentration: 3, angle: 2.598076211353316, slope: -0.7225044708747769 },
  { concentration: 40, angle: 0.7115124735378854, slope: -0.009357116608952639 },
  { concentration: 2000, angle: 0.022360679774997897, slope: -0.000005591102116611083 },
];

describe('implicit gradients', () => {
  it.each(gammaSlopes)('gamma: equals the reference at $concentration, $log', ({ concentration, log, slope }) => {
    expectClose(logGammaSlope(concentration, log), slope, { relative: 1e-7 });
  });

  it.each([0.3, 5, 80, 9_999])('gamma: moves along a quantile at concentration %d', (a) => {
    // Along a curve of slope dz/da the distribution function stays the same.
    for (const deviate of [-2, -0.5, 0.5, 3]) {
      const z = a * Math.exp(deviate / Math.sqrt(a + 1));
      const h = 1e-4 * a;
      const step = h * z * logGammaSlope(a, Math.log(z));
      const change = gammaCdf(a + h, z + step) - gammaCdf(a - h, z - step);
      const scale = Math.abs(gammaCdf(a + h, z) - gammaCdf(a - h, z));
      expect(Math.abs(change)).toBeLessThan(1e-3 * scale + 1e-11);
    }
  });

  it('gamma: its expansion for large concentrations continues the series', () => {
    for (const deviate of [-4, -1, 0, 2, 4]) {
      const log = Math.log(1e4 + 100 * deviate);
      expectClose(logGammaSlope(1e4 + 1e-6, log), logGammaSlope(1e4, log), { relative: 1e-7 });
    }
  });

  it.each(vonMisesSlopes)(
    'vonMises: equals the reference at $concentration, $angle',
    ({ concentration, angle, slope }) => {
      expectClose(vonMisesSlope(concentration, angle), slope, { relative: 1e-7 });
      expectClose(vonMisesSlope(concentration, -angle), -slope, { relative: 1e-7 });
    },
  );

  it('reach the concentration through the tape, summed over draws that share it', () => {
    const concentrations = tf.tensor1d([0.5, 3]);
    for (const draw of [gamma, logGamma, vonMises]) {
      const value = draw(key(0), concentrations, [4, 2]);
      const slope = tf.grad((at: tf.Tensor) => tf.sum(draw(key(0), at, [4, 2])))(concentrations);
      const each = (a: number, z: number): number =>
        draw === gamma
          ? z * logGammaSlope(a, Math.log(z))
          : draw === logGamma
            ? logGammaSlope(a, z)
            : vonMisesSlope(a, z);
      const values = Array.from(value.dataSync());
      const expected = [0, 1].map((j) =>
        values.reduce((sum, z, i) => (i % 2 === j ? sum + each(j === 0 ? 0.5 : 3, z) : sum), 0),
      );
      // Four draws of size about 1 to 5, each rounded a few times.
      expectClose(slope, expected, { roundings: 32 });
      tf.dispose([value, slope]);
    }
    concentrations.dispose();
  });
});
