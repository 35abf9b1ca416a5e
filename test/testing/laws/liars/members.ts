import * as tf from '@tensorflow/tfjs-core';
import { constraints, poisson, studentT } from '../../../../src/dist/index.js';
import { bernoulli, categorical, normal } from '../families.js';
import { kept, lying, ofChoice, ofNormal, type Liar } from './liar.js';

export const members: Readonly<Record<string, readonly Liar[]>> = {
  closedForms: [
    {
      name: 'an entropy that is declared and throws',
      factory: lying(normal, () => ({
        entropy: () => {
          throw new Error('unknown');
        },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a mean that is not declared',
      factory: lying(normal, () => ({ closedForms: new Set(['variance', 'entropy', 'cdf', 'icdf'] as const) })),
      parameters: ofNormal,
    },
  ],
  enumerateSupport: [
    {
      name: 'a support without its last value',
      factory: lying(categorical, (honest) => ({
        enumerateSupport: (expand) => tf.tidy(() => tf.slice(honest.enumerateSupport(expand), 0, 2)),
      })),
      parameters: ofChoice,
    },
    {
      name: 'a support from the last value to the first',
      factory: lying(categorical, (honest) => ({
        enumerateSupport: (expand) => tf.tidy(() => tf.reverse(honest.enumerateSupport(expand), 0)),
      })),
      parameters: ofChoice,
    },
    {
      name: 'a compact form that is not',
      factory: lying(bernoulli, (honest) => ({ enumerateSupport: () => honest.enumerateSupport(true) })),
      parameters: { probs: [0.2, 0.7] },
    },
  ],
  noLeak: [
    {
      name: 'a tensor left by expand',
      factory: lying(normal, (honest) => ({
        expand: (shape) => {
          kept.push(tf.keep(tf.scalar(1)));
          return honest.expand(shape);
        },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a tensor left by the log density',
      factory: lying(normal, (honest) => ({
        logProb: (x) => {
          kept.push(tf.keep(tf.scalar(1)));
          return honest.logProb(x);
        },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a tensor left by the mean',
      factory: lying(normal, (honest) => ({ mean: () => tf.add(honest.mean(), tf.scalar(0)) })),
      parameters: ofNormal,
    },
  ],
  argumentsUntouched: [
    {
      name: 'a mean that is handed out twice',
      factory: lying(normal, (honest) => {
        const cache: { mean?: tf.Tensor } = {};
        return { mean: () => (cache.mean ??= honest.mean()) };
      }),
      parameters: ofNormal,
    },
    {
      name: 'a mean that is the parameter itself',
      factory: lying(normal, (honest) => ({ mean: () => honest.params['loc'] as tf.Tensor })),
      parameters: ofNormal,
    },
    {
      name: 'a log density that disposes its value',
      factory: lying(normal, (honest) => ({
        logProb: (x) => {
          const result = honest.logProb(x);
          x.dispose();
          return result;
        },
      })),
      parameters: ofNormal,
    },
  ],
  validation: [
    {
      name: 'a scale that may be anything',
      factory: lying(normal, () => ({
        parameterConstraints: { loc: constraints.real, scale: { ...constraints.real, check: tf.onesLike } },
      })),
      parameters: ofNormal,
    },
    {
      name: 'a scale that has no set',
      factory: lying(normal, () => ({ parameterConstraints: { loc: constraints.real } })),
      parameters: ofNormal,
    },
    {
      name: 'a support that takes NaN',
      factory: lying(normal, () => ({ support: { ...constraints.real, check: tf.onesLike } })),
      parameters: ofNormal,
    },
  ],
  dtypes: [
    {
      name: 'counts as int32',
      factory: lying(
        ({ rate }) => poisson({ rate: rate ?? 1 }),
        (honest) => ({ sample: (k, shape) => tf.tidy(() => tf.cast(honest.sample(k, shape), 'int32')) }),
      ),
      parameters: { rate: [1, 4] },
    },
    {
      name: 'a log density that rounds whole numbers away',
      factory: lying(bernoulli, (honest) => ({
        logProb: (x) => tf.tidy(() => (x.dtype === 'int32' ? tf.mul(honest.logProb(x), 2) : honest.logProb(x))),
      })),
      parameters: { probs: [0.2, 0.7] },
    },
  ],
  declaredSets: [
    {
      name: 'degrees of freedom that may be any real number',
      factory: lying(
        ({ df }) => studentT({ df: df ?? 1, loc: 0, scale: 1, validate: false }),
        ({ parameterConstraints, validate: _off, ...rest }) => ({
          ...rest,
          parameterConstraints: { ...parameterConstraints, df: constraints.real },
        }),
      ),
      parameters: { df: [3, 5] },
    },
    {
      name: 'a rate that may be negative',
      factory: lying(
        ({ rate }) => poisson({ rate: rate ?? 1 }),
        () => ({ parameterConstraints: { rate: constraints.real } }),
      ),
      parameters: { rate: [1, 4] },
    },
  ],
};
