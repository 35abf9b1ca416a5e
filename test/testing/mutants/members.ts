// Closed forms, values of the support and divergences that are a little off, or claimed where there are none.
import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import { select } from '../../../src/num/index.js';
import { lying, elsewhere, scaled, type Corrupt } from './lies.js';
import { of } from '../laws/statistical/honest.js';
import { mutant, type LawName, type Mutant } from './mutant.js';

const moments: readonly LawName[] = ['momentsMatchDensity', 'momentsMatchDraws'];
const entropy: readonly LawName[] = ['entropyMatches'];
const cdf: readonly LawName[] = ['cdfMatchesDensity', 'cdfInverse'];
const inverse: readonly LawName[] = ['cdfInverse'];
const listing: readonly LawName[] = ['enumerateSupport'];
const divergence: readonly LawName[] = ['klLaws'];

const cdfLie = (change: (honest: dist.Distribution, value: tf.Tensor) => tf.Tensor): Corrupt =>
  lying((honest) => ({ cdf: (value) => tf.tidy(() => change(honest, value)) }));
const icdfLie = (change: (quantile: tf.Tensor) => tf.Tensor): Corrupt =>
  lying((honest) => ({ icdf: (q) => tf.tidy(() => change(honest.icdf(q))) }));
const values = (change: (values: tf.Tensor) => tf.Tensor): Corrupt =>
  lying((honest) => ({ enumerateSupport: (expand) => tf.tidy(() => change(honest.enumerateSupport(expand))) }));

/** A tensor of the full shape, of its own. */
function whole({ batchShape, eventShape }: dist.Distribution, x: dist.Parameter = NaN): tf.Tensor {
  return tf.tidy(() => tf.add(x, tf.zeros([...batchShape, ...eventShape])));
}

/** The divergence of the family, changed; under a name of its own, as the registry is one for the whole program. */
function divergent(
  name: string,
  change: (
    honest: (q: dist.Distribution, p: dist.Distribution) => tf.Tensor,
    q: dist.Distribution,
    p: dist.Distribution,
  ) => tf.Tensor,
): Corrupt {
  return (make) => {
    const families = new WeakMap<object, string>();
    let honest = '';
    const named = (one: dist.Distribution): dist.Distribution => ({
      ...one,
      family: families.get(one.params) ?? honest,
    });
    dist.registerKl(name, name, (q, p) =>
      tf.tidy(() => change((a, b) => dist.klDivergence(named(a), named(b)) ?? tf.scalar(NaN), q, p)),
    );
    return lying((one) => {
      honest = one.family;
      return { family: name };
    })(make);
  };
}

export const members: readonly Mutant[] = [
  mutant('beta', 'the mean is 0.5 % too large', moments, scaled('mean', 1.005)),
  mutant('kumaraswamy', 'the mean is 0.5 % too small', moments, scaled('mean', 0.995)),
  mutant('poisson', 'the mean is 0.5 % too large', moments, scaled('mean', 1.005)),
  mutant(
    'gumbel',
    'the mean is the location',
    moments,
    lying((honest) => ({ mean: () => whole(honest, honest.params['loc']) })),
  ),
  mutant(
    'logNormal',
    'the mean is the median',
    moments,
    lying((honest) => ({ mean: () => tf.tidy(() => whole(honest, tf.exp(honest.params['loc'] ?? NaN))) })),
  ),
  mutant('multinomial', 'the mean is 1 % too large', moments, scaled('mean', 1.01)),
  mutant('weibull', 'the variance is 0.5 % too large', moments, scaled('variance', 1.005)),
  mutant(
    'studentT',
    'the variance is the square of the scale',
    moments,
    lying((honest) => ({ variance: () => tf.tidy(() => whole(honest, tf.square(honest.params['scale'] ?? NaN))) })),
  ),
  mutant('logistic', 'the variance is 1 % too small', moments, scaled('variance', 0.99)),
  mutant('negativeBinomial', 'the variance is 2 % too large', moments, scaled('variance', 1.02)),
  mutant(
    'dirichlet',
    'the variance divides by the total, not by one more',
    moments,
    lying((honest) => ({
      variance: () =>
        tf.tidy(() => {
          const total = tf.sum(honest.params['concentration'] as tf.Tensor, -1, true);
          return tf.mul(honest.variance(), tf.div(tf.add(total, 1), total));
        }),
    })),
    { isAimed: true },
  ),
  mutant(
    'gaussianRandomWalk',
    'all steps have the variance of the first',
    moments,
    lying((honest) => ({
      variance: () => tf.tidy(() => tf.div(honest.variance(), tf.range(1, 1 + (honest.eventShape[0] ?? 0)))),
    })),
  ),
  mutant(
    'cauchy',
    'there is a mean, and it is the location',
    ['momentsMatchDensity', 'momentsMatchDraws', 'noNaN'],
    lying((honest) => ({
      closedForms: new Set([...honest.closedForms, 'mean' as const]),
      mean: () => whole(honest, honest.params['loc']),
    })),
  ),
  mutant(
    'studentT',
    'the variance is finite at 2 degrees of freedom and less',
    ['momentsMatchDensity', 'momentsMatchDraws'],
    lying((honest) => ({
      variance: () => tf.tidy(() => tf.minimum(honest.variance(), 20)),
    })),
    { parameters: { loc: [0, 1], scale: [1, 2], df: [1.5, 2] } },
  ),
  mutant('gamma', 'the entropy is 1 % too large', entropy, scaled('entropy', 1.01)),
  mutant('vonMises', 'the entropy is 1 % too small', entropy, scaled('entropy', 0.99)),
  mutant('geometric', 'the entropy is in bits', entropy, scaled('entropy', 1 / Math.LN2)),
  mutant('multivariateNormal', 'the entropy is 1 % too large', entropy, scaled('entropy', 1.01)),
  mutant(
    'beta',
    'the entropy is of the concentrations one less',
    entropy,
    elsewhere((given) => ({ concentration1: tf.add(of(given, 'concentration1'), 1) }), 'entropy'),
  ),
  mutant(
    'laplace',
    'the cdf is of a scale 0.5 % too large',
    cdf,
    elsewhere((given) => ({ scale: tf.mul(of(given, 'scale'), 1.005) }), 'cdf', 'icdf'),
  ),
  mutant(
    'pareto',
    'the cdf is of an alpha 1 % too small',
    cdf,
    elsewhere((given) => ({ alpha: tf.mul(of(given, 'alpha'), 0.99) }), 'cdf'),
  ),
  mutant(
    'halfNormal',
    'the cdf is that of the whole line',
    cdf,
    cdfLie((honest, x) => tf.div(tf.add(honest.cdf(x), 1), 2)),
  ),
  mutant(
    'uniform',
    'the cdf goes on above 1',
    [...cdf, 'expand'],
    cdfLie(({ params }, x) => {
      const { low = 0, high = 1 } = params;
      return tf.maximum(0, tf.div(tf.sub(x, low), tf.sub(high, low)));
    }),
  ),
  mutant(
    'binomial',
    'the cdf is of less, not of at most',
    cdf,
    cdfLie((honest, x) => honest.cdf(tf.sub(x, 1))),
  ),
  mutant(
    'discreteUniform',
    'the cdf rises between the values',
    [...cdf, 'expand'],
    cdfLie((_honest, x) => tf.clipByValue(tf.div(tf.sub(x, 1), 4), 0, 1)),
  ),
  mutant(
    'exponential',
    'the icdf is 0.5 % too large',
    inverse,
    icdfLie((x) => tf.mul(x, 1.005)),
  ),
  mutant(
    'gumbel',
    'the icdf of the upper tail is of the lower',
    inverse,
    lying((honest) => ({
      icdf: (q) => tf.tidy(() => honest.icdf(tf.sub(1, q))),
    })),
  ),
  mutant(
    'geometric',
    'the icdf is one too high',
    inverse,
    icdfLie((x) => tf.add(x, 1)),
  ),
  mutant(
    'poisson',
    'the icdf is rounded down',
    inverse,
    icdfLie((x) => tf.maximum(0, tf.sub(x, 1))),
  ),
  mutant(
    'beta',
    'the icdf answers below 0',
    inverse,
    icdfLie((x) => select(tf.isNaN(x), 0, x)),
  ),
  mutant(
    'orderedLogistic',
    'the last value is not listed',
    listing,
    values((x) => tf.slice(x, 0, 3)),
  ),
  mutant(
    'binomial of one total',
    'values are listed from the last to the first',
    listing,
    values((x) => tf.reverse(x, 0)),
  ),
  mutant(
    'discreteUniform',
    'values are listed from 0',
    listing,
    values((x) => tf.sub(x, 2)),
  ),
  mutant(
    'oneHotCategorical',
    'the first value is listed twice',
    listing,
    values((x) => tf.concat([tf.slice(x, 0, 1), tf.slice(x, 0, 2)])),
  ),
  mutant(
    'bernoulli',
    'a third value of no mass is listed',
    listing,
    values((x) => tf.concat([x, tf.add(tf.slice(x, 1, 1), 1)])),
  ),
  mutant(
    'binomial of one total',
    'the support is said to be infinite, and listed',
    ['closedForms'],
    lying(() => ({ hasEnumerateSupport: false })),
  ),
  mutant(
    'gamma',
    'the divergence is 2 % too large',
    divergence,
    divergent('gamma 2 % off', (honest, q, p) => tf.mul(1.02, honest(q, p))),
  ),
  mutant(
    'bernoulli',
    'the divergence is the other way round',
    divergence,
    divergent('bernoulli reversed', (honest, q, p) => honest(p, q)),
  ),
  mutant(
    'exponential',
    'the divergence is half of both ways',
    divergence,
    divergent('exponential evened', (honest, q, p) => tf.div(tf.add(honest(p, q), honest(q, p)), 2)),
  ),
  mutant(
    'laplace',
    'the divergence from itself is 0.01',
    divergence,
    divergent('laplace above 0', (honest, q, p) => tf.add(0.01, honest(q, p))),
  ),
  mutant(
    'categorical',
    'the divergence is in bits',
    divergence,
    divergent('categorical in bits', (honest, q, p) => tf.div(honest(q, p), Math.LN2)),
  ),
];
