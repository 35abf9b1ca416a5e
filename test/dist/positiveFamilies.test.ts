import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { key, valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { positive } from './cases/positive.js';
import type { FamilyCase } from './cases/familyCase.js';

/** The parameters of a case at its first extreme ones. */
function paramsOf({ extremes }: FamilyCase, which: number): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(extremes[which] ?? {}).map(([name, value]) => [name, tf.tensor(value)]));
}

const continuous = positive.filter(({ name }) => !name.includes('StraightThrough') && name !== 'vonMises');
const extremes = positive.flatMap((each) => each.extremes.map((_, i) => [`${each.name}, ${i}`, each, i] as const));
const outside = [-1, -1e-20, -Infinity, Infinity, NaN];

describeEngines('families of positive and bounded numbers, at the ends', () => {
  it.each(continuous)(
    '$name: outside the support -Infinity, the same as 0 or 1 of the mass, and no slope',
    (subject) => {
      tf.tidy(() => {
        const params = paramsOf(subject, 0);
        const names = Object.keys(params);
        const values = tf.tensor2d(outside.map((value) => [value, value]));
        const none = outside.flatMap(() => [-Infinity, -Infinity]);
        expectClose(subject.factory(params).logProb(values), none);
        const parts = subject.factory(params).cdf(tf.slice(values, 0, 4));
        expectClose(parts, [0, 0, 0, 0, 0, 0, 1, 1]);
        const sum = (...[value, ...rest]: tf.Tensor[]): tf.Tensor => {
          const given = Object.fromEntries(rest.map((each, i) => [names[i] ?? '', each]));
          const logs = subject.factory(given).logProb(value as tf.Tensor);
          return tf.sum(tf.mul(tf.maximum(logs, -1), 3));
        };
        const slopes = tf.grads(sum)([values, ...Object.values(params)]);
        for (const slope of slopes) expectClose(slope, tf.zerosLike(slope));
      });
    },
  );

  it.each(extremes)('%s: nothing is NaN, and draws stay in the support', (_, subject, which) => {
    tf.tidy(() => {
      const params = paramsOf(subject, which);
      const made = subject.factory(params);
      const draws = made.sample(key(3), [50]);
      expectClose(tf.all(made.support.check(draws)), [1]);
      const members = [...made.closedForms]
        .filter((name) => name !== 'cdf' && name !== 'icdf')
        .map((name) => made[name]());
      const logs = made.logProb(draws);
      const parts = made.closedForms.has('cdf') ? [made.cdf(draws)] : [];
      const { gradients } = valueAndGradients((given) => tf.sum(subject.factory(given).logProb(draws)), params);
      const slopes = Object.values(gradients);
      for (const each of [...members, logs, ...parts, ...slopes]) expectClose(tf.any(tf.isNaN(each)), [0]);
    });
  });

  it.each(positive)('$name: every member leaves one tensor', (subject) => {
    tf.tidy(() => {
      const made = subject.factory(paramsOf(subject, 0));
      const half = tf.scalar(0.5);
      for (const name of made.closedForms) {
        expect(newTensors(() => (name === 'cdf' || name === 'icdf' ? made[name](half) : made[name]()))).toBe(1);
      }
      expect(newTensors(() => made.sample(key(1), [3]))).toBe(1);
      expect(newTensors(() => made.rsample(key(1), [3]))).toBe(1);
      expect(newTensors(() => made.logProb(half))).toBe(1);
    });
  });

  it('relaxedBernoulliStraightThrough: the relaxed draws rounded, with their slopes', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([-1, 0.3, 2]);
      const hard = dist.relaxedBernoulliStraightThrough({ temperature: 0.7, logits });
      const soft = dist.relaxedBernoulli({ temperature: 0.7, logits });
      const weights = tf.tensor1d([1, -2, 3]);
      expectClose(hard.rsample(key(5), [20]), tf.round(soft.rsample(key(5), [20])));
      const slopeOf = (family: typeof dist.relaxedBernoulli): tf.Tensor =>
        tf.grad((l: tf.Tensor) =>
          tf.sum(tf.mul(weights, family({ temperature: 0.7, logits: l }).rsample(key(5), [20]))),
        )(logits);
      expectClose(slopeOf(dist.relaxedBernoulliStraightThrough), slopeOf(dist.relaxedBernoulli), { roundings: 4 });
      expectClose(hard.logProb(tf.scalar(1)), dist.bernoulli({ logits }).logProb(tf.scalar(1)));
      expectClose(hard.enumerateSupport(false), [0, 1]);
    });
  });

  it('bernoulliStraightThrough: draws of bernoulli with the slope of the mean', () => {
    tf.tidy(() => {
      const probs = tf.tensor1d([0.2, 0.7]);
      const made = dist.bernoulliStraightThrough({ probs });
      expectClose(made.rsample(key(2), [9]), dist.bernoulli({ probs }).sample(key(2), [9]));
      const slope = tf.grad((p: tf.Tensor) => tf.sum(dist.bernoulliStraightThrough({ probs: p }).rsample(key(2), [9])))(
        probs,
      );
      expectClose(slope, [9, 9]);
    });
  });

  it('tails: moments that are infinite', () => {
    tf.tidy(() => {
      const alpha = tf.tensor1d([0.5, 1, 2, 3]);
      const pareto = dist.pareto({ scale: 1, alpha });
      expectClose(pareto.mean(), [Infinity, Infinity, 2, 1.5]);
      expectClose(pareto.variance(), [Infinity, Infinity, Infinity, 0.75], { roundings: 4 });
      const inverse = dist.inverseGamma({ concentration: alpha, rate: 2 });
      expectClose(inverse.mean(), [Infinity, Infinity, 2, 1]);
      expectClose(inverse.variance(), [Infinity, Infinity, Infinity, 1]);
      expectClose(dist.pareto({ scale: 2, alpha: 3 }).icdf(tf.tensor1d([0, 1, 2])), [2, Infinity, NaN]);
    });
  });
});

describe('parameters of positive and bounded families', () => {
  it.each([
    ['exponential.rate', () => dist.exponential({ rate: 0 })],
    ['inverseGamma.concentration', () => dist.inverseGamma({ concentration: -1, rate: 1 })],
    ['chi2.df', () => dist.chi2({ df: 0 })],
    ['weibull.scale', () => dist.weibull({ scale: NaN, concentration: 1 })],
    ['pareto.alpha', () => dist.pareto({ scale: 1, alpha: Infinity })],
    ['kumaraswamy.concentration0', () => dist.kumaraswamy({ concentration1: 1, concentration0: 1e-60 })],
    ['inverseGaussian.loc', () => dist.inverseGaussian({ loc: -2, concentration: 1 })],
    ['relaxedBernoulli.temperature', () => dist.relaxedBernoulli({ temperature: 0, probs: 0.5 })],
  ])('%s: an error names it', (name, make) => {
    expect(make).toThrow(`${name}: expected a finite number > 0`);
  });

  it('weibull: no slope so far in the tail that the power of the value overflows', () => {
    const total = (...[value, scale, concentration]: tf.Tensor[]): tf.Tensor => {
      const made = dist.weibull({ scale: scale as tf.Tensor, concentration: concentration as tf.Tensor });
      return tf.add(made.cdf(value as tf.Tensor), made.survival?.(value as tf.Tensor) ?? NaN);
    };
    const slopes = tf.grads(total)([1e6, 2, 7].map((x) => tf.tensor1d([x])));
    for (const slope of slopes) expectClose(slope, [0]);
  });

  it('validate: false lets them be', () => {
    expect(dist.exponential({ rate: -1, validate: false }).validate).toBe(false);
    expect(dist.chi2({ df: -1, validate: false }).validate).toBe(false);
  });

  it('relaxedBernoulli: either probs or logits', () => {
    const both = { temperature: 1, probs: 0.5, logits: 0 } as unknown as dist.RelaxedBernoulliParams;
    expect(() => dist.relaxedBernoulli(both)).toThrow('expected either probs or logits, got both');
  });

  it('pareto: the support begins at the scale, which is inside', () => {
    tf.tidy(() => {
      const made = dist.pareto({ scale: tf.tensor1d([1, 2]), alpha: 3 });
      expectClose(made.support.check(tf.tensor1d([1, 1.9])), [1, 0]);
      expect(dist.constraintNamed('greaterThanEq(2)').contains?.(2)).toBe(true);
      expectClose(dist.bijectTo(made.support).forward(tf.tensor1d([0, 0])), [2, 3]);
    });
  });
});
