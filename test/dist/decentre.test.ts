// Location and scale moved out of a distribution, in part.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decentre, gamma, normal, withoutRsample } from '../../src/dist/index.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

useScalarEngine();

const wide = normal({ loc: tf.tensor1d([5, -3]), scale: tf.tensor1d([2, 0.1]) });

describe('decentre', () => {
  const between = fc.double({ min: 0, max: 1, noNaN: true });

  it('keeps the law: p(x) dx = p(noise) dnoise', () => {
    fc.assert(
      fc.property(between, fc.integer({ min: -40, max: 40 }), (c, tenth) => {
        const parts = decentre(wide, tf.scalar(c));
        if (parts === undefined) throw new Error('normal is a family of location and scale');
        const noise = tf.add(parts.noise.mean(), tf.mul(tf.sqrt(parts.noise.variance()), tenth / 10));
        const x = parts.restore(noise);
        // The Jacobian is scale^(1 - c).
        const jacobian = tf.mul(tf.log(tf.tensor1d([2, 0.1])), 1 - c);
        // The value is off by a few roundings of loc, which count 1/scale times the distance in scales.
        expectClose(tf.add(wide.logProb(x), jacobian), parts.noise.logProb(noise), { tolerance: 2e-4 });
      }),
      { numRuns: 40 },
    );
  });

  it('goes through masks and events, and keeps a draw without gradient', () => {
    const mixed = wide.mask(tf.tensor1d([1, 0], 'bool')).toEvent(1);
    const parts = decentre(mixed, 0);
    expect(parts?.noise.eventShape).toEqual([2]);
    expectClose(parts?.noise.logProb(tf.zeros([2])) ?? [], -0.5 * Math.log(2 * Math.PI), { roundings: 4 });
    expect(decentre(withoutRsample(wide), 0)?.noise.hasRsample).toBe(false);
    expect(decentre(gamma({ concentration: 1, rate: 1 }), 0)).toBeUndefined();
  });

  it('standard noise loses no digits far from 0', () => {
    const far = decentre(normal({ loc: 1e6, scale: 1e-3 }), 0);
    expectClose(far?.noise.logProb(tf.scalar(1)) ?? [], -0.5 - 0.5 * Math.log(2 * Math.PI), { roundings: 4 });
  });

  it('restoring leaves one tensor', () => {
    const noise = tf.zeros([2]);
    const parts = decentre(wide, 0.5);
    expect(newTensors(() => parts?.restore(noise))).toBe(1);
  });

  it('wrappers do not claim to be families themselves', () => {
    expect(wide.relocated?.(0, 1).batchShape).toEqual([2]);
    expect(wide.toEvent(1).relocated).toBeUndefined();
    expect(wide.mask(false).relocated).toBeUndefined();
  });
});
