// A normal mean with known noise has an exact posterior, in numbers.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constraints, normal } from '../../../src/dist/index.js';
import { param, plate, sample } from '../../../src/ppl/index.js';
import {
  calibration,
  calibrationText,
  posteriorByImportance,
  posteriorBySvi,
  type Posterior,
} from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

const NUM_DATA = 4;
const NUM_DRAWS = 100;

/** Two means, each with prior N(0, 2) and as many data of spread 1. */
const model = (): void => {
  const mean = plate('groups', 2, () => sample('mean', normal({ loc: 0, scale: 2 })));
  plate('groups', 2, () =>
    plate('rows', NUM_DATA, () => sample('x', normal({ loc: mean, scale: 1 }), { obs: tf.zeros([NUM_DATA, 2]) }), {
      dim: -2,
    }),
  );
};

/** The exact posterior, shifted by a share of its spread, with spread and data multiplied. */
const conjugate =
  ({ shift = 0, spread = 1, sign = 1 } = {}): Posterior =>
  ({ x = tf.scalar(NaN) }, key) => {
    const variance = 1 / (1 / 4 + NUM_DATA);
    const scale = Math.sqrt(variance);
    const loc = tf.add(tf.mul(tf.sum(x, 0), sign * variance), shift * scale);
    return { mean: normal({ loc, scale: spread * scale }).sample(key, [NUM_DRAWS]) };
  };

describe('calibration', () => {
  useScalarEngine();

  it('finds nothing wrong with an exact posterior, over several keys', () => {
    for (const key of [0, 1]) expect(calibration(model, conjugate(), { key }).isCalibrated).toBe(true);
  });

  it.each([
    ['10 % too narrow', { spread: 0.9 }, 2500],
    ['15 % too wide', { spread: 1.15 }, 1500],
    ['biased by a third of its spread', { shift: 0.33 }, 400],
    ['mirrored', { sign: -1 }, 200],
  ])('convicts a posterior that is %s', (_name, lie, simulations) => {
    const { isCalibrated, sites } = calibration(model, conjugate(lie), { simulations });
    expect(isCalibrated).toBe(false);
    expect(sites.map(({ problem }) => problem)).toContainEqual(expect.stringContaining('mean'));
  });

  it('convicts one that takes the prior for the posterior', () => {
    const prior: Posterior = (_data, key) => ({ mean: normal({ loc: 1, scale: 2 }).sample(key, [NUM_DRAWS, 2]) });
    expect(calibration(model, prior, { simulations: 400 }).isCalibrated).toBe(false);
  });

  it('shows ranks as histograms: high at the ends where the posterior is too narrow', () => {
    const result = calibration(model, conjugate({ spread: 0.5 }), { simulations: 300, bins: 10 });
    const [first] = result.sites;
    const histogram = first?.histogram ?? [];
    expect(first).toMatchObject({ site: 'mean', entry: 0 });
    expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(300);
    expect(Math.min(histogram[0] ?? 0, histogram[9] ?? 0)).toBeGreaterThan(45);
    const [title, row] = calibrationText(result).split('\n');
    expect(title).toBe('site            ranks of 300 simulations');
    expect(row).toMatch(/^mean\[0\] +█.{8}█ {2}./);
  });

  it('sees in many entries together what none shows alone', () => {
    const wide = (): void => {
      plate('groups', 20, () => {
        const mean = sample('mean', normal({ loc: 0, scale: 1 }));
        sample('x', normal({ loc: mean, scale: 1 }), { obs: tf.zeros([20]) });
      });
    };
    const narrow: Posterior = ({ x = tf.scalar(NaN) }, key) => ({
      mean: normal({ loc: tf.div(x, 2), scale: 0.9 * Math.SQRT1_2 }).sample(key, [NUM_DRAWS]),
    });
    const sites = calibration(wide, narrow, { simulations: 400 }).sites.filter(({ site }) => site !== 'log density');
    expect(sites.filter(({ problem }) => problem !== undefined).map(({ entry }) => entry)).toEqual([undefined]);
    expect(sites.at(-1)?.problem).toMatch(/mean square.* 0\.[12]/);
  });

  it('ranks are shares from 0 to 1, ties in random order', () => {
    const tied: Posterior = ({ x = tf.scalar(NaN) }) => ({
      mean: tf.mul(tf.ones([NUM_DRAWS, 2]), tf.mul(0, tf.sum(x))),
    });
    const constant = (): void => {
      plate('groups', 2, () => {
        const mean = sample('mean', normal({ loc: 0, scale: 1 }));
        sample('x', normal({ loc: tf.mul(mean, 0), scale: 1 }), { obs: tf.zeros([2]) });
      });
    };
    const { sites } = calibration(constant, tied, { simulations: 50 });
    for (const { ranks } of sites) expect(ranks.every((rank) => rank > 0 && rank < 1)).toBe(true);
    const zero = (): void => {
      const mean = sample('mean', normal({ loc: 0, scale: 1e-30 }));
      sample('x', normal({ loc: tf.mul(mean, 0), scale: 1 }), { obs: tf.scalar(0) });
    };
    const equal: Posterior = (_data, key) => ({ mean: normal({ loc: 0, scale: 1e-30 }).sample(key, [NUM_DRAWS]) });
    expect(calibration(zero, equal, { simulations: 200 }).isCalibrated).toBe(true);
  });

  it('says what is missing', () => {
    const blind = (): void => void sample('mean', normal({ loc: 0, scale: 1 }));
    expect(errorOf(() => calibration(blind, () => ({})))).toMatchObject({
      code: 'ArgumentError',
      where: 'calibration',
      got: 'none',
    });
    expect(errorOf(() => calibration(model, () => ({ other: tf.zeros([3]) })))).toMatchObject({
      code: 'ArgumentError',
      where: 'calibration',
      got: 'other',
    });
    expect(errorOf(() => calibration(model, () => ({ mean: tf.zeros([3]) })))).toMatchObject({
      code: 'ArgumentError',
      where: 'calibration',
      got: '[3]',
    });
  });

  it('importance sampling and a trained guide of the right family are calibrated', () => {
    const one = (): void => {
      const mean = sample('mean', normal({ loc: 0, scale: 1 }));
      plate('rows', 2, () => sample('x', normal({ loc: mean, scale: 1 }), { obs: tf.zeros([2]) }));
    };
    const guide = (): void => {
      const scale = param('scale', tf.scalar(0.6), { constraint: constraints.positive });
      sample('mean', normal({ loc: param('loc', tf.scalar(0)), scale }));
    };
    const weighed = posteriorByImportance(one, { sites: ['mean'], numSamples: 500, draws: 40 });
    expect(calibration(one, weighed, { simulations: 60 }).isCalibrated).toBe(true);
    const trained = posteriorBySvi(one, { guide, steps: 40, draws: 40 });
    expect(calibration(one, trained, { simulations: 12 }).isCalibrated).toBe(true);
  });
});

describeEngines('calibration', () => {
  it('finds nothing wrong with an exact posterior', () => {
    expect(calibration(model, conjugate(), { simulations: 40 }).isCalibrated).toBe(true);
  });
});
