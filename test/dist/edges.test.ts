// Ends of supports and of parameters' sets: densities that are finite there, exact zeros in probabilities, and draws without NaN.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { gradientsOf } from '../support/gradientsOf.js';

const vector = (...values: number[]): tf.Tensor1D => tf.tensor1d(values);

describeEngines('densities at the ends of their supports', () => {
  it.each<[string, () => Distribution, number | number[], number]>([
    ['beta(1, 3) at 0', () => dist.beta({ concentration1: 1, concentration0: 3 }), 0, 1.09861229],
    ['beta(3, 1) at 1', () => dist.beta({ concentration1: 3, concentration0: 1 }), 1, 1.09861229],
    ['beta(2, 3) at 0', () => dist.beta({ concentration1: 2, concentration0: 3 }), 0, -Infinity],
    ['beta(.5, 3) at 0', () => dist.beta({ concentration1: 0.5, concentration0: 3 }), 0, Infinity],
    ['kumaraswamy(1, 3) at 0', () => dist.kumaraswamy({ concentration1: 1, concentration0: 3 }), 0, 1.09861229],
    ['kumaraswamy(3, 1) at 1', () => dist.kumaraswamy({ concentration1: 3, concentration0: 1 }), 1, 1.09861229],
    ['gamma(1, 2) at 0', () => dist.gamma({ concentration: 1, rate: 2 }), 0, Math.LN2],
    ['gamma(2, 2) at 0', () => dist.gamma({ concentration: 2, rate: 2 }), 0, -Infinity],
    ['chi2(2) at 0', () => dist.chi2({ df: 2 }), 0, -Math.LN2],
    ['weibull(2, 1) at 0', () => dist.weibull({ scale: 2, concentration: 1 }), 0, -Math.LN2],
    [
      'dirichlet(1, 1, 2) at a zero',
      () => dist.dirichlet({ concentration: vector(1, 1, 2) }),
      [0, 0.25, 0.75],
      1.5040774,
    ],
  ])('%s', (_name, make, value, right) => {
    expectClose(make().logProb(tf.tensor(value)), right, { relative: 1e-6 });
    expect(tf.all(make().support.check(tf.tensor(value))).dataSync()[0]).toBe(1);
  });

  it('have the gradients of what they are', () => {
    // d/db log(b) at a = 1; by a it falls without bound, as log 0 does.
    const ofBeta = gradientsOf(
      ({ b = tf.scalar(0) }) => dist.beta({ concentration1: 1, concentration0: b }).logProb(tf.scalar(0)),
      { b: tf.scalar(3) },
    );
    expectClose(ofBeta.b ?? NaN, 1 / 3, { relative: 1e-5 });
    const ofGamma = gradientsOf(
      ({ rate = tf.scalar(0) }) => dist.gamma({ concentration: 1, rate }).logProb(tf.scalar(0)),
      { rate: tf.scalar(2) },
    );
    expectClose(ofGamma.rate ?? NaN, 0.5, { relative: 1e-6 });
    const ofWeibull = gradientsOf(
      ({ scale = tf.scalar(0) }) => dist.weibull({ scale, concentration: 1 }).logProb(tf.scalar(0)),
      { scale: tf.scalar(2) },
    );
    expectClose(ofWeibull.scale ?? NaN, -0.5, { relative: 1e-6 });
  });
});

describeEngines('exact zeros in probabilities', () => {
  it.each<[string, (probs: tf.Tensor) => Distribution, number[], number[], number[]]>([
    ['bernoulli', (probs) => dist.bernoulli({ probs }), [0, 1], [0, 0], [-Infinity, -Infinity]],
    ['binomial', (probs) => dist.binomial({ totalCount: 3, probs }), [0, 3], [0, 0], [-Infinity, -Infinity]],
    ['geometric', (probs) => dist.geometric({ probs }), [0, 0], [-Infinity, 0], [-Infinity, -Infinity]],
    [
      'negativeBinomial',
      (probs) => dist.negativeBinomial({ totalCount: 2, probs }),
      [0, 0],
      [0, -Infinity],
      [-Infinity, -Infinity],
    ],
  ])('%s', (_name, make, usual, right, never) => {
    const whole = make(vector(0, 1));
    expectClose(whole.logProb(vector(...usual)), right);
    expectClose(whole.logProb(vector(2, 0.5)), never);
    expect(
      whole
        .sample(key(0), [50])
        .dataSync()
        .every((x) => Number.isFinite(x)),
    ).toBe(true);
    const entropy = whole.closedForms.has('entropy') ? whole.entropy() : vector(0, 0);
    expect(entropy.dataSync().every((x) => !Number.isNaN(x))).toBe(true);
    expect(
      whole
        .mean()
        .dataSync()
        .every((x) => !Number.isNaN(x)),
    ).toBe(true);
  });

  it('have distribution functions', () => {
    expectClose(dist.binomial({ totalCount: 3, probs: vector(0, 1) }).cdf(tf.scalar(1)), [1, 0]);
    expectClose(dist.binomial({ totalCount: 3, probs: vector(0, 1) }).icdf(tf.scalar(0.5)), [0, 3]);
    expectClose(dist.geometric({ probs: tf.scalar(1) }).cdf(vector(-1, 0, 4)), [0, 1, 1]);
    expectClose(dist.geometric({ probs: tf.scalar(1) }).icdf(vector(0, 0.5)), [0, 0]);
    expectClose(dist.bernoulli({ probs: vector(0, 1) }).entropy(), [0, 0]);
  });

  it('have divergences', () => {
    const kl = (q: Distribution, p: Distribution): tf.Tensor => dist.klDivergence(q, p) ?? tf.scalar(NaN);
    const half = dist.bernoulli({ probs: 0.5 });
    const ends = dist.bernoulli({ probs: vector(0, 1) });
    expectClose(kl(ends, half), [Math.LN2, Math.LN2], { relative: 1e-6 });
    expectClose(kl(half, ends), [Infinity, Infinity]);
    expectClose(kl(ends, ends), [0, 0]);
    const [one, other] = [dist.geometric({ probs: 1 }), dist.geometric({ probs: 0.5 })];
    expectClose(kl(one, other), Math.LN2, { relative: 1e-6 });
    const zeros = dist.categorical({ probs: vector(0, 0.5, 0.5) });
    const thirds = dist.categorical({ probs: vector(1, 1, 1) });
    expectClose(kl(zeros, thirds), Math.log(1.5), { relative: 1e-6 });
    expectClose(kl(thirds, zeros), Infinity);
    expectClose(kl(zeros, zeros), 0);
  });

  it('pass no NaN to the probabilities', () => {
    const slopes = gradientsOf(({ probs = vector(0) }) => dist.categorical({ probs }).logProb(tf.tensor1d([1, 2, 1])), {
      probs: vector(0, 1, 3),
    });
    expectClose(slopes.probs ?? NaN, [-0.75, 2 - 0.75, 1 / 3 - 0.75], { tolerance: 1e-5 });
    const binary = gradientsOf(
      ({ probs = vector(0) }) => tf.sum(dist.binomial({ totalCount: 2, probs }).logProb(vector(0, 2))),
      { probs: vector(0, 1) },
    );
    expectClose(binary.probs ?? NaN, [-2, 2], { tolerance: 1e-5 });
    const oneHot = gradientsOf(
      ({ probs = vector(0) }) => dist.multinomial({ totalCount: 4, probs }).logProb(vector(0, 1, 3)),
      { probs: vector(0, 1, 3) },
    );
    expectClose(oneHot.probs ?? NaN, [-1, 0, 0], { tolerance: 1e-5 });
    const gate = gradientsOf(
      ({ gate: share = tf.scalar(0) }) =>
        dist.zeroInflated(dist.poisson({ rate: 1 }), { gate: share }).logProb(tf.scalar(2)),
      { gate: tf.scalar(0) },
    );
    expectClose(gate.gate ?? NaN, -1, { tolerance: 1e-5 });
  });
});

describeEngines('finite families', () => {
  it.each<[string, () => Distribution, number[]]>([
    ['categorical', () => dist.categorical({ probs: vector(1, 2, 1) }), [-1, 3, 0.5, NaN]],
    ['orderedLogistic', () => dist.orderedLogistic({ predictor: 0, cutpoints: vector(-1, 1) }), [-1, 3, 0.5, NaN]],
    ['binomial', () => dist.binomial({ totalCount: 2, probs: 0.5 }), [-1, 3, 0.5, NaN]],
    [
      'betaBinomial',
      () => dist.betaBinomial({ totalCount: 2, concentration1: 1, concentration0: 1 }),
      [-1, 3, 0.5, NaN],
    ],
    ['discreteUniform', () => dist.discreteUniform({ low: 0, high: 2 }), [-1, 3, 0.5, NaN]],
    ['poisson', () => dist.poisson({ rate: 2 }), [-1, 2.5, NaN]],
    ['geometric', () => dist.geometric({ probs: 0.5 }), [-1, 2.5, NaN]],
    ['gammaPoisson', () => dist.gammaPoisson({ concentration: 2, rate: 1 }), [-1, 2.5, NaN]],
    ['negativeBinomial', () => dist.negativeBinomial({ totalCount: 2, probs: 0.5 }), [-1, 2.5, NaN]],
  ])('%s: what is no value has no probability', (_name, make, values) => {
    expectClose(
      make().logProb(vector(...values)),
      values.map(() => -Infinity),
    );
  });

  it('normalise their probs everywhere alike', () => {
    const [raw, whole] = [vector(1, 2, 1), vector(0.25, 0.5, 0.25)];
    for (const make of [dist.categorical, dist.oneHotCategorical, dist.oneHotCategoricalStraightThrough]) {
      const [one, other] = [make({ probs: raw }), make({ probs: whole })];
      for (const of of ['mean', 'variance', 'entropy'] as const) {
        if (other.closedForms.has(of)) expectClose(one[of](), other[of](), { tolerance: 1e-6 });
      }
      const values = other.enumerateSupport();
      expectClose(one.logProb(values), other.logProb(values), { tolerance: 1e-6 });
      expectClose(one.sample(key(1), [20]), other.sample(key(1), [20]));
    }
    const counts = vector(1, 1, 0);
    const [one, other] = [raw, whole].map((probs) => dist.multinomial({ totalCount: 2, probs }).logProb(counts));
    expectClose(one ?? NaN, other ?? NaN, { tolerance: 1e-6 });
    const [soft, hard] = [raw, whole].map((probs) => dist.relaxedOneHotCategorical({ temperature: 0.5, probs }));
    expectClose(soft?.logProb(whole) ?? NaN, hard?.logProb(whole) ?? NaN, { tolerance: 1e-5 });
    const parts = dist.normal({ loc: vector(0, 1, 2), scale: 1 });
    const [mix, same] = [raw, whole].map((probs) => dist.mixtureSameFamily(dist.categorical({ probs }), parts));
    expectClose(mix?.mean() ?? NaN, same?.mean() ?? NaN, { tolerance: 1e-6 });
  });
});

describeEngines('moments that cancel', () => {
  it('are right for large concentrations', () => {
    // mpmath.
    const weibull = dist.weibull({ scale: 1, concentration: vector(1.5, 20, 1000, 5000) });
    expectClose(weibull.variance(), [0.375690285, 0.0036402148, 1.64064268e-6, 6.5762957e-8], { relative: 1e-6 });
    const kumaraswamy = dist.kumaraswamy({
      concentration1: vector(1000, 20, 2, 0.5),
      concentration0: vector(0.2, 0.3, 3, 0.5),
    });
    expectClose(kumaraswamy.variance(), [3.76415881e-7, 0.00109603811, 0.0410204082, 0.121904762], { relative: 1e-6 });
  });
});

describeEngines('draws at the ends of what parameters may be', () => {
  it.each<[string, () => Distribution]>([
    ['gamma', () => dist.gamma({ concentration: vector(2e-38, 1e-6, 1e30), rate: vector(1e30, 1e-30, 1) })],
    ['beta', () => dist.beta({ concentration1: vector(2e-38, 1e-6, 1e30), concentration0: vector(2e-38, 1e30, 1e30) })],
    [
      'dirichlet',
      () =>
        dist.dirichlet({
          concentration: tf.tensor2d([
            [2e-38, 2e-38],
            [2e-38, 1e30],
          ]),
        }),
    ],
    ['studentT', () => dist.studentT({ df: vector(2e-38, 1e-6, 1e30) })],
    ['chi2', () => dist.chi2({ df: vector(2e-38, 1e-6, 1e30) })],
    ['inverseGamma', () => dist.inverseGamma({ concentration: vector(2e-38, 1e-6, 1e30), rate: 1 })],
    ['weibull', () => dist.weibull({ scale: 1, concentration: vector(2e-38, 1e-6, 1e30) })],
    ['pareto', () => dist.pareto({ scale: 1, alpha: vector(2e-38, 1e-6, 1e30) })],
    [
      'kumaraswamy',
      () => dist.kumaraswamy({ concentration1: vector(2e-38, 1e30), concentration0: vector(2e-38, 1e30) }),
    ],
    ['inverseGaussian', () => dist.inverseGaussian({ loc: vector(1e-30, 1e30), concentration: vector(1e-30, 1e30) })],
    ['vonMises', () => dist.vonMises({ loc: 0, concentration: vector(0, 2e-38, 1e30) })],
    ['halfCauchy', () => dist.halfCauchy({ scale: vector(2e-38, 1e38) })],
    ['poisson', () => dist.poisson({ rate: vector(0, 2e-38, 1e30) })],
    ['geometric', () => dist.geometric({ probs: vector(0, 2e-38, 1) })],
    ['negativeBinomial', () => dist.negativeBinomial({ totalCount: vector(2e-38, 1, 1), probs: vector(0.5, 0, 1) })],
    ['gammaPoisson', () => dist.gammaPoisson({ concentration: vector(2e-38, 1e30), rate: vector(1, 1e-30) })],
    [
      'betaBinomial',
      () => dist.betaBinomial({ totalCount: 5, concentration1: vector(2e-38, 1e30), concentration0: vector(2e-38, 1) }),
    ],
    ['dirichletMultinomial', () => dist.dirichletMultinomial({ totalCount: 5, concentration: vector(2e-38, 2e-38) })],
    ['asymmetricLaplace', () => dist.asymmetricLaplace({ loc: 0, scale: 1, asymmetry: vector(1e-30, 1e30) })],
    ['relaxedBernoulli', () => dist.relaxedBernoulli({ temperature: vector(2e-38, 1e30, 1), probs: vector(0, 1, 0) })],
    [
      'relaxedOneHotCategorical',
      () => dist.relaxedOneHotCategorical({ temperature: vector(2e-38, 1), probs: vector(0, 1) }),
    ],
  ])('%s', (_name, make) => {
    expect([...make().sample(key(0), [40]).dataSync()].filter((x) => Number.isNaN(x))).toEqual([]);
  });
});
