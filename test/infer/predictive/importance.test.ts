// Importance sampling of models whose posterior and evidence are known.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { normal } from '../../../src/dist/index.js';
import { importance, resample, type ImportanceOptions } from '../../../src/infer/index.js';
import { ArgumentError, key, NumericError } from '../../../src/num/index.js';
import { param, plate, sample } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

const DATA = [1, 2, 4];
// A normal mean with prior N(0, 4) and unit noise.
const [POSTERIOR_MEAN, POSTERIOR_VARIANCE] = [7 / 3.25, 1 / 3.25];
const LOG_EVIDENCE = -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(13) + 21 - (4 / 13) * 49);

const model = (x: tf.Tensor): void => {
  const z = sample('z', normal({ loc: 0, scale: 2 }));
  plate('data', x.size, () => sample('x', normal({ loc: z, scale: 1 }), { obs: x }));
};
const guide = (): void => {
  sample('z', normal({ loc: param('loc', tf.scalar(0)), scale: param('scale', tf.scalar(1)) }));
};
const paramsOf = (loc: number, variance: number): Record<string, tf.Tensor> => ({
  loc: tf.scalar(loc),
  scale: tf.scalar(Math.sqrt(variance)),
});

describeEngines('importance', () => {
  it.each([false, true])('by the exact posterior, every weight is the evidence (parallel: %s)', (parallel) => {
    const params = paramsOf(POSTERIOR_MEAN, POSTERIOR_VARIANCE);
    const result = importance(model, guide, { numSamples: 60, parallel, params })(key(0), tf.tensor1d(DATA));
    expectClose(result.logWeights, Array<number>(60).fill(LOG_EVIDENCE), { roundings: 64 });
    expectClose(result.logMeanWeight, LOG_EVIDENCE, { roundings: 64 });
    expectClose(result.ess, 60, { tolerance: 1e-3 });
    expect(result.kHat).toBe(-Infinity);
    expectClose(result.smoothedWeights, Array<number>(60).fill(1 / 60), { tolerance: 1e-6 });
  });
});

describe('importance', () => {
  const run = (options: Partial<ImportanceOptions>) =>
    importance(model, guide, { numSamples: 4000, parallel: true, ...options })(key(1), tf.tensor1d(DATA));

  it.each([false, true])('by the prior, estimates the evidence and the posterior (parallel: %s)', (parallel) => {
    const numSamples = parallel ? 20_000 : 300;
    const result = importance(model, undefined, { numSamples, parallel, returnSites: ['z'] })(
      key(1),
      tf.tensor1d(DATA),
    );
    // The relative variance of the mean weight is that of the weights, 1 / (share of effective draws) - 1, over their number.
    const error = Math.sqrt((numSamples / result.ess - 1) / numSamples);
    expectClose(result.logMeanWeight, LOG_EVIDENCE, { tolerance: 5 * error });
    const z = result.samples['z']?.dataSync() ?? [];
    const mean = Array.from(z).reduce((sum, x, i) => sum + x * (result.weights[i] ?? NaN), 0);
    expectClose(mean, POSTERIOR_MEAN, { tolerance: 5 * Math.sqrt(POSTERIOR_VARIANCE / result.ess) });
    const smoothed = Array.from(z).reduce((sum, x, i) => sum + x * (result.smoothedWeights[i] ?? NaN), 0);
    expectClose(smoothed, POSTERIOR_MEAN, { tolerance: 5 * Math.sqrt(POSTERIOR_VARIANCE / result.ess) });
    // The weights are bounded, as the likelihood is, and have a tail of negative shape.
    expect(result.kHat).toBeLessThan(0);
  });

  it('ess and weights are what they say', () => {
    const { logWeights, weights, ess, logMeanWeight } = run({ params: paramsOf(2, 1), numSamples: 50 });
    const raw = [...logWeights].map(Math.exp);
    const total = raw.reduce((a, b) => a + b);
    expectClose(
      weights,
      raw.map((w) => w / total),
      { tolerance: 1e-12 },
    );
    expectClose(logMeanWeight, Math.log(total / 50), { tolerance: 1e-12 });
    expectClose(ess, total ** 2 / raw.reduce((sum, w) => sum + w * w, 0), { tolerance: 1e-9 });
  });

  it('kHat tells a guide that is too narrow from one that is wide enough', () => {
    const narrow = run({ params: paramsOf(POSTERIOR_MEAN, 0.04 * POSTERIOR_VARIANCE) });
    const wide = run({ params: paramsOf(POSTERIOR_MEAN, 1.5 * POSTERIOR_VARIANCE) });
    // The tail of p / q has shape 1 - 0.04 where q has 0.04 of the variance.
    expect(narrow.kHat).toBeGreaterThan(0.7);
    expect(wide.kHat).toBeLessThan(0.5);
  });

  it('leaves no tensor but the draws asked for', () => {
    const params = paramsOf(2, 1);
    const x = tf.tensor1d(DATA);
    for (const parallel of [false, true]) {
      const draw = (returnSites: string[]) =>
        importance(model, guide, { numSamples: 50, parallel, params, returnSites });
      expect(newTensors(() => draw([])(key(0), x))).toBe(0);
      expect(newTensors(() => draw(['z'])(key(0), x))).toBe(1);
    }
  });

  it('names impossible draws and bad options', () => {
    expect(() => importance(model, guide, { numSamples: 0 })).toThrow(ArgumentError);
    expect(() => importance(model, guide, { numSamples: 3, samples: 1 } as ImportanceOptions)).toThrow('got "samples"');
    const broken = (): unknown => run({ params: paramsOf(NaN, 1), numSamples: 3 });
    expect(broken).toThrow(NumericError);
    expect(broken).toThrow('importance: expected a log weight below Infinity, got NaN at draw 0');
    expect(warningsOf(() => run({ params: paramsOf(2, 1), numSamples: 20 }))).toHaveLength(1);
  });
});

describe('resample', () => {
  it('takes each draw about as often as its weight says', () => {
    const samples = {
      a: tf.tensor2d([
        [0, 0],
        [1, 1],
        [2, 2],
      ]),
    };
    const drawn = resample(key(0), samples, [0.5, 0, 0.5], 10);
    const first = [...(drawn['a']?.dataSync() ?? [])].filter((_, i) => i % 2 === 0);
    expect(drawn['a']?.shape).toEqual([10, 2]);
    expect(first.filter((x) => x === 0)).toHaveLength(5);
    expect(first.filter((x) => x === 1)).toHaveLength(0);
    const counts = Array.from({ length: 200 }, (_, seed) => {
      const chosen = resample(key(seed), { a: tf.tensor1d([0, 1]) }, [0.37, 0.63], 5)['a']?.dataSync() ?? [];
      return Array.from(chosen).filter((x) => x === 0).length;
    });
    // 1.85 on average: one or two of five.
    expect(new Set(counts)).toEqual(new Set([1, 2]));
    const mean = counts.reduce((a, b) => a + b) / 200;
    expectClose(mean, 1.85, { tolerance: (5 * Math.sqrt(0.85 * 0.15)) / Math.sqrt(200) });
  });

  it('refuses weights that do not sum to 1', () => {
    expect(() => resample(key(0), {}, [0.5, 0.4])).toThrow(
      'resample: expected weights that sum to 1, got a sum of 0.9',
    );
    expect(() => resample(key(0), {}, [1], 0)).toThrow(ArgumentError);
  });
});
