// Log densities that are not what is drawn, or no log densities at all.
import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import { lgamma, select } from '../../../src/num/index.js';
import { of } from '../laws/statistical/honest.js';
import { density, deviation, elsewhere, lying, type Corrupt } from './lies.js';
import { mutant, type LawName, type Mutant } from './mutant.js';

const normalised: readonly LawName[] = ['densityIntegrates'];
/** Laws that compare a density that is one with what else is known of its distribution. */
const another: readonly LawName[] = [
  'momentsMatchDensity',
  'entropyMatches',
  'cdfMatchesDensity',
  'klLaws',
  'goodnessOfFit',
];

const plus = (constant: number): Corrupt => density((logProb) => tf.add(logProb, constant));

/** log p of a parameter of the distribution, added. */
const plusLogOf = (name: string, factor = 1): Corrupt =>
  density((logProb, _value, { params }) => tf.add(logProb, tf.mul(factor, tf.log(params[name] ?? NaN))));

export const densities: readonly Mutant[] = [
  mutant('laplace', 'log p is 0.002 too high', normalised, plus(0.002)),
  mutant('vonMises', 'log p is 0.002 too low', normalised, plus(-0.002)),
  mutant('dirichlet', 'log p is 0.002 too high', normalised, plus(0.002)),
  mutant('halfNormal', 'the density is that of the whole line', normalised, plus(-Math.LN2)),
  mutant('uniform', 'the density is that of a width 0.2 % larger', normalised, plus(-0.002)),
  mutant('logistic', 'log p lacks the log of the scale', normalised, plusLogOf('scale')),
  mutant('gamma', 'log p lacks the log of the rate', normalised, plusLogOf('rate', -1)),
  mutant(
    'logNormal',
    'log p lacks the Jacobian of exp',
    normalised,
    density((logProb, value) => tf.add(logProb, tf.log(value))),
  ),
  mutant(
    'inverseGamma',
    'log p has half the Jacobian of 1 / x',
    normalised,
    density((logProb, value) => tf.add(logProb, tf.log(value))),
  ),
  mutant(
    'pareto',
    'the exponent of log p is alpha, not alpha + 1',
    normalised,
    density((logProb, value) => tf.add(logProb, tf.log(value))),
  ),
  mutant(
    'truncatedNormal',
    'log p is that of the normal within the bounds',
    normalised,
    density((_logProb, x, { params: { loc = NaN, scale = NaN } }) => dist.normal({ loc, scale }).logProb(x)),
  ),
  mutant(
    'studentT',
    'beyond 4 scales the density is that of a normal',
    ['densityIntegrates', 'momentsMatchDensity', 'goodnessOfFit'],
    lying((honest) => ({
      logProb: (x) =>
        tf.tidy(() => {
          const { loc = NaN, scale = NaN } = honest.params;
          const isFar = tf.greater(tf.abs(tf.div(tf.sub(x, loc), scale)), 4);
          return select(isFar, dist.normal({ loc, scale }).logProb(x), honest.logProb(x));
        }),
    })),
  ),
  mutant(
    'normal',
    'log p ends at 4 standard deviations',
    ['momentsMatchDensity', 'goodnessOfFit', 'insideAndOutside'],
    density((logProb, value, honest) =>
      select(tf.less(tf.abs(tf.sub(value, honest.mean())), tf.mul(4, deviation(honest))), logProb, -Infinity),
    ),
  ),
  mutant(
    'normal',
    'log p has 1 % of its mass 6 standard deviations higher',
    another,
    density((logProb, value, honest) => {
      const { loc = NaN, scale = NaN } = honest.params;
      const far = dist.normal({ loc: tf.add(loc, tf.mul(6, scale)), scale });
      return tf.log(tf.add(tf.mul(0.99, tf.exp(logProb)), tf.mul(0.01, tf.exp(far.logProb(value)))));
    }),
  ),
  mutant(
    'weibull',
    'log p takes the scale for the concentration and the other way round',
    another,
    swapped('scale', 'concentration'),
  ),
  mutant('beta', 'log p takes one concentration for the other', another, swapped('concentration1', 'concentration0')),
  mutant(
    'betaBinomial',
    'log p takes one concentration for the other',
    another,
    swapped('concentration1', 'concentration0'),
  ),
  mutant('exponential', 'log p takes the rate for a scale', another, inverted('rate')),
  mutant('gamma', 'log p takes the rate for a scale', another, inverted('rate')),
  mutant(
    'laplace',
    'log p takes the scale for a standard deviation',
    another,
    elsewhere((given) => ({ scale: tf.div(of(given, 'scale'), Math.SQRT2) }), 'logProb'),
  ),
  mutant(
    'multivariateNormal',
    'log p exchanges the diagonal of the factor',
    ['entropyMatches', 'scoreMean', ...another],
    elsewhere((given) => ({ scaleTril: exchanged(of(given, 'scaleTril')) }), 'logProb'),
  ),
  mutant(
    'multivariateNormal',
    'the log determinant is added',
    normalised,
    density((logProb, _value, { params }) => {
      const factor = params['scaleTril'] as tf.Tensor;
      const diagonal = tf.sum(tf.mul(factor, tf.eye(2)), -1);
      return tf.add(logProb, tf.mul(2, tf.sum(tf.log(diagonal), -1)));
    }),
  ),
  mutant(
    'multivariateStudentT',
    'log p has one degree of freedom too many',
    another,
    elsewhere((given) => ({ df: tf.add(of(given, 'df'), 1) }), 'logProb'),
  ),
  mutant(
    'lkjCholesky',
    'the exponent of log p is off by one',
    ['densityIntegrates', 'goodnessOfFit'],
    density((logProb, value) => tf.add(logProb, tf.log(corner(value)))),
  ),
  mutant(
    'wishart',
    'log p has one degree of freedom too many',
    another,
    elsewhere((given) => ({ df: tf.add(of(given, 'df'), 1) }), 'logProb'),
    { isAimed: true },
  ),
  mutant(
    'poisson',
    'log p counts from 1',
    normalised,
    lying((honest) => ({
      logProb: (x) => tf.tidy(() => honest.logProb(tf.add(x, 1))),
    })),
  ),
  mutant(
    'geometric',
    'log p is of the trials, the draws of the failures',
    normalised,
    lying((honest) => ({
      logProb: (x) => tf.tidy(() => honest.logProb(tf.add(x, 1))),
    })),
  ),
  mutant(
    'binomial',
    'log p lacks the number of orders',
    normalised,
    density((logProb, value, { params }) => tf.sub(logProb, logChoose(params['totalCount'] as tf.Tensor, value))),
  ),
  mutant(
    'negativeBinomial',
    'log p takes successes for failures',
    another,
    elsewhere((given) => ({ probs: tf.sub(1, of(given, 'probs')) }), 'logProb'),
  ),
  mutant('zeroInflated poisson', 'counts above 0 keep the mass that the gate takes', normalised, (make) => (given) => {
    const poisson = dist.poisson({ rate: of(given, 'rate') });
    const isMore = (x: tf.Tensor): tf.Tensor => tf.greater(x, 0);
    return density((logProb, value) => select(isMore(value), poisson.logProb(value), logProb))(make)(given);
  }),
  mutant(
    'oneHotCategorical',
    'log p is the logit',
    ['enumerateSupport', 'densityIntegrates'],
    lying((honest) => ({
      logProb: (x) => tf.tidy(() => tf.sum(tf.mul(x, honest.params['logits'] ?? NaN), -1)),
    })),
  ),
  mutant(
    'orderedLogistic',
    'log p counts the cuts from above',
    another,
    lying((honest) => ({
      logProb: (x) => tf.tidy(() => honest.logProb(tf.sub(3, x))),
    })),
  ),
  mutant(
    'dirichletMultinomial',
    'log p is that of one order of the draws',
    ['densityIntegrates', 'goodnessOfFit'],
    density((logProb, value) => tf.sub(logProb, logOrders(value))),
  ),
  mutant('categorical', 'log p moves 2 % of the mass from the last to the first', another, moved(0.02)),
];

/** The log density with two parameters exchanged. */
function swapped(a: string, b: string): Corrupt {
  return elsewhere((given) => ({ [a]: of(given, b), [b]: of(given, a) }), 'logProb');
}

function inverted(name: string): Corrupt {
  return elsewhere((given) => ({ [name]: tf.div(1, of(given, name)) }), 'logProb');
}

/** The log density of probabilities of which `share` of a choice of three went from the last to the first. */
export function moved(share: number): Corrupt {
  return elsewhere((given) => ({ probs: tf.add(of(given, 'probs'), tf.tensor1d([share, 0, -share])) }), 'logProb');
}

function exchanged(factor: tf.Tensor): tf.Tensor {
  // Still lower triangular, so that it is a factor: the two entries of the diagonal change places.
  return tf.add(tf.sub(factor, tf.mul(factor, tf.eye(2))), tf.mul(tf.reverse(tf.reverse(factor, -1), -2), tf.eye(2)));
}

/** The entry of a matrix [..., 2, 2] in its lower right corner. */
function corner(matrix: tf.Tensor): tf.Tensor {
  const at = matrix.shape.map((_, i) => (i < matrix.rank - 2 ? 0 : 1));
  const size = matrix.shape.map((length, i) => (i < matrix.rank - 2 ? length : 1));
  return tf.squeeze(tf.slice(matrix, at, size), [-2, -1]);
}

function logChoose(total: tf.Tensor, count: tf.Tensor): tf.Tensor {
  const logFactorial = (n: tf.Tensor): tf.Tensor => lgamma(tf.add(n, 1));
  return tf.sub(logFactorial(total), tf.add(logFactorial(count), logFactorial(tf.sub(total, count))));
}

/** The number of orders in which counts can have come. */
function logOrders(counts: tf.Tensor): tf.Tensor {
  const each = tf.sum(lgamma(tf.add(counts, 1)), -1);
  return tf.sub(lgamma(tf.add(tf.sum(counts, -1), 1)), each);
}
