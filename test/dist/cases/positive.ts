import * as dist from '../../../src/dist/index.js';
import { familyCase, type FamilyCase } from './familyCase.js';

const { positive: aboveZero, real, unitInterval } = dist.constraints;

/** Families of positive and bounded numbers. */
export const positive: readonly FamilyCase[] = [
  familyCase('exponential', dist.exponential, { rate: aboveZero }, [{ rate: [1e-30, 1e30] }]),
  familyCase('gamma', dist.gamma, { concentration: aboveZero, rate: aboveZero }, [
    { concentration: [1e-3, 1e6], rate: [1, 1] },
    { concentration: [1, 1], rate: [1e-20, 1e20] },
  ]),
  familyCase('inverseGamma', dist.inverseGamma, { concentration: aboveZero, rate: aboveZero }, [
    { concentration: [1e-2, 1e6], rate: [1, 1] },
    { concentration: [2.5, 2.5], rate: [1e-15, 1e15] },
  ]),
  familyCase('chi2', dist.chi2, { df: aboveZero }, [{ df: [1e-2, 1e6] }]),
  familyCase('weibull', dist.weibull, { scale: aboveZero, concentration: aboveZero }, [
    { scale: [1e-15, 1e15], concentration: [1, 1] },
    { scale: [1, 1], concentration: [0.05, 1e3] },
  ]),
  familyCase('pareto', dist.pareto, { scale: aboveZero, alpha: aboveZero }, [
    { scale: [1e-15, 1e15], alpha: [3, 3] },
    { scale: [1, 1], alpha: [0.05, 1e3] },
  ]),
  familyCase('inverseGaussian', dist.inverseGaussian, { loc: aboveZero, concentration: aboveZero }, [
    { loc: [1e-10, 1e10], concentration: [1, 1] },
    { loc: [1, 1], concentration: [1e-4, 1e6] },
  ]),
  familyCase('beta', dist.beta, { concentration1: aboveZero, concentration0: aboveZero }, [
    { concentration1: [0.05, 1e4], concentration0: [1, 1] },
    { concentration1: [0.1, 1e4], concentration0: [0.1, 1e4] },
  ]),
  familyCase('kumaraswamy', dist.kumaraswamy, { concentration1: aboveZero, concentration0: aboveZero }, [
    { concentration1: [0.1, 100], concentration0: [1, 1] },
    { concentration1: [1, 1], concentration0: [0.1, 1e4] },
  ]),
  familyCase('continuousBernoulli of probs', dist.continuousBernoulli, { probs: unitInterval }, [{ probs: [0, 1] }]),
  familyCase('continuousBernoulli of logits', dist.continuousBernoulli, { logits: real }, [
    { logits: [-1e4, 1e4] },
    { logits: [0, 1e-20] },
  ]),
  familyCase('vonMises', dist.vonMises, { loc: real, concentration: dist.constraints.nonnegative }, [
    { loc: [0, 1], concentration: [0, 1e-20] },
    { loc: [-3, 3], concentration: [1e5, 1e8] },
  ]),
  familyCase('relaxedBernoulli of probs', dist.relaxedBernoulli, { temperature: aboveZero, probs: unitInterval }, [
    { temperature: [0.2, 10], probs: [0, 1] },
  ]),
  familyCase('relaxedBernoulli of logits', dist.relaxedBernoulli, { temperature: aboveZero, logits: real }, [
    { temperature: [0.2, 10], logits: [-20, 20] },
  ]),
  familyCase(
    'relaxedBernoulliStraightThrough',
    dist.relaxedBernoulliStraightThrough,
    { temperature: aboveZero, logits: real },
    [{ temperature: [0.2, 10], logits: [-20, 20] }],
  ),
  familyCase('bernoulliStraightThrough', dist.bernoulliStraightThrough, { logits: real }, [{ logits: [-50, 50] }]),
];
