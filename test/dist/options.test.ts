// What every family, combinator and map says to options that do not exist, are left out, or exclude each other.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { ArgumentError } from '../../src/num/index.js';
import { errorOf } from '../support/errorOf.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

type Options = Readonly<Record<string, unknown>>;

interface Taker {
  /** Called with options as a caller in JavaScript may. */
  readonly make: (options: never) => unknown;
  /** Options that must be given. */
  readonly required?: () => Options;
  /** Of which one must be given, with the values of each. */
  readonly oneOf?: () => Options;
  /** Options that may be left out. */
  readonly optional?: () => Options;
  /** Whether it has no option `validate`. */
  readonly isBare?: true;
}

const vector = (): tf.Tensor => tf.tensor1d([0.25, 0.75]);
const matrix = (): tf.Tensor => tf.eye(2);
const base = (): dist.Distribution => dist.poisson({ rate: 1 });
const hidden = (): dist.Distribution => dist.normal({ loc: tf.zeros([2]), scale: 1 }).toEvent(1);
const location = { required: () => ({ loc: 0, scale: 1 }) };
const shapes = { required: () => ({ concentration1: 1, concentration0: 2 }) };
const gammaLike = { required: () => ({ concentration: 1, rate: 2 }) };
const chance = { oneOf: () => ({ probs: 0.5, logits: 0 }) };
const choice = { oneOf: () => ({ probs: vector(), logits: vector() }) };
const counts = { required: () => ({ totalCount: 3 }) };
const tempered = { required: () => ({ temperature: 1 }) };
const covariance = { oneOf: () => ({ scaleTril: matrix(), covarianceMatrix: matrix(), precisionMatrix: matrix() }) };
const { transforms } = dist;

const families: Readonly<Record<string, Taker>> = {
  asymmetricLaplace: { make: dist.asymmetricLaplace, required: () => ({ loc: 0, scale: 1, asymmetry: 1 }) },
  bernoulli: { make: dist.bernoulli, ...chance, optional: () => ({ allowGrey: true }) },
  bernoulliStraightThrough: { make: dist.bernoulliStraightThrough, ...chance },
  beta: { make: dist.beta, ...shapes },
  betaBinomial: { make: dist.betaBinomial, required: () => ({ totalCount: 3, ...shapes.required() }) },
  binomial: { make: dist.binomial, ...counts, ...chance },
  categorical: { make: dist.categorical, ...choice },
  cauchy: { make: dist.cauchy, ...location },
  chi2: { make: dist.chi2, required: () => ({ df: 1 }) },
  continuousBernoulli: { make: dist.continuousBernoulli, ...chance },
  delta: {
    make: dist.delta,
    required: () => ({ value: tf.scalar(1) }),
    optional: () => ({ logDensity: 0, eventDim: 0 }),
  },
  dirichlet: { make: dist.dirichlet, required: () => ({ concentration: vector() }) },
  dirichletMultinomial: {
    make: dist.dirichletMultinomial,
    required: () => ({ concentration: vector(), totalCount: 3 }),
  },
  discreteHMM: {
    make: dist.discreteHMM,
    required: () => ({
      initialLogits: vector(),
      transitionLogits: matrix(),
      observationDist: dist.normal({ loc: vector(), scale: 1 }),
    }),
    optional: () => ({ duration: 2 }),
  },
  discreteUniform: { make: dist.discreteUniform, required: () => ({ low: 0, high: 2 }) },
  empirical: { make: (options) => dist.empirical(vector(), undefined, options) },
  exponential: { make: dist.exponential, required: () => ({ rate: 1 }) },
  gamma: { make: dist.gamma, ...gammaLike },
  gammaPoisson: { make: dist.gammaPoisson, ...gammaLike },
  gaussianHMM: {
    make: dist.gaussianHMM,
    required: () => ({
      initialDist: hidden(),
      transitionMatrix: matrix(),
      transitionDist: hidden(),
      observationMatrix: matrix(),
      observationDist: hidden(),
    }),
    optional: () => ({ duration: 2 }),
  },
  gaussianRandomWalk: {
    make: dist.gaussianRandomWalk,
    required: () => ({ scale: 1 }),
    optional: () => ({ numSteps: 2 }),
  },
  geometric: { make: dist.geometric, ...chance },
  gumbel: { make: dist.gumbel, ...location },
  halfCauchy: { make: dist.halfCauchy, required: () => ({ scale: 1 }) },
  halfNormal: { make: dist.halfNormal, required: () => ({ scale: 1 }) },
  inverseGamma: { make: dist.inverseGamma, ...gammaLike },
  inverseGaussian: { make: dist.inverseGaussian, required: () => ({ loc: 1, concentration: 1 }) },
  kumaraswamy: { make: dist.kumaraswamy, ...shapes },
  laplace: { make: dist.laplace, ...location },
  lkjCholesky: { make: dist.lkjCholesky, required: () => ({ dim: 2, concentration: 1 }) },
  logNormal: { make: dist.logNormal, ...location },
  logistic: { make: dist.logistic, ...location },
  logisticNormal: { make: dist.logisticNormal, required: () => ({ loc: vector(), scale: vector() }) },
  logitNormal: { make: dist.logitNormal, ...location },
  lowRankMultivariateNormal: {
    make: dist.lowRankMultivariateNormal,
    required: () => ({ loc: vector(), covFactor: tf.ones([2, 1]), covDiag: vector() }),
  },
  multinomial: { make: dist.multinomial, ...counts, ...choice },
  multivariateNormal: { make: dist.multivariateNormal, required: () => ({ loc: vector() }), ...covariance },
  multivariateStudentT: {
    make: dist.multivariateStudentT,
    required: () => ({ df: 3, loc: vector(), scaleTril: matrix() }),
  },
  negativeBinomial: { make: dist.negativeBinomial, ...counts, ...chance },
  normal: { make: dist.normal, ...location },
  oneHotCategorical: { make: dist.oneHotCategorical, ...choice },
  oneHotCategoricalStraightThrough: { make: dist.oneHotCategoricalStraightThrough, ...choice },
  orderedLogistic: { make: dist.orderedLogistic, required: () => ({ predictor: 0, cutpoints: vector() }) },
  pareto: { make: dist.pareto, required: () => ({ scale: 1, alpha: 1 }) },
  poisson: { make: dist.poisson, required: () => ({ rate: 1 }) },
  projectedNormal: { make: dist.projectedNormal, required: () => ({ concentration: vector() }) },
  relaxedBernoulli: { make: dist.relaxedBernoulli, ...tempered, ...chance },
  relaxedBernoulliStraightThrough: { make: dist.relaxedBernoulliStraightThrough, ...tempered, ...chance },
  relaxedOneHotCategorical: { make: dist.relaxedOneHotCategorical, ...tempered, ...choice },
  softLaplace: { make: dist.softLaplace, ...location },
  studentT: { make: dist.studentT, required: () => ({ df: 3 }), optional: () => ({ loc: 0, scale: 1 }) },
  censored: {
    make: (options) => dist.censored(base(), options),
    optional: () => ({ low: 0, high: 1 }),
    isBare: true,
  },
  truncated: {
    make: (options) => dist.truncated(base(), options),
    optional: () => ({ low: 1, high: 3 }),
    isBare: true,
  },
  truncatedNormal: { make: dist.truncatedNormal, ...location, optional: () => ({ low: 0, high: 1 }) },
  uniform: { make: dist.uniform, required: () => ({ low: 0, high: 1 }) },
  unit: { make: dist.unit, required: () => ({ logFactor: tf.scalar(0) }) },
  vonMises: { make: dist.vonMises, required: () => ({ loc: 0, concentration: 1 }) },
  weibull: { make: dist.weibull, required: () => ({ scale: 1, concentration: 1 }) },
  wishart: { make: dist.wishart, required: () => ({ df: 3 }), ...covariance },
  zeroInflated: {
    make: (options) => dist.zeroInflated(base(), options),
    oneOf: () => ({ gate: 0.5, gateLogits: 0 }),
  },
};

const facts: Readonly<Record<string, Taker>> = {
  defineFamily: {
    make: dist.defineFamily,
    required: () => ({
      family: 'own',
      params: {},
      parameterConstraints: {},
      support: dist.constraints.real,
      draw: () => tf.scalar(0),
      hasRsample: false,
      logDensity: tf.neg,
    }),
    optional: () => ({ mean: () => 0, eventShape: [] }),
  },
  elementwise: {
    make: transforms.elementwise,
    required: () => ({ name: 'own', forward: tf.neg, inverse: tf.neg, logDerivative: tf.zerosLike }),
    optional: () => ({ parameterShape: [] }),
    isBare: true,
  },
  vectorMap: {
    make: transforms.vectorMap,
    required: () => ({ name: 'own', forward: tf.neg, inverse: tf.neg, logAbsDetJacobian: tf.zerosLike }),
    isBare: true,
  },
};

const maps: Readonly<Record<string, Taker>> = {
  affine: { make: transforms.affine, optional: () => ({ loc: 0, scale: 1 }), isBare: true },
  affineCoupling: {
    make: transforms.affineCoupling,
    required: () => ({ splitAt: 1, terms: (kept: tf.Tensor) => ({ shift: kept, logScale: kept }) }),
    optional: () => ({ isFlipped: true }),
    isBare: true,
  },
  coupling: {
    make: transforms.coupling,
    required: () => ({ splitAt: 1, map: () => transforms.exp }),
    optional: () => ({ isFlipped: true }),
    isBare: true,
  },
  planar: {
    make: transforms.planar,
    required: () => ({ shift: vector(), weight: vector() }),
    optional: () => ({ bias: 0 }),
    isBare: true,
  },
  radial: {
    make: transforms.radial,
    required: () => ({ center: vector(), radius: 1, strength: 0 }),
    isBare: true,
  },
  spline: {
    make: transforms.spline,
    required: () => ({ widths: vector(), heights: vector(), slopes: tf.zeros([1]) }),
    optional: () => ({ bound: 2 }),
    isBare: true,
  },
};

/** What takes values one by one, and no record of options. */
const others = [
  'bijectTo checkParameters checkValue compose concatenated constraintNamed decentre expHalfLine expanded folded householder',
  'improperUniform independent inverse klDivergence masked maskedMixture mixture mixtureSameFamily permute power productWithTranspose pullBack registerKl',
  'reinterpreted sigmoidInterval squareToCholesky stacked transformTo vectorToCholesky transformed withStraightThrough withoutRsample',
].flatMap((line) => line.split(' '));

const takers = Object.entries({ ...families, ...maps, ...facts }).map(([name, taker]) => ({ name, taker }));

/** The call with options as nobody's types allow them. */
function call(taker: Taker, options: unknown): () => unknown {
  return () => (taker.make as (options: unknown) => unknown)(options);
}

function wholeOf({ required, oneOf, optional, isBare }: Taker): Options {
  const first = Object.entries(oneOf?.() ?? {}).slice(0, 1);
  const rest = { ...optional?.(), ...(isBare === true ? {} : { validate: true }) };
  return { ...required?.(), ...Object.fromEntries(first), ...rest };
}

function without(options: Options, name: string): Options {
  return Object.fromEntries(Object.entries(options).filter(([other]) => other !== name));
}

describe('options of families and maps', () => {
  useScalarEngine();

  it('are tested of all that is exported', () => {
    const exported = [...Object.entries(dist), ...Object.entries(transforms)];
    const functions = exported.flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    expect([...new Set(functions)].sort()).toEqual(
      [...Object.keys(families), ...Object.keys(maps), ...Object.keys(facts), ...others].sort(),
    );
  });

  it.each(takers)('$name: takes all that there are, and refuses another one', ({ name, taker }) => {
    tf.tidy(() => {
      const whole = wholeOf(taker);
      expect(call(taker, whole)).not.toThrow();
      const error = errorOf(call(taker, { ...whole, bogus: 5 }));
      expect(error).toBeInstanceOf(ArgumentError);
      expect(error).toMatchObject({ where: name, got: '"bogus"' });
      for (const option of Object.keys(whole)) {
        const { hint, got } = errorOf(call(taker, { ...whole, [`${option}s`]: 5 }));
        expect({ hint, got }).toEqual({ hint: `"${option}"`, got: `"${option}s"` });
      }
    });
  });

  it.each(takers)('$name: names what is left out, or is a list', ({ name, taker }) => {
    tf.tidy(() => {
      const whole = wholeOf(taker);
      for (const option of Object.keys(taker.required?.() ?? {})) {
        for (const options of [
          without(whole, option),
          { ...whole, [option]: undefined },
          { ...whole, [option]: null },
        ]) {
          expect(errorOf(call(taker, options))).toMatchObject({ where: `${name}.${option}` });
        }
        if (name in facts) continue;
        expect(errorOf(call(taker, { ...whole, [option]: [1, 2] }))).toMatchObject({ where: `${name}.${option}` });
      }
      for (const nothing of [undefined, null, 3, []]) {
        if (nothing === undefined && name === 'empirical') continue;
        expect(errorOf(call(taker, nothing))).toMatchObject({ where: name });
      }
    });
  });

  it.each(takers.filter(({ taker }) => taker.oneOf !== undefined))('$name: wants one of several', ({ name, taker }) => {
    tf.tidy(() => {
      const all = taker.oneOf?.() ?? {};
      const rest = taker.required?.() ?? {};
      for (const each of Object.entries(all))
        expect(call(taker, { ...rest, ...Object.fromEntries([each]) })).not.toThrow();
      const pairs = Object.keys(all).flatMap((a, i) =>
        Object.keys(all)
          .slice(i + 1)
          .map((b) => [a, b] as const),
      );
      const wrong = [{}, ...pairs.map(([a, b]) => ({ [a]: all[a], [b]: all[b] }))];
      for (const given of wrong) {
        const error = errorOf(call(taker, { ...rest, ...given }));
        expect(error).toBeInstanceOf(ArgumentError);
        expect(error).toMatchObject({ where: name });
      }
    });
  });
});
