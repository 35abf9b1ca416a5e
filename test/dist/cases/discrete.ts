import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as dist from '../../../src/dist/index.js';
import type { Distribution } from '../../../src/dist/index.js';
import { parametersIn } from '../../../src/testing/laws/parametersIn.js';
import { familyCase, type FamilyCase } from './familyCase.js';

const {
  independent,
  integerInterval,
  orderedVector,
  positive: aboveZero,
  real,
  simplex,
  unitInterval,
} = dist.constraints;

/** Logits of a choice among three. */
const reals = independent(real, 1);

const threeProbs = [[1, 0, 0], [1e-6, 0.5, 0.499999]]; // prettier-ignore
const threeLogits = [[-Infinity, 0, 2], [80, -80, 0]]; // prettier-ignore
const counts = integerInterval(0, 12);

/** Discrete families and their continuous relaxations. */
export const discrete: readonly FamilyCase[] = [
  familyCase('bernoulli of probs', dist.bernoulli, { probs: unitInterval }, [{ probs: [0, 1] }]),
  familyCase('bernoulli of logits', dist.bernoulli, { logits: real }, [
    { logits: [-Infinity, Infinity] },
    { logits: [-200, 200] },
  ]),
  familyCase('geometric of probs', dist.geometric, { probs: unitInterval }, [{ probs: [1e-6, 1] }]),
  familyCase('geometric of logits', dist.geometric, { logits: real }, [{ logits: [-14, 80] }]),
  familyCase('binomial of probs', dist.binomial, { totalCount: counts, probs: unitInterval }, [
    { totalCount: [0, 1e6], probs: [0.5, 0.3] },
    { totalCount: [1e6, 7], probs: [1e-6, 1] },
  ]),
  familyCase('binomial of logits, one total', (p) => dist.binomial({ totalCount: 9, ...p }), { logits: real }, [
    { logits: [-Infinity, Infinity] },
    { logits: [-80, 80] },
  ]),
  familyCase(
    'betaBinomial',
    dist.betaBinomial,
    { totalCount: counts, concentration1: aboveZero, concentration0: aboveZero },
    [
      { totalCount: [0, 1e6], concentration1: [1, 2], concentration0: [1, 3] },
      { totalCount: [10, 10], concentration1: [1e-3, 1e6], concentration0: [1e-3, 1e6] },
    ],
  ),
  familyCase(
    'betaBinomial, one total',
    (p) => dist.betaBinomial({ totalCount: 9, ...p }),
    { concentration1: aboveZero, concentration0: aboveZero },
    [{ concentration1: [1e-2, 1e5], concentration0: [1e4, 1e-2] }],
  ),
  familyCase('poisson', dist.poisson, { rate: aboveZero }, [{ rate: [0, 1e-30] }, { rate: [1e6, 1e12] }]),
  familyCase('negativeBinomial of probs', dist.negativeBinomial, { totalCount: aboveZero, probs: unitInterval }, [
    { totalCount: [1e-3, 1e6], probs: [0.5, 0.5] },
    { totalCount: [2, 2], probs: [0, 0.9999] },
  ]),
  familyCase('negativeBinomial of logits', dist.negativeBinomial, { totalCount: aboveZero, logits: real }, [
    { totalCount: [1e-3, 1e6], logits: [0, 0] },
    { totalCount: [2, 2], logits: [-80, 10] },
  ]),
  familyCase('gammaPoisson', dist.gammaPoisson, { concentration: aboveZero, rate: aboveZero }, [
    { concentration: [1e-3, 1e6], rate: [1, 1] },
    { concentration: [2, 2], rate: [1e-5, 1e20] },
  ]),
  {
    name: 'zeroInflated poisson',
    factory: ({ rate = 1, gate = 0 }) => dist.zeroInflated(dist.poisson({ rate }), { gate }),
    parameters: parametersIn({ rate: aboveZero, gate: unitInterval }),
    except: { validation: 'a plain number for a parameter of the base is refused in the name of the base' },
    extremes: [
      { rate: [1e-10, 1e5], gate: [0.5, 1e-3] },
      { rate: [3, 3], gate: [0, 1] },
    ],
  },
  {
    name: 'zeroInflated categorical of gateLogits',
    factory: ({ logits, gateLogits = 0 }) => dist.zeroInflated(choiceOf(logits), { gateLogits }),
    parameters: parametersIn({ logits: reals, gateLogits: real }, { logits: [2, 3] }),
    extremes: [{ logits: threeLogits, gateLogits: [-80, 80] }],
  },
  {
    name: 'discreteUniform',
    factory: ({ low = 0, high = 1 }) => dist.discreteUniform({ low, high }),
    parameters: fc
      .tuple(parametersIn({ low: integerInterval(-5, 5) }), parametersIn({ high: integerInterval(5, 15) }))
      .map(([low, high]) => ({ ...low, ...high })),
    extremes: [{ low: [-1e6, 7], high: [1e6, 7] }],
  },
  {
    name: 'discreteUniform, one range',
    factory: ({ unused }) => dist.discreteUniform({ low: -2, high: 4 }).expand(unused?.shape ?? []),
    parameters: parametersIn({ unused: real }),
    extremes: [],
  },
  familyCase('categorical of probs', dist.categorical, { probs: simplex }, [{ probs: threeProbs }]),
  familyCase('categorical of logits', dist.categorical, { logits: reals }, [{ logits: threeLogits }]),
  familyCase('oneHotCategorical of probs', dist.oneHotCategorical, { probs: simplex }, [{ probs: threeProbs }]),
  familyCase('oneHotCategorical of logits', dist.oneHotCategorical, { logits: reals }, [{ logits: threeLogits }]),
  familyCase('orderedLogistic', dist.orderedLogistic, { predictor: real, cutpoints: orderedVector }, [
    { predictor: [-80, 80], cutpoints: [[-1, 0, 2], [-1, 0, 2]] }, // prettier-ignore
    { predictor: [0, 0], cutpoints: [[0, 1e-6, 1], [-1e4, 0, 1e4]] }, // prettier-ignore
  ]),
  familyCase('multinomial of probs', dist.multinomial, { totalCount: counts, probs: simplex }, [
    { totalCount: [5, 1e6], probs: threeProbs },
  ]),
  familyCase('multinomial of logits, one total', (p) => dist.multinomial({ totalCount: 6, ...p }), { logits: reals }, [
    { logits: threeLogits },
  ]),
  familyCase(
    'dirichletMultinomial',
    dist.dirichletMultinomial,
    { concentration: independent(aboveZero, 1), totalCount: counts },
    [
      { concentration: [[1e-3, 1, 1e3], [0.5, 0.5, 0.5]], totalCount: [10, 1e6] }, // prettier-ignore
    ],
  ),
  familyCase(
    'relaxedOneHotCategorical of probs',
    dist.relaxedOneHotCategorical,
    { temperature: aboveZero, probs: simplex },
    [{ temperature: [0.05, 50], probs: threeProbs }],
  ),
  familyCase(
    'relaxedOneHotCategorical of logits',
    dist.relaxedOneHotCategorical,
    { temperature: aboveZero, logits: reals },
    [
      { temperature: [0.05, 50], logits: [[0, 1, -1], [20, 0, -20]] }, // prettier-ignore
    ],
  ),
  familyCase('oneHotCategoricalStraightThrough', dist.oneHotCategoricalStraightThrough, { logits: reals }, [
    { logits: threeLogits },
  ]),
];

function choiceOf(logits: tf.Tensor | undefined): Distribution {
  if (logits === undefined) throw new Error('the case has no logits');
  return dist.categorical({ logits });
}
