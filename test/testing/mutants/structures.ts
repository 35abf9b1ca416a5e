// Shapes, batches, masks, edges, ownership and checks that are not as agreed.
import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import { gradientOnly, select } from '../../../src/num/index.js';
import { kept } from '../laws/liars/index.js';
import { of } from '../laws/statistical/honest.js';
import { densityEverywhere, lying, scaled, type Corrupt } from './lies.js';
import { mutant, type LawName, type Mutant } from './mutant.js';

const outside: readonly LawName[] = ['insideAndOutside'];
const checks: readonly LawName[] = ['validation'];
const ownership: readonly LawName[] = ['argumentsUntouched'];
const leaks: readonly LawName[] = ['noLeak'];
const noNumber: readonly LawName[] = ['noNaN', 'insideAndOutside'];

/** A parameter without its set, or with another one. */
const constrained = (name: string, set: dist.Constraint | undefined): Corrupt =>
  lying(({ parameterConstraints: { [name]: _own, ...others } }) => ({
    parameterConstraints: set === undefined ? others : { ...others, [name]: set },
  }));
const anything: dist.Constraint = { ...dist.constraints.real, check: (x) => tf.ones(x.shape, 'bool') };
const wrapping = (
  member: 'expand' | 'toEvent',
  change: (made: dist.Distribution) => Partial<dist.Distribution>,
): Corrupt =>
  lying((honest) => ({
    [member]: (argument: never) => {
      const made = honest[member](argument);
      return { ...made, ...change(made) };
    },
  }));

export const structures: readonly Mutant[] = [
  mutant(
    'halfNormal',
    'log p is finite below 0',
    outside,
    lying((honest) => ({ logProb: (x) => tf.tidy(() => honest.logProb(tf.abs(x))) })),
  ),
  mutant(
    'weibull',
    'log p is NaN below 0',
    outside,
    densityEverywhere((logProb, x, { support }) => select(support.check(x), logProb, NaN)),
  ),
  mutant(
    'exponential',
    'log p is -1000 below 0',
    outside,
    densityEverywhere((logProb) => tf.maximum(logProb, -1000)),
  ),
  mutant(
    'pareto',
    'log p has a gradient below the scale',
    outside,
    densityEverywhere((logProb, x) => tf.add(logProb, gradientOnly(select(tf.less(x, 0.5), x, 0)))),
  ),
  mutant(
    'truncatedNormal',
    'log p goes on a little beyond the bounds',
    outside,
    lying((honest) => ({
      logProb: (x) =>
        tf.tidy(() => {
          const { low = 0, high = 1 } = honest.params;
          const isJustBeyond = tf.logicalAnd(tf.greater(x, high), tf.less(x, tf.add(high, 1e-5)));
          return honest.logProb(select(isJustBeyond, tf.add(tf.div(tf.add(low, high), 2), tf.zerosLike(x)), x));
        }),
    })),
  ),
  mutant(
    'uniform',
    'log p at the lower end is NaN',
    noNumber,
    densityEverywhere((logProb, x, { params }) => select(tf.equal(x, params['low'] ?? 0), NaN, logProb)),
  ),
  mutant(
    'gumbel',
    'log p of NaN is a number',
    outside,
    densityEverywhere((logProb, x) => select(tf.isNaN(x), 0, logProb)),
  ),
  mutant(
    'binomial',
    '0 log 0 is NaN',
    noNumber,
    densityEverywhere((logProb, x, { params }) =>
      tf.add(logProb, tf.mul(0, tf.mul(x, tf.log(params['probs'] ?? NaN)))),
    ),
    { extremes: [{ totalCount: [3, 4], probs: [0, 1] }] },
  ),
  mutant('categorical', 'the gradient by a probability of 0 is NaN', noNumber, densityEverywhere((logProb, _x, { params }) =>
    tf.add(logProb, gradientOnly(tf.mul(0, tf.sum(tf.log(params['probs'] as tf.Tensor), -1)))),
  ), { extremes: [{ probs: [[1, 0, 0], [0.5, 0.5, 0]] }] }), // prettier-ignore
  mutant(
    'studentT',
    'the variance is NaN where it is infinite',
    ['noNaN'],
    lying((honest) => ({
      variance: () => tf.tidy(() => select(tf.isInf(honest.variance()), NaN, honest.variance())),
    })),
    { parameters: { loc: [0, 1], scale: [1, 2], df: [1.9, 2] } },
  ),
  mutant(
    'dirichlet',
    'log p keeps the event',
    ['shapes'],
    densityEverywhere((logProb) => tf.expandDims(logProb, -1)),
  ),
  mutant(
    'poisson',
    'the mean lacks the batch',
    ['shapes'],
    lying((honest) => ({ mean: () => tf.tidy(() => tf.mean(honest.mean())) })),
  ),
  mutant(
    'multivariateNormal',
    'the entropy is repeated over the event',
    ['shapes'],
    lying((honest) => ({
      entropy: () => tf.tidy(() => tf.mul(tf.expandDims(honest.entropy(), -1), tf.ones([2]))),
    })),
  ),
  mutant(
    'multinomial',
    'a draw without a sample shape has one',
    ['shapes'],
    lying((honest) => ({
      sample: (key, shape = []) => honest.sample(key, shape.length === 0 ? [1] : shape),
    })),
  ),
  mutant(
    'multivariateStudentT',
    'a value without the batch meets the first element',
    ['broadcasting'],
    lying((honest) => ({
      logProb: (x) => tf.tidy(() => (x.rank > 1 ? honest.logProb(x) : tf.tile(tf.slice(honest.logProb(x), 0, 1), [2]))),
    })),
  ),
  mutant('gamma', 'all elements have the rate of the first', ['batchElements'], (make) => (given) => {
    const rate = of(given, 'rate');
    return make({
      ...given,
      rate:
        rate.rank === 0
          ? rate
          : tf.add(
              tf.slice(rate, Array<number>(rate.rank).fill(0), [...rate.shape.slice(0, -1), 1]),
              tf.zerosLike(rate),
            ),
    });
  }),
  mutant(
    'beta',
    'the mean of an element is the mean of the batch',
    ['batchElements'],
    lying((honest) => ({
      mean: () => tf.tidy(() => tf.add(tf.mul(0, honest.mean()), tf.mean(honest.mean()))),
    })),
  ),
  mutant(
    'laplace',
    'expand changes the log density by 1 %',
    ['expand'],
    wrapping('expand', (made) => ({
      logProb: (x) => tf.tidy(() => tf.mul(made.logProb(x), 1.01)),
    })),
  ),
  mutant(
    'geometric',
    'expand forgets the entropy of the elements',
    ['expand'],
    wrapping('expand', (made) => ({
      entropy: () => tf.zeros([...made.batchShape]),
    })),
  ),
  mutant(
    'vonMises',
    'toEvent takes the mean of the log densities',
    ['toEvent'],
    wrapping('toEvent', (made) => ({
      logProb: (x) => tf.tidy(() => tf.div(made.logProb(x), 2)),
    })),
  ),
  mutant(
    'weibull',
    'toEvent leaves the entropy as it is',
    ['toEvent'],
    wrapping('toEvent', (made) => ({
      entropy: () => tf.tidy(() => tf.div(made.entropy(), 2)),
    })),
  ),
  mutant(
    'bernoulli',
    'toEvent claims to list the joint values',
    ['toEvent'],
    wrapping('toEvent', () => ({ hasEnumerateSupport: true })),
  ),
  mutant(
    'dirichlet',
    'a mask is not looked at',
    ['mask', 'maskedNaN'],
    lying((honest) => ({ mask: () => honest })),
  ),
  mutant(
    'categorical',
    'a mask is the other way round',
    ['mask', 'maskedNaN'],
    lying((honest) => ({
      mask: (mask) => honest.mask(typeof mask === 'boolean' ? !mask : tf.logicalNot(mask)),
    })),
  ),
  mutant(
    'gamma',
    'a mask multiplies',
    ['maskedNaN'],
    lying((honest) => ({
      mask: (mask) => ({
        ...honest.mask(mask),
        logProb: (x) =>
          tf.tidy(() => tf.mul(honest.logProb(x), typeof mask === 'boolean' ? Number(mask) : tf.cast(mask, 'float32'))),
      }),
    })),
  ),
  mutant(
    'poisson',
    'log p leaves a tensor',
    leaks,
    lying((honest) => ({
      logProb: (x) => {
        kept.push(tf.keep(tf.scalar(1)));
        return honest.logProb(x);
      },
    })),
  ),
  mutant(
    'gamma',
    'the entropy leaves its parts',
    leaks,
    lying((honest) => ({ entropy: () => tf.add(honest.entropy(), 0) })),
  ),
  mutant(
    'multivariateNormal',
    'draws leave the noise',
    leaks,
    lying((honest) => ({ sample: (key, shape) => tf.add(honest.sample(key, shape), 0) })),
  ),
  mutant(
    'uniform',
    'the icdf leaves a tensor',
    leaks,
    lying((honest) => ({ icdf: (q) => tf.add(honest.icdf(q), 0) })),
  ),
  mutant(
    'poisson',
    'the mean is the parameter itself',
    ownership,
    lying(({ params }) => ({ mean: () => params['rate'] as tf.Tensor })),
  ),
  mutant(
    'dirichlet',
    'log p disposes the value',
    ownership,
    lying((honest) => ({
      logProb: (x) => {
        const result = honest.logProb(x);
        x.dispose();
        return result;
      },
    })),
  ),
  mutant(
    'bernoulli',
    'a draw changes the key',
    [...ownership, 'sameKeySameDraw'],
    lying((honest) => ({
      sample: (key, shape) => {
        const draw = honest.sample(key, shape);
        (key as unknown as number[])[0] = 1;
        return draw;
      },
    })),
  ),
  mutant('poisson', 'the rate may be anything', checks, constrained('rate', anything)),
  mutant('beta', 'a concentration has no set', checks, constrained('concentration0', undefined)),
  mutant(
    'multivariateNormal',
    'the factor may hold NaN',
    checks,
    constrained('scaleTril', {
      ...dist.constraints.lowerCholesky,
      check: (x) => tf.ones(x.shape.slice(0, -2), 'bool'),
    }),
  ),
  mutant(
    'geometric',
    'the support takes NaN',
    [...checks, 'insideAndOutside'],
    lying(({ support }) => ({ support: { ...support, check: (x) => tf.ones(x.shape, 'bool') } })),
  ),
  mutant(
    'poisson',
    'counts are said to be continuous',
    ['drawsInSupport', 'validation'],
    lying(() => ({ isDiscrete: false })),
  ),
  mutant(
    'cauchy',
    'the support is the half line',
    ['drawsInSupport'],
    lying(() => ({ support: dist.constraints.positive })),
  ),
  mutant(
    'gamma',
    'the entropy is there and not declared',
    ['closedForms'],
    lying(({ closedForms }) => ({
      closedForms: new Set([...closedForms].filter((name) => name !== 'entropy')),
    })),
  ),
  mutant(
    'inverseGaussian',
    'a median is declared as the icdf and throws',
    ['closedForms', 'shapes'],
    lying(({ closedForms }) => ({
      closedForms: new Set([...closedForms, 'icdf' as const]),
      icdf: () => {
        throw new Error('unknown');
      },
    })),
  ),
  mutant(
    'gumbel',
    'the mean is NaN at a large scale',
    ['noNaN'],
    lying((honest) => ({
      mean: () => tf.tidy(() => select(tf.greater(honest.variance(), 1e6), NaN, honest.mean())),
    })),
    { extremes: [{ loc: [0, 0], scale: [1, 1e9] }] },
  ),
  mutant(
    'logistic',
    'log p overflows in the tail',
    noNumber,
    densityEverywhere((logProb, x, { params }) => {
      const z = tf.div(tf.sub(x, params['loc'] ?? 0), params['scale'] ?? 1);
      return select(
        tf.greater(z, 0),
        tf.sub(logProb, tf.log(tf.div(tf.exp(tf.mul(z, 30)), tf.exp(tf.mul(z, 30))))),
        logProb,
      );
    }),
  ),
  mutant('gamma', 'the variance is 1 in all elements', ['batchElements', 'momentsMatchDensity'], scaled('variance', 0)),
];
