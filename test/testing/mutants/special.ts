// Faults at few places: where parameters are equal or at an end, at values of the parameters, in derived gradients, in what is declared.
import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import { gradientOnly, select, stopGradient } from '../../../src/num/index.js';
import { of } from '../laws/statistical/honest.js';
import { tilted } from '../laws/liars/index.js';
import { densityEverywhere, draws, elsewhere, lying, type Corrupt, type Given } from './lies.js';
import { mutant, type LawName, type Mutant } from './mutant.js';

const tied: readonly LawName[] = ['specialParameters'];
const members: readonly LawName[] = ['memberGradients'];
const divergences: readonly LawName[] = ['klGradient'];
const second: readonly LawName[] = ['secondGradient'];
const values: readonly LawName[] = ['specialValues', 'noNaN'];

/** The gradient of log p by one parameter is `factor` times what it should be where a condition holds. */
const tiltedWhere = (name: string, isThere: (given: Given) => tf.Tensor, factor: number): Corrupt =>
  elsewhere((given) => {
    const own = of(given, name);
    return { [name]: select(isThere(given), tilted(own, factor), own) };
  }, 'logProb');

/** A member has no gradient by one parameter. */
const detached = (member: 'mean' | 'variance' | 'entropy' | 'cdf' | 'icdf', name: string): Corrupt =>
  elsewhere((given) => ({ [name]: stopGradient(of(given, name)) }), member);

/** A gradient of NaN where a condition holds. */
const unknownWhere = (x: tf.Tensor, isThere: tf.Tensor): tf.Tensor =>
  tf.mul(0, tf.sqrt(select(isThere, tf.sub(x, stopGradient(x)), 1)));

/** log p, whose first gradient by the value is a constant to further ones. */
const flatGradient: Corrupt = lying((honest) => ({
  logProb: (x) =>
    tf.tidy(() => {
      const slope = stopGradient(tf.grad((at) => honest.logProb(at))(x));
      return tf.add(honest.logProb(stopGradient(x)), tf.mul(slope, tf.sub(x, stopGradient(x))));
    }),
}));

export const special: readonly Mutant[] = [
  mutant(
    'gamma',
    'the gradient by the rate is half where it equals the concentration',
    tied,
    tiltedWhere('rate', (given) => tf.equal(of(given, 'rate'), of(given, 'concentration')), 0.5),
  ),
  mutant(
    'weibull',
    'there is no gradient by the concentration where it is 1',
    tied,
    tiltedWhere('concentration', (given) => tf.equal(of(given, 'concentration'), 1), 0),
  ),
  mutant(
    'normal',
    'one location of 0 takes the gradient of all others',
    tied,
    tiltedWhere(
      'loc',
      (given) => tf.logicalAnd(tf.any(tf.equal(of(given, 'loc'), 0)), tf.ones(of(given, 'loc').shape, 'bool')),
      0,
    ),
  ),
  mutant(
    'gumbel',
    'the gradient by the scale is NaN where it is 1',
    tied,
    elsewhere((given) => {
      const scale = of(given, 'scale');
      return { scale: tf.add(scale, unknownWhere(scale, tf.equal(scale, 1))) };
    }, 'logProb'),
  ),
  mutant('normal', 'the cdf has no gradient by the scale', members, detached('cdf', 'scale')),
  mutant('weibull', 'the icdf has no gradient by the concentration', members, detached('icdf', 'concentration')),
  mutant('gamma', 'the entropy has no gradient by the concentration', members, detached('entropy', 'concentration')),
  mutant('gumbel', 'the variance has no gradient by the scale', members, detached('variance', 'scale')),
  mutant(
    'exponential',
    'the cdf has no gradient by the value',
    members,
    lying((honest) => ({ cdf: (x) => tf.tidy(() => honest.cdf(stopGradient(x))) })),
  ),
  mutant('normal', 'log p has second derivatives of 0', second, flatGradient),
  mutant('gumbel', 'log p has second derivatives of 0', second, flatGradient),
  mutant(
    'normal',
    'the gradient by the value is NaN at the location',
    values,
    densityEverywhere((logProb, x, { params, batchShape }) => {
      const all = tf.add(x, tf.zeros([...batchShape]));
      return tf.add(logProb, unknownWhere(all, tf.equal(all, params['loc'] ?? NaN)));
    }),
  ),
  mutant(
    'gamma',
    'the gradient by the value is 0 at 1',
    values,
    lying((honest) => ({
      logProb: (x) => tf.tidy(() => honest.logProb(select(tf.equal(x, 1), stopGradient(x), x))),
    })),
  ),
  mutant(
    'uniform',
    'the gradient by the value is 1 at the lower end',
    ['endGradients', 'specialValues'],
    densityEverywhere((logProb, x, { params, batchShape }) => {
      const all = tf.add(x, tf.zeros([...batchShape]));
      return tf.add(logProb, gradientOnly(select(tf.equal(all, params['low'] ?? NaN), all, 0)));
    }),
  ),
  mutant(
    'poisson',
    'draws are int32',
    ['dtypes'],
    draws((draw) => tf.cast(draw, 'int32')),
  ),
  mutant(
    'studentT',
    'the degrees of freedom may be any real number',
    ['declaredSets', 'validation'],
    lying(({ parameterConstraints }) => ({
      parameterConstraints: { ...parameterConstraints, df: dist.constraints.real },
    })),
  ),
  mutant(
    'weibull',
    'the support is the whole line',
    ['insideAndOutside'],
    lying(() => ({ support: dist.constraints.real })),
  ),
  mutant(
    'normal',
    'the 0.05 % of draws that are largest are cut off',
    ['goodnessOfFit'],
    draws((draw, { params }) => tf.minimum(draw, tf.add(params['loc'] ?? 0, tf.mul(params['scale'] ?? 1, 3.2905)))),
  ),
  mutant(
    'laplace',
    'draws know only the first word of the key',
    ['sameKeySameDraw'],
    lying((honest) => ({
      sample: ([first], shape) => honest.sample([first, 0], shape),
      rsample: ([first], shape) => honest.rsample([first, 0], shape),
    })),
  ),
  mutant(
    'normal',
    'the divergence has no gradient',
    divergences,
    lying(() => ({ family: 'normal without gradient' })),
  ),
];

dist.registerKl('normal without gradient', 'normal without gradient', (q, p) =>
  stopGradient(dist.klDivergence({ ...q, family: 'normal' }, { ...p, family: 'normal' }) ?? tf.scalar(NaN)),
);
