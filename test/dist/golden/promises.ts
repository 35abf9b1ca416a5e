import type { Member } from './measure.js';

/** Half the distance of neighbouring float32 numbers above 1. */
export const ROUNDING = 2 ** -24;

/** In roundings: what any family promises of any member. */
const USUAL = 12;

/** Where a family promises less. */
const promises: Readonly<Record<string, Partial<Record<Member, number>>>> = {
  gumbel: { cdf: 48 },
  studentT: { slopes: 1000 },
  logNormal: { slopes: 48, cdf: 48, icdf: 16, variance: 32 },
  logitNormal: { cdf: 24, icdf: 16 },
  'truncatedNormal between bounds': { cdf: 24, variance: 24 },
  'truncatedNormal from below': { variance: 16 },
  'truncatedNormal from above': { cdf: 16, variance: 16 },
  weibull: { cdf: 32, mean: 48, variance: 64 },
  pareto: { logProb: 16, icdf: 24 },
  beta: { logProb: 48, slopes: 300 },
  kumaraswamy: { icdf: 150, mean: 64, variance: 600 },
  'continuousBernoulli of probs': { cdf: 16 },
  vonMises: { logProb: 48, slopes: 24 },
  inverseGaussian: { cdf: 48 },
  'relaxedBernoulli of logits': { cdf: 16, icdf: 48 },
  'relaxedBernoulli of probs': { icdf: 48 },
  'bernoulli of probs': { logProb: 24 },
  'binomial of probs': { logProb: 150, slopes: 600 },
  'binomial of logits': { logProb: 48, slopes: 48, cdf: 100 },
  betaBinomial: { logProb: 16 },
  'negativeBinomial of probs': { slopes: 64 },
  'negativeBinomial of logits': { logProb: 64, slopes: 200, cdf: 800 },
  gammaPoisson: { slopes: 64, cdf: 64 },
  dirichletMultinomial: { slopes: 20000 },
  'relaxedOneHotCategorical of logits': { logProb: 24, slopes: 48 },
  'multivariateNormal of covariance': { logProb: 24, slopes: 64 },
  'multivariateNormal of precision': { logProb: 24, slopes: 200 },
  lowRankMultivariateNormal: { slopes: 150 },
  multivariateStudentT: { slopes: 2500 },
  wishart: { logProb: 32, slopes: 600 },
  'wishart of covariance': { logProb: 300, slopes: 150, entropy: 32 },
  'wishart of precision': { logProb: 300, slopes: 64, entropy: 24 },
  'lkjCholesky of 2': { variance: 48 },
  'lkjCholesky of 4': { variance: 24 },
  dirichlet: { logProb: 24 },
  projectedNormal: { variance: 2500 },
  discreteHMM: { mean: 24 },
  gaussianHMM: { slopes: 24 },
  'transformed by exp': { logProb: 64, slopes: 1500, cdf: 64, icdf: 16 },
  'transformed by a spline': { logProb: 16, slopes: 64, icdf: 16 },
  'mixtureSameFamily of normals': { slopes: 150 },
  'mixtureSameFamily of categoricals': { slopes: 16 },
  'mixtureSameFamily of vectors': { slopes: 24 },
  'pullBack of beta': { slopes: 16 },
};

/** How many roundings a member may be off at most. */
export function promised(family: string, member: Member): number {
  return promises[family]?.[member] ?? USUAL;
}
