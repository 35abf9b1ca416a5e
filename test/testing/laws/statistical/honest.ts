import * as dist from '../../../../src/dist/index.js';
import type { Distribution } from '../../../../src/dist/index.js';
import type * as tf from '@tensorflow/tfjs-core';
import type { DistributionFactory, ParameterValues, Subject } from '../../../../src/testing/laws/law.js';

type Given = Readonly<Record<string, tf.Tensor>>;

/** A parameter that the caller names in `parameters`. */
export function of(given: Given, name: string): tf.Tensor {
  const value = given[name];
  if (value === undefined) throw new Error(`no parameter ${name}`);
  return value;
}

/** A subject with the default numbers of draws and rate of false alarms. */
export function subjectOf(
  factory: DistributionFactory,
  parameters: ParameterValues,
  more: Partial<Subject> = {},
): Subject {
  return { name: 'made up', factory, parameters, key: 3, falseAlarmRate: 1e-9, maxDraws: 150_000, ...more };
}

export const makeNormal = (p: Given): Distribution => dist.normal({ loc: of(p, 'loc'), scale: of(p, 'scale') });
export const makeGamma = (p: Given): Distribution =>
  dist.gamma({ concentration: of(p, 'concentration'), rate: of(p, 'rate') });

/** Distributions that keep all laws, of all kinds that the laws treat differently. */
export const honest: Readonly<Record<string, Subject>> = {
  normal: subjectOf(makeNormal, { loc: [-1, 3], scale: [0.5, 20] }),
  'gamma of small concentration': subjectOf(makeGamma, { concentration: [0.15, 7], rate: [1, 2] }),
  beta: subjectOf(
    (p) => dist.beta({ concentration1: of(p, 'concentration1'), concentration0: of(p, 'concentration0') }),
    { concentration1: [0.5, 7], concentration0: [0.4, 2] },
  ),
  uniform: subjectOf((p) => dist.uniform({ low: of(p, 'low'), high: of(p, 'high') }), {
    low: [0.2, 3],
    high: [0.25, 5],
  }),
  vonMises: subjectOf((p) => dist.vonMises({ loc: of(p, 'loc'), concentration: of(p, 'concentration') }), {
    loc: [0.2, 3],
    concentration: [0.15, 5],
  }),
  continuousBernoulli: subjectOf((p) => dist.continuousBernoulli({ logits: of(p, 'logits') }), { logits: [1e-5, -4] }),
  delta: subjectOf((p) => dist.delta({ value: of(p, 'value') }), { value: [1, -2] }),
  bernoulli: subjectOf((p) => dist.bernoulli({ probs: of(p, 'probs') }), { probs: [0.2, 0.99] }),
  categorical: subjectOf((p) => dist.categorical({ probs: of(p, 'probs') }), {
    probs: [
      [0.2, 0.3, 0.5],
      [0.9, 0.05, 0.05],
    ],
  }),
  oneHotCategorical: subjectOf((p) => dist.oneHotCategorical({ logits: of(p, 'logits') }), {
    logits: [
      [0, 1, 2],
      [1, 1, -3],
    ],
  }),
  'bernoulli in rows': subjectOf((p) => dist.bernoulli({ probs: of(p, 'probs') }).toEvent(1), {
    probs: [
      [0.2, 0.3, 0.5],
      [0.9, 0.5, 0.05],
    ],
  }),
  'normal in rows of four': subjectOf((p) => makeNormal(p).toEvent(1), {
    loc: [
      [-1, 3, 2, 1],
      [1, 0, 0, 1],
    ],
    scale: [
      [0.5, 200, 1, 1],
      [1, 1, 1, 2],
    ],
  }),
  'dirichlet of three': subjectOf((p) => dist.dirichlet({ concentration: of(p, 'concentration') }), {
    concentration: [
      [0.5, 0.8, 3],
      [1, 2, 5],
    ],
  }),
  'dirichlet of four': subjectOf((p) => dist.dirichlet({ concentration: of(p, 'concentration') }), {
    concentration: [
      [0.5, 0.8, 3, 2],
      [1, 2, 5, 1],
    ],
  }),
  multivariateNormal: subjectOf((p) => dist.multivariateNormal({ loc: of(p, 'loc'), scaleTril: of(p, 'scaleTril') }), {
    loc: [
      [0.5, 0.8],
      [1, 2],
    ],
    scaleTril: [
      [
        [1, 0],
        [3, 0.5],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ],
  }),
  projectedNormal: subjectOf((p) => dist.projectedNormal({ concentration: of(p, 'concentration') }), {
    concentration: [
      [0.5, 0.8],
      [0, 4],
    ],
  }),
};
