// Right values with wrong gradients: of log densities by parameters and by values, and of draws by parameters.
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../../../src/num/index.js';
import { of } from '../laws/statistical/honest.js';
import { density, draws, drawsTiltedBy, elsewhere, lying, tiltedBy, tiltedByValue, type Corrupt } from './lies.js';
import { mutant, type LawName, type Mutant } from './mutant.js';

const byParameter: readonly LawName[] = ['parameterGradient'];
const byValue: readonly LawName[] = ['valueGradient'];
const throughDraws: readonly LawName[] = ['rsampleGradient'];

/** Draws without gradient that claim to have one. */
const detaching: Corrupt = draws(stopGradient);

const offBy = (percent: number): string => `${Math.abs(percent)} % too ${percent > 0 ? 'large' : 'small'}`;
const tiltOf = (percent: number): number => 1 + percent / 100;

export const gradients: readonly Mutant[] = [
  ...(
    [
      ['laplace', 'scale', 2],
      ['studentT', 'df', -2],
      ['weibull', 'concentration', 2],
      ['vonMises', 'concentration', -2],
      ['beta', 'concentration1', 2],
      ['inverseGaussian', 'concentration', 2],
      ['poisson', 'rate', 2],
      ['negativeBinomial', 'totalCount', -2],
      ['geometric', 'probs', 2],
      ['betaBinomial', 'concentration0', 2],
      ['oneHotCategorical', 'logits', 2],
      ['dirichlet', 'concentration', -2],
      ['multivariateNormal', 'scaleTril', 2],
      ['zeroInflated poisson', 'gate', 2],
    ] as const
  ).map(([family, name, percent]) =>
    mutant(
      family,
      `the gradient of log p by ${name} is ${offBy(percent)}`,
      byParameter,
      tiltedBy(name, tiltOf(percent)),
    ),
  ),
  ...(
    [
      ['kumaraswamy', 'concentration0'],
      ['truncatedNormal', 'low'],
      ['uniform', 'high'],
      ['categorical', 'probs'],
      ['orderedLogistic', 'cutpoints'],
      ['dirichletMultinomial', 'concentration'],
      ['wishart', 'df'],
    ] as const
  ).map(([family, name]) => mutant(family, `log p has no gradient by ${name}`, byParameter, tiltedBy(name, 0))),
  mutant(
    'gamma',
    'the normaliser of log p has no gradient',
    byParameter,
    density((logProb, x, { params: { concentration = NaN, rate = NaN } }) => {
      const kernel = tf.sub(tf.mul(tf.sub(concentration, 1), tf.log(tf.maximum(x, 1e-30))), tf.mul(rate, x));
      return tf.add(kernel, stopGradient(tf.sub(logProb, kernel)));
    }),
  ),
  ...(
    [
      ['gumbel', 2],
      ['inverseGamma', -2],
      ['multivariateStudentT', 2],
      ['dirichlet', 2],
      ['wishart', -2],
    ] as const
  ).map(([family, percent]) =>
    mutant(family, `the gradient of log p by the value is ${offBy(percent)}`, byValue, tiltedByValue(tiltOf(percent))),
  ),
  mutant('exponential', 'log p has no gradient by the value', byValue, tiltedByValue(0)),
  ...(
    [
      ['laplace', 'loc', 10],
      ['gamma', 'concentration', -10],
      ['weibull', 'concentration', 10],
    ] as const
  ).map(([family, name, percent]) =>
    mutant(
      family,
      `the gradient of draws by ${name} is ${offBy(percent)}`,
      throughDraws,
      drawsTiltedBy(name, tiltOf(percent)),
    ),
  ),
  mutant('logistic', 'draws are detached, and claim gradients', ['closedForms', 'rsampleGradient'], detaching),
  mutant('dirichlet', 'draws are detached, and claim gradients', throughDraws, detaching, { isAimed: true }),
  mutant(
    'gamma',
    'draws have a gradient by the rate alone: the implicit term is missing',
    throughDraws,
    drawsTiltedBy('concentration', 0),
  ),
  mutant('beta', 'draws have no gradient by concentration0', throughDraws, drawsTiltedBy('concentration0', 0)),
  mutant('studentT', 'draws have no gradient by the degrees of freedom', throughDraws, drawsTiltedBy('df', 0)),
  mutant('vonMises', 'draws have no gradient by the concentration', throughDraws, drawsTiltedBy('concentration', 0)),
  mutant(
    'multivariateNormal',
    'draws have twice the gradient by the factor',
    throughDraws,
    drawsTiltedBy('scaleTril', 2),
  ),
  mutant('wishart', 'draws have no gradient by the degrees of freedom', throughDraws, drawsTiltedBy('df', 0), {
    isAimed: true,
  }),
  mutant(
    'inverseGaussian',
    'draws keep the gradient of one root for both',
    throughDraws,
    elsewhere((given) => ({ concentration: stopGradient(of(given, 'concentration')) }), 'rsample'),
  ),
  mutant(
    'poisson',
    'draws claim gradients and have none',
    ['closedForms'],
    lying((honest) => ({ hasRsample: true, rsample: (key, shape) => honest.sample(key, shape) })),
  ),
  mutant(
    'normal',
    'draws have gradients and deny them',
    ['sameKeySameDraw'],
    lying(() => ({ hasRsample: false })),
  ),
];
