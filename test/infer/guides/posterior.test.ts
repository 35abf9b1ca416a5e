// On models whose posterior is normal and known, each guide finds what its family can hold.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  autoDelta,
  autoDiagonalNormal,
  autoGuideList,
  autoLaplaceApproximation,
  autoLowRankMultivariateNormal,
  autoMultivariateNormal,
  autoNormal,
  autoNormalizingFlow,
  svi,
  adam,
  traceElbo,
  traceMeanFieldElbo,
  type AutoGuide,
} from '../../../src/infer/index.js';
import { key, NumericError } from '../../../src/num/index.js';
import { block, factor, sample, substitute, type Program } from '../../../src/ppl/index.js';
import { normal } from '../../../src/dist/index.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { exponential } from './exponential.js';
import { fit, meanModel, posteriorMean, posteriorScale, regressionModel, regressionPosterior } from './conjugate.js';

useScalarEngine();

const { mean, covariance, logEvidence } = regressionPosterior();
const [variance0 = NaN, variance1 = NaN] = [covariance[0]?.[0], covariance[1]?.[1]];
const corner = covariance[1]?.[0] ?? NaN;

type Params = Record<string, tf.Tensor>;
const oneDraw = (guide: AutoGuide<[]>, params: Params, seedOf: number): number => {
  const inference = svi({
    model: regressionModel,
    guide: substitute(params, guide),
    optimizer: adam(),
    elbo: traceElbo(),
  });
  return tf.tidy(() => inference.evaluate(inference.init(key(seedOf))));
};

describe('a guide that is the posterior: every draw of the ELBO is the log evidence', () => {
  // Two densities of size up to 10, each of some tens of roundings.
  const closeness = { tolerance: 5e-5 };

  it('autoMultivariateNormal', () => {
    tf.tidy(() => {
      const [a, b] = [Math.sqrt(variance0), Math.sqrt(variance1)];
      const across = corner / a;
      const below = Math.sqrt(variance1 - across ** 2);
      const params = {
        'autoMultivariateNormal.loc': tf.tensor1d(mean),
        'autoMultivariateNormal.scale': tf.tensor1d([a, below]),
        'autoMultivariateNormal.scaleTril': tf.tensor2d([1, 0, across / below, 1], [2, 2]),
      };
      expect(b).toBeGreaterThan(below);
      const guide = autoMultivariateNormal(regressionModel);
      for (const seedOf of [1, 2, 3]) expectClose(-oneDraw(guide, params, seedOf), logEvidence, closeness);
      expectClose(guide.quantiles(params, [0.5])['w'] as tf.Tensor, mean, { tolerance: 1e-6 });
      // The quantile 0.8413447 of a normal is one standard deviation out.
      const high = guide.quantiles(params, [0.8413447])['w'] as tf.Tensor;
      expectClose(high, [(mean[0] ?? 0) + a, (mean[1] ?? 0) + b], { tolerance: 1e-5 });
    });
  });

  it('autoLowRankMultivariateNormal', () => {
    tf.tidy(() => {
      // diag(d) (I + w w^T) diag(d) with d^2 half of each variance has w_i^2 = 1, and w_0 w_1 d_0 d_1 off the diagonal only if that is
      // the covariance; so d and w are solved for with w_0 = 1: d_0^2 = v_0 / 2, w_1 d_1 = c / d_0, d_1^2 = v_1 - (w_1 d_1)^2.
      const d0 = Math.sqrt(variance0 / 2);
      const shared = corner / d0;
      const d1 = Math.sqrt(variance1 - shared ** 2);
      const params = {
        'autoLowRankMultivariateNormal.loc': tf.tensor1d(mean),
        'autoLowRankMultivariateNormal.scale': tf.tensor1d([d0, d1]),
        'autoLowRankMultivariateNormal.covFactor': tf.tensor2d([1, shared / d1], [2, 1]),
      };
      const guide = autoLowRankMultivariateNormal(regressionModel);
      for (const seedOf of [1, 2, 3]) expectClose(-oneDraw(guide, params, seedOf), logEvidence, closeness);
    });
  });
});

describe('a Laplace approximation', () => {
  it('of a normal posterior is the posterior', () => {
    tf.tidy(() => {
      const guide = autoLaplaceApproximation(regressionModel);
      const { params } = fit(regressionModel, guide, { steps: 150 });
      expectClose(guide.median(params)['w'] as tf.Tensor, mean, { tolerance: 1e-3 });
      const found = guide.laplaceApproximation(params, key(0), {});
      const factor = found.params['autoLaplaceApproximation.scaleTril'] as tf.Tensor;
      // Gradients of size 10 rounded to 1e-6, over a step of 0.1 standard deviations.
      expectClose(tf.matMul(factor, factor, false, true), covariance.flat(), { relative: 1e-3 });
      // The mode is found to a small part of a standard deviation, whose square the density loses.
      expectClose(-oneDraw(found.guide, found.params, 4), logEvidence, { tolerance: 1e-2 });
    });
  });

  it('works through kernels without second derivatives, in unconstrained coordinates', () => {
    tf.tidy(() => {
      // With u = log rate the posterior is a u - b exp(u), whose second derivative at its mode exp(u) = a / b is -a.
      const guide = autoLaplaceApproximation(exponential.model);
      const { params } = fit(exponential.model, guide, { steps: 150 });
      expectClose(guide.median(params)['rate'] as tf.Tensor, exponential.shape / exponential.rate, { relative: 1e-3 });
      const found = guide.laplaceApproximation(params, key(0), {});
      const factor = found.params['autoLaplaceApproximation.scaleTril'] as tf.Tensor;
      expectClose(factor, 1 / Math.sqrt(exponential.shape), { relative: 3e-3 });
      const draws = found.guide.samplePosterior(found.params, key(1), [100])['rate'] as tf.Tensor;
      expect(draws.dataSync().every((x) => x > 0)).toBe(true);
    });
  });

  it('is refused where the point is no minimum', () => {
    tf.tidy(() => {
      const saddle = (): void => {
        const z = sample('z', normal({ loc: 0, scale: 1 }));
        factor('bump', tf.square(z));
      };
      const guide = autoLaplaceApproximation(saddle);
      const { params } = fit(saddle, guide, { steps: 1 });
      expect(() => guide.laplaceApproximation(params, key(0), {})).toThrow(NumericError);
      expect(() => guide.laplaceApproximation({}, key(0), {})).toThrow('expected the trained parameter');
    });
  });
});

describe('training', () => {
  // The gradient's noise is of size 1 / scale a step; with a step size that falls to 0 it averages over half of the steps or more.
  const STEPS = 120;
  const tolerance = (5 * posteriorScale) / Math.sqrt(STEPS / 2);

  it('autoDelta finds the mode', () => {
    const params = tf.tidy(() => fit(meanModel, autoDelta(meanModel), { steps: 150 }).params);
    expectClose(params['autoDelta.z'] as tf.Tensor, posteriorMean, { tolerance: 1e-3 });
    tf.dispose(Object.values(params));
  });

  it.each([
    { name: 'autoNormal', make: autoNormal<[]>, elbo: traceElbo() },
    { name: 'autoNormal by its KL divergence', make: autoNormal<[]>, elbo: traceMeanFieldElbo() },
  ])('$name finds mean and scale', ({ make, elbo }) => {
    tf.tidy(() => {
      const guide = make(meanModel);
      const { params } = fit(meanModel, guide, { steps: STEPS, elbo });
      expectClose(guide.median(params)['z'] as tf.Tensor, posteriorMean, { tolerance });
      const [low = NaN, high = NaN] = guide.quantiles(params, [0.1586553, 0.8413447])['z']?.dataSync() ?? [];
      expectClose((high - low) / 2, posteriorScale, { tolerance });
    });
  });

  it.each([
    { name: 'autoMultivariateNormal', make: autoMultivariateNormal<[]> },
    { name: 'autoLowRankMultivariateNormal', make: autoLowRankMultivariateNormal<[]> },
    {
      name: 'autoNormalizingFlow',
      make: (model: Program<[]>) => autoNormalizingFlow(model, { numCouplings: 1, hiddenSize: 2 }),
    },
  ])('$name finds a covariance', ({ make }) => {
    tf.tidy(() => {
      const guide = make(regressionModel);
      const { params } = fit(regressionModel, guide, { steps: STEPS });
      const numDraws = 2000;
      const draws = guide.samplePosterior(params, key(9), [numDraws])['w'] as tf.Tensor2D;
      const centre = tf.mean(draws, 0, true);
      const spread = tf.sub<tf.Tensor2D>(draws, centre);
      const scale = Math.sqrt(Math.max(variance0, variance1));
      const allowed = (5 * scale) / Math.sqrt(STEPS / 2);
      expectClose(centre, mean, { tolerance: allowed });
      // Of variances the same share, twice: that of the training and that of the draws.
      const found = tf.div(tf.matMul(spread, spread, true, false), numDraws);
      expectClose(found, covariance.flat(), { tolerance: 2 * scale * allowed });
    });
  });

  it('autoDiagonalNormal finds the mean, and conditional scales in place of marginal ones', () => {
    tf.tidy(() => {
      const guide = autoDiagonalNormal(regressionModel);
      const { params } = fit(regressionModel, guide, { steps: STEPS });
      const scale = Math.sqrt(Math.max(variance0, variance1));
      expectClose(guide.mean(params)['w'] as tf.Tensor, mean, { tolerance: (5 * scale) / Math.sqrt(STEPS / 2) });
      // The best independent normal has the inverse of the precision's diagonal as variances.
      const determinant = variance0 * variance1 - corner ** 2;
      const expected = [Math.sqrt(determinant / variance1), Math.sqrt(determinant / variance0)];
      expectClose(params['autoDiagonalNormal.scale'] as tf.Tensor, expected, { relative: 5 / Math.sqrt(STEPS / 2) });
    });
  });

  it('autoGuideList trains parts of one kind side by side', () => {
    tf.tidy(() => {
      const two = (): void => {
        meanModel();
        sample('other', normal({ loc: -3, scale: 0.5 }));
      };
      const guide = autoGuideList<[]>(two, [
        autoDelta(block({ hide: ['other'] }, two)),
        autoDelta(block({ expose: ['other'] }, two)),
      ]);
      const { params } = fit(two, guide, { steps: 150 });
      expect(Object.keys(params).sort()).toEqual(['autoGuideList.0.autoDelta.z', 'autoGuideList.1.autoDelta.other']);
      const { z, other } = guide.median(params);
      expectClose(z as tf.Tensor, posteriorMean, { tolerance: 1e-3 });
      expectClose(other as tf.Tensor, -3, { tolerance: 1e-3 });
    });
  });
});
