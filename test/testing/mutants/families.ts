// Honest families, each at one ordinary choice of parameters with a batch of [2], far enough from 1 that powers and inverses differ.
import * as dist from '../../../src/dist/index.js';
import type { Distribution } from '../../../src/dist/index.js';
import type { DistributionFactory, ParameterValues } from '../../../src/testing/index.js';

export interface Family {
  readonly make: DistributionFactory;
  readonly parameters: ParameterValues;
}

export type FamilyName = keyof typeof families;

function family<Params>(make: (params: Params) => Distribution, parameters: ParameterValues): Family {
  // The parameters have the names that the family takes.
  return { make: (given) => make(given as Params), parameters };
}

const located = { loc: [-1, 3], scale: [0.5, 2] };
const threeProbs = [[0.2, 0.3, 0.5], [0.6, 0.25, 0.15]]; // prettier-ignore
const threeReals = [[0, 1, 2], [1, 1, -0.5]]; // prettier-ignore
const pairs = [[0.5, -1], [2, 0]]; // prettier-ignore
const factors = [[[1, 0], [0.8, 0.7]], [[2, 0], [-1, 1]]]; // prettier-ignore

export const families = {
  normal: family(dist.normal, located),
  laplace: family(dist.laplace, located),
  gumbel: family(dist.gumbel, located),
  logistic: family(dist.logistic, located),
  cauchy: family(dist.cauchy, located),
  logNormal: family(dist.logNormal, { loc: [-1, 0.5], scale: [0.5, 0.3] }),
  studentT: family(dist.studentT, { ...located, df: [5, 8] }),
  halfNormal: family(dist.halfNormal, { scale: [0.5, 2] }),
  uniform: family(dist.uniform, { low: [-1, 0], high: [1, 3] }),
  truncatedNormal: family(dist.truncatedNormal, { ...located, low: [-1.2, 1], high: [0, 4] }),
  exponential: family(dist.exponential, { rate: [0.5, 3] }),
  gamma: family(dist.gamma, { concentration: [2.5, 4], rate: [0.5, 2] }),
  inverseGamma: family(dist.inverseGamma, { concentration: [5, 7], rate: [2, 0.5] }),
  weibull: family(dist.weibull, { scale: [0.5, 3], concentration: [2, 1.4] }),
  pareto: family(dist.pareto, { scale: [0.5, 2], alpha: [5, 6] }),
  beta: family(dist.beta, { concentration1: [2, 0.7], concentration0: [3, 1.6] }),
  kumaraswamy: family(dist.kumaraswamy, { concentration1: [2, 0.7], concentration0: [3, 1.6] }),
  inverseGaussian: family(dist.inverseGaussian, { loc: [1, 2], concentration: [3, 1] }),
  vonMises: family(dist.vonMises, { loc: [0.2, 2], concentration: [0.7, 4] }),
  bernoulli: family(dist.bernoulli, { probs: [0.2, 0.7] }),
  categorical: family(dist.categorical, { probs: threeProbs }),
  oneHotCategorical: family(dist.oneHotCategorical, { logits: threeReals }),
  orderedLogistic: family(dist.orderedLogistic, { predictor: [-0.5, 1], cutpoints: [[-1, 0.5, 2], [0, 1, 3]] }), // prettier-ignore
  discreteUniform: {
    make: ({ unused }) => dist.discreteUniform({ low: 2, high: 5 }).expand(unused?.shape ?? []),
    parameters: { unused: [0, 0] },
  } satisfies Family,
  poisson: family(dist.poisson, { rate: [0.7, 4] }),
  geometric: family(dist.geometric, { probs: [0.3, 0.7] }),
  binomial: family(dist.binomial, { totalCount: [6, 9], probs: [0.2, 0.6] }),
  'binomial of one total': family(
    (params: Pick<dist.BinomialParams, 'probs'>) => dist.binomial({ ...params, totalCount: 6 } as dist.BinomialParams),
    { probs: [0.2, 0.6] },
  ),
  negativeBinomial: family(dist.negativeBinomial, { totalCount: [2.5, 4], probs: [0.3, 0.6] }),
  betaBinomial: family(dist.betaBinomial, { totalCount: [6, 9], concentration1: [2, 0.7], concentration0: [3, 1.6] }),
  'zeroInflated poisson': {
    make: ({ rate = 1, gate = 0 }) => dist.zeroInflated(dist.poisson({ rate }), { gate }),
    parameters: { rate: [1.5, 4], gate: [0.2, 0.4] },
  } satisfies Family,
  multinomial: family(dist.multinomial, { totalCount: [4, 6], probs: threeProbs }),
  dirichletMultinomial: family(dist.dirichletMultinomial, { concentration: [[1, 2, 3], [2, 0.8, 1]], totalCount: [4, 6] }), // prettier-ignore
  dirichlet: family(dist.dirichlet, { concentration: [[1.5, 2, 4], [2, 3, 1.2]] }), // prettier-ignore
  multivariateNormal: family(dist.multivariateNormal, { loc: pairs, scaleTril: factors }),
  multivariateStudentT: family(dist.multivariateStudentT, { df: [5, 8], loc: pairs, scaleTril: factors }),
  gaussianRandomWalk: {
    make: ({ scale = 1 }) => dist.gaussianRandomWalk({ scale, numSteps: 2 }),
    parameters: { scale: [0.5, 2] },
  } satisfies Family,
  lkjCholesky: {
    make: ({ concentration = 1 }) => dist.lkjCholesky({ dim: 2, concentration }),
    parameters: { concentration: [1.5, 3] },
  } satisfies Family,
  wishart: family(dist.wishart, { df: [5, 6], scaleTril: factors }),
} as const;
