import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';

type Params = Readonly<Record<string, tf.Tensor>>;

/** A distribution that all laws are put to. Its batch has two elements, unless the row says otherwise. */
export interface Row {
  readonly name: string;
  /** Parameters as nested numbers; `build` gets them as tensors, so that the laws can vary and differentiate them. */
  readonly params: Readonly<Record<string, tf.TensorLike>>;
  readonly build: (params: Params) => Distribution;
  /** Moments [batch, event], flat, worked out by hand. */
  readonly mean?: readonly number[];
  readonly variance?: readonly number[];
  /** For numbers: an interval that holds all but 1e-6 of the mass of every batch element. */
  readonly range?: readonly [number, number];
  /** Values [batch, event] at which gradients are taken, inside the support. */
  readonly at: tf.TensorLike;
}

/** Reads a parameter that the row itself names. */
function of(params: Params, name: string): tf.Tensor {
  const value = params[name];
  if (value === undefined) throw new Error(`the row has no parameter ${name}`);
  return value;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const rows: readonly Row[] = [
  {
    name: 'normal',
    params: { loc: [-1, 3], scale: [0.5, 2] },
    build: (p) => dist.normal({ loc: of(p, 'loc'), scale: of(p, 'scale') }),
    mean: [-1, 3],
    variance: [0.25, 4],
    range: [-9, 15],
    at: [-0.3, 6],
  },
  {
    name: 'uniform',
    params: { low: [-1, 3], high: [0, 3.5] },
    build: (p) => dist.uniform({ low: of(p, 'low'), high: of(p, 'high') }),
    mean: [-0.5, 3.25],
    variance: [1 / 12, 1 / 48],
    range: [-1.5, 4],
    at: [-0.25, 3.125],
  },
  {
    name: 'bernoulli of probs',
    params: { probs: [0.2, 0.9] },
    build: (p) => dist.bernoulli({ probs: of(p, 'probs') }),
    mean: [0.2, 0.9],
    variance: [0.16, 0.09],
    at: [1, 0],
  },
  {
    name: 'bernoulli of logits',
    params: { logits: [-2, 0.5] },
    build: (p) => dist.bernoulli({ logits: of(p, 'logits') }),
    mean: [sigmoid(-2), sigmoid(0.5)],
    variance: [sigmoid(-2) * sigmoid(2), sigmoid(0.5) * sigmoid(-0.5)],
    at: [1, 0],
  },
  {
    name: 'continuousBernoulli of probs',
    params: { probs: [0.3, 0.9] },
    build: (p) => dist.continuousBernoulli({ probs: of(p, 'probs') }),
    range: [0, 1],
    at: [0.4, 0.7],
  },
  {
    name: 'continuousBernoulli of logits',
    params: { logits: [-6, 1e-5] },
    build: (p) => dist.continuousBernoulli({ logits: of(p, 'logits') }),
    mean: [1 / 6 - 1 / Math.expm1(6), 0.5],
    variance: [1 / 36 - 0.25 / Math.sinh(3) ** 2, 1 / 12],
    range: [0, 1],
    at: [0.1, 0.7],
  },
  {
    name: 'categorical of probs',
    params: {
      probs: [
        [0.2, 0.5, 0.3],
        [0.1, 0.1, 0.8],
      ],
    },
    build: (p) => dist.categorical({ probs: of(p, 'probs') }),
    mean: [1.1, 1.7],
    variance: [0.49, 0.41],
    at: [1, 2],
  },
  {
    name: 'categorical of logits',
    params: {
      logits: [
        [0, Math.log(2), Math.log(5)],
        [1, 1, 1],
      ],
    },
    build: (p) => dist.categorical({ logits: of(p, 'logits') }),
    mean: [1.5, 1],
    variance: [0.5, 2 / 3],
    at: [0, 1],
  },
  {
    name: 'oneHotCategorical',
    params: {
      logits: [
        [0, Math.log(2), Math.log(5)],
        [1, 1, 1],
      ],
    },
    build: (p) => dist.oneHotCategorical({ logits: of(p, 'logits') }),
    mean: [1 / 8, 1 / 4, 5 / 8, 1 / 3, 1 / 3, 1 / 3],
    variance: [7 / 64, 12 / 64, 15 / 64, 2 / 9, 2 / 9, 2 / 9],
    at: [
      [0, 0, 1],
      [1, 0, 0],
    ],
  },
  {
    name: 'delta',
    params: { value: [2, -1], logDensity: [0, 0.5] },
    build: (p) => dist.delta({ value: of(p, 'value'), logDensity: of(p, 'logDensity') }),
    mean: [2, -1],
    variance: [0, 0],
    at: [2, -1],
  },
  {
    name: 'gamma',
    params: { concentration: [0.7, 5], rate: [2, 0.5] },
    build: (p) => dist.gamma({ concentration: of(p, 'concentration'), rate: of(p, 'rate') }),
    mean: [0.35, 10],
    variance: [0.175, 20],
    range: [0, 60],
    at: [0.3, 12],
  },
  {
    name: 'beta',
    params: { concentration1: [2, 0.6], concentration0: [3, 0.8] },
    build: (p) => dist.beta({ concentration1: of(p, 'concentration1'), concentration0: of(p, 'concentration0') }),
    mean: [0.4, 3 / 7],
    variance: [0.04, (0.6 * 0.8) / (1.4 ** 2 * 2.4)],
    range: [0, 1],
    at: [0.3, 0.9],
  },
  {
    name: 'dirichlet',
    params: {
      concentration: [
        [2, 3, 4],
        [1.5, 2.5, 6],
      ],
    },
    build: (p) => dist.dirichlet({ concentration: of(p, 'concentration') }),
    mean: [2 / 9, 3 / 9, 4 / 9, 0.15, 0.25, 0.6],
    variance: [14 / 810, 18 / 810, 20 / 810, 0.1275 / 11, 0.1875 / 11, 0.24 / 11],
    at: [
      [0.2, 0.5, 0.3],
      [0.1, 0.1, 0.8],
    ],
  },
  {
    name: 'multivariateNormal',
    params: {
      loc: [
        [1, -2],
        [0, 3],
      ],
      scaleTril: [
        [
          [2, 0],
          [0.5, 1],
        ],
        [
          [0.8, 0],
          [-1, 0.6],
        ],
      ],
    },
    build: (p) => dist.multivariateNormal({ loc: of(p, 'loc'), scaleTril: of(p, 'scaleTril') }),
    mean: [1, -2, 0, 3],
    variance: [4, 1.25, 0.64, 1.36],
    at: [
      [0.3, -1],
      [0.5, 2],
    ],
  },
  {
    name: 'lowRankMultivariateNormal',
    params: {
      loc: [
        [1, -2, 0],
        [0, 3, 1],
      ],
      covFactor: [
        [
          [2, 0],
          [0.5, 1],
          [1, -1],
        ],
        [
          [0.8, 0.3],
          [-1, 0.6],
          [0, 0.5],
        ],
      ],
      covDiag: [
        [1, 0.5, 0.7],
        [2, 1, 0.6],
      ],
    },
    build: (p) =>
      dist.lowRankMultivariateNormal({
        loc: of(p, 'loc'),
        covFactor: of(p, 'covFactor'),
        covDiag: of(p, 'covDiag'),
      }),
    mean: [1, -2, 0, 0, 3, 1],
    variance: [5, 1.75, 2.7, 2.73, 2.36, 0.85],
    at: [
      [0.3, -1, 0.4],
      [0.5, 2, 1],
    ],
  },
  {
    name: 'vonMises',
    params: { loc: [0.5, -1], concentration: [2, 0.3] },
    build: (p) => dist.vonMises({ loc: of(p, 'loc'), concentration: of(p, 'concentration') }),
    range: [-Math.PI, Math.PI],
    at: [1, -2.5],
  },
  {
    name: 'projectedNormal',
    params: {
      concentration: [
        [1, 2],
        [-0.5, 0.1],
      ],
    },
    build: (p) => dist.projectedNormal({ concentration: of(p, 'concentration') }),
    at: [
      [0.6, 0.8],
      [0.8, -0.6],
    ],
  },
];

/** The parameters of a row as new tensors. */
export function paramsOf(row: Row): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(row.params).map(([name, value]) => [name, tf.tensor(value)]));
}

/** The distribution of a row, with new tensors. */
export function make(row: Row): Distribution {
  return row.build(paramsOf(row));
}
