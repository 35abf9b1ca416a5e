// What becomes of a step whose loss is not finite, beyond what svi.test.ts holds.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, normal } from '../../src/dist/index.js';
import {
  renyiElbo,
  sgd,
  svi,
  traceGraphElbo,
  type Objective,
  type Svi,
  type SviOptions,
} from '../../src/infer/index.js';
import { ArgumentError, key, NumericError } from '../../src/num/index.js';
import { param, sample } from '../../src/ppl/index.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { warningsOf } from '../support/warningsOf.js';

useScalarEngine();

const infer = { baseline: { decayingAverage: true } };
const fit = (elbo: Objective, onNonFinite: SviOptions<[]>['onNonFinite'] = 'raise'): Svi<[tf.Tensor]> =>
  svi({
    model: (x: tf.Tensor) => {
      const k = sample('k', bernoulli({ probs: 0.5 }));
      sample('x', normal({ loc: k, scale: 0.5 }), { obs: x });
    },
    guide: () => void sample('k', bernoulli({ logits: param('q', tf.scalar(0)) }), { infer }),
    optimizer: sgd(),
    elbo,
    onNonFinite,
  });

describe('a loss that is not finite', () => {
  it.each([
    ['traceGraphElbo', traceGraphElbo()],
    ['renyiElbo, vectorised', renyiElbo({ vectorizeParticles: true })],
  ])('under %s names the step, the first bad site and its inputs', (_name, elbo) => {
    const inference = fit(elbo);
    const { state } = inference.step(inference.init(key(0), tf.scalar(1)), tf.scalar(1));
    const run = (): unknown => inference.step(state, tf.scalar(NaN));
    expect(run).toThrow(NumericError);
    expect(run).toThrow(/at step 1; first bad site "x" \(normal\), value NaN .* with loc .*, scale 0\.5/);
  });

  it('skipped, leaves no trace in running means', () => {
    const inference = fit(traceGraphElbo(), 'skip');
    const { state } = inference.step(inference.init(key(0), tf.scalar(1)), tf.scalar(1));
    const warnings = warningsOf(() => {
      const { state: next, info } = inference.step(state, tf.scalar(NaN));
      expect(info.isSkipped).toBe(true);
      expect(next.baselines).toEqual(state.baselines);
      expect(next.step).toBe(2);
    });
    expect(warnings).toHaveLength(1);
  });

  it('let through, is warned of with its step and site', () => {
    const inference = fit(traceGraphElbo(), 'allow');
    const warnings = warningsOf(() => {
      const { info } = inference.step(inference.init(key(0), tf.scalar(1)), tf.scalar(NaN));
      expect([info.isFinite, info.isSkipped]).toEqual([false, false]);
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^svi\.step: went on with an update, got a loss of NaN at step 0; first bad site "x"/);
  });

  it('an unknown policy is an error', () => {
    const make = (): unknown => fit(traceGraphElbo(), 'ignore' as 'skip');
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow("svi.onNonFinite: expected 'raise', 'skip' or 'allow', got 'ignore'");
  });
});
