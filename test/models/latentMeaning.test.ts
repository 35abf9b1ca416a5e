import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFORMATION_UNIT } from '../../src/models/deformation.js';
import { latentMeaning } from '../../src/models/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { exponential, type Matrix } from './planeMaps.js';

type Logs = readonly [size: number, stretch: number, shear: number];

/** What a model says of its first latents, whose logarithms are [size + stretch, shear; shear, size - stretch] a unit. */
function firstMeanings(...logs: readonly Logs[]) {
  const rows = logs.flatMap((row) => row.map((entry) => entry / DEFORMATION_UNIT));
  return latentMeaning({ deformation: tf.tensor2d(rows, [logs.length, 3]) });
}

/** The same of latents beyond the third, which may do anything. */
function meaningOf(...logs: readonly Logs[]) {
  const none: Logs = [0, 0, 0];
  return firstMeanings(none, none, none, ...logs).slice(3);
}

const FLOAT32 = { tolerance: 1e-6 };
const degrees = Math.PI / 180;

describeEngines('latentMeaning', () => {
  it('a larger object: its size factor is the exponential, and nothing gets longer', () => {
    const [meaning] = meaningOf([Math.log(1.14), 0, 0]);
    expectClose([meaning?.sizeFactor ?? NaN, meaning?.elongation ?? NaN, meaning?.shear ?? NaN], [1.14, 0, 0], FLOAT32);
  });

  it('longer along x: the direction is 0; along y a quarter turn', () => {
    const [across, along] = meaningOf([0, 0.2, 0], [0, -0.2, 0]);
    expectClose([across?.direction ?? NaN, across?.elongation ?? NaN, across?.sizeFactor ?? NaN], [0, 0.2, 1], FLOAT32);
    expectClose([Math.abs(along?.direction ?? NaN), along?.elongation ?? NaN], [90 * degrees, 0.2], FLOAT32);
    expect([across?.latent, along?.latent]).toEqual([3, 4]);
  });

  it('longer along the diagonal that goes up to the right as seen: +45°, as y points downwards', () => {
    const [up, down] = meaningOf([0, 0, -0.3], [0, 0, 0.3]);
    expectClose([up?.direction ?? NaN, down?.direction ?? NaN], [45 * degrees, -45 * degrees], FLOAT32);
  });

  it('the shear angle is that of the simple shear which makes an object as long', () => {
    const angle = 15 * degrees;
    // The singular values of [[1, t], [0, 1]] are the roots of those of its square: e^{±2e} with 2 cosh(2e) = 2 + t².
    const elongation = Math.acosh(1 + Math.tan(angle) ** 2 / 2) / 2;
    const [meaning] = meaningOf([0, elongation, 0]);
    expectClose(meaning?.shear ?? NaN, angle, FLOAT32);
  });

  it('is what the exponential does: its determinant, and the lengths along and across the direction', () => {
    const log = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(log, log, log), ([size, stretch, shear]) => {
        const [meaning] = meaningOf([size, stretch, shear]);
        const { sizeFactor = NaN, elongation = NaN, direction = NaN } = meaning ?? {};
        const map = exponential([size + stretch, shear, shear, size - stretch]);
        expectClose(sizeFactor ** 2, map[0] * map[3] - map[1] * map[2], { tolerance: 1e-5 });
        // Seen counter-clockwise is up, and up is a negative y.
        const along = [Math.cos(direction), -Math.sin(direction)] as const;
        const across = [-along[1], along[0]] as const;
        expectClose(lengthOf(map, along), sizeFactor * Math.exp(elongation), { tolerance: 1e-5 });
        expectClose(lengthOf(map, across), sizeFactor * Math.exp(-elongation), { tolerance: 1e-5 });
      }),
      { numRuns: 50 },
    );
  });

  it('the first latent has a size alone, the next two a shape alone, whatever else their parameter holds', () => {
    const all: Logs = [0.1, 0.2, -0.1];
    const [size, ...shapes] = firstMeanings(all, all, all);
    expectClose([size?.sizeFactor ?? NaN, size?.elongation ?? NaN], [Math.exp(0.1), 0], FLOAT32);
    for (const shape of shapes) expectClose([shape.sizeFactor, shape.elongation], [1, Math.hypot(0.2, 0.1)], FLOAT32);
  });

  it('is empty of a model that deforms nothing', () => {
    expect(latentMeaning({})).toEqual([]);
  });
});

function lengthOf([a, b, c, d]: Matrix, [x, y]: readonly [number, number]): number {
  return Math.hypot(a * x + b * y, c * x + d * y);
}
