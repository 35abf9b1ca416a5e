import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

type Build = (params: tf.Tensor) => Distribution;

const extreme: readonly {
  readonly name: string;
  readonly build: Build;
  readonly params: tf.TensorLike;
  readonly values: readonly number[];
}[] = [
  {
    name: 'normal, scale',
    build: (scale) => dist.normal({ loc: 0, scale }),
    params: [1e-30, 1e30],
    values: [0, 1e-30, 1],
  },
  { name: 'normal, loc', build: (loc) => dist.normal({ loc, scale: 1 }), params: [-1e18, 1e18], values: [0, 1e18] },
  {
    name: 'uniform',
    build: (high) => dist.uniform({ low: -1e-30, high }),
    params: [1e-30, 1e30],
    values: [-1, 0, 1e-31, 1e30],
  },
  { name: 'bernoulli, probs', build: (probs) => dist.bernoulli({ probs }), params: [0, 1], values: [0, 1] },
  { name: 'bernoulli, logits', build: (logits) => dist.bernoulli({ logits }), params: [-200, 200], values: [0, 1] },
  {
    name: 'bernoulli, certain',
    build: (logits) => dist.bernoulli({ logits }),
    params: [-Infinity, Infinity],
    values: [0, 1],
  },
  {
    name: 'bernoulli, grey',
    build: (logits) => dist.bernoulli({ logits, allowGrey: true }),
    params: [-200, 200],
    values: [0, 0.5, 1],
  },
  {
    name: 'continuousBernoulli, probs',
    build: (probs) => dist.continuousBernoulli({ probs }),
    params: [0, 0.5, 1],
    values: [0, 0.5, 1],
  },
  {
    name: 'continuousBernoulli, logits',
    build: (logits) => dist.continuousBernoulli({ logits }),
    params: [-1e4, -1e-20, 0, 1e-6, 1e4],
    values: [0, 0.5, 1],
  },
  {
    name: 'gamma, concentration',
    build: (a) => dist.gamma({ concentration: a, rate: 1 }),
    params: [1e-6, 1e6],
    values: [1e-30, 1, 1e6],
  },
  {
    name: 'gamma, rate',
    build: (rate) => dist.gamma({ concentration: 1, rate }),
    params: [1e-20, 1e20],
    values: [1e-30, 1, 1e20],
  },
  {
    name: 'beta',
    build: (a) => dist.beta({ concentration1: a, concentration0: 1 }),
    params: [1e-5, 1e5],
    values: [0, 1e-30, 0.5, 1 - 2 ** -24, 1],
  },
  {
    name: 'vonMises',
    build: (k) => dist.vonMises({ loc: 1, concentration: k }),
    params: [0, 1e-20, 1e5, 1e10],
    values: [-3, 1, 100],
  },
];

const choices: readonly { readonly name: string; readonly build: Build; readonly params: tf.TensorLike }[] = [
  {
    name: 'categorical, probs',
    build: (probs) => dist.categorical({ probs }),
    params: [
      [0, 1],
      [1, 0],
    ],
  },
  {
    name: 'categorical, logits',
    build: (logits) => dist.categorical({ logits }),
    params: [
      [-Infinity, 0],
      [1000, -1000],
    ],
  },
  {
    name: 'oneHotCategorical, probs',
    build: (probs) => dist.oneHotCategorical({ probs }),
    params: [
      [0, 1],
      [1, 0],
    ],
  },
  {
    name: 'oneHotCategorical, logits',
    build: (logits) => dist.oneHotCategorical({ logits }),
    params: [
      [-Infinity, 0],
      [1000, -1000],
    ],
  },
];

const vectors: readonly {
  readonly name: string;
  readonly build: Build;
  readonly params: tf.TensorLike;
  readonly values: tf.TensorLike;
}[] = [
  {
    name: 'dirichlet',
    build: (concentration) => dist.dirichlet({ concentration }),
    params: [
      [1e-5, 1e-5],
      [1e5, 1],
    ],
    values: [
      [0, 1],
      [1e-30, 1],
      [0.5, 0.5],
    ],
  },
  {
    name: 'projectedNormal',
    build: (concentration) => dist.projectedNormal({ concentration }),
    params: [
      [0, 0],
      [1e6, -1e6],
    ],
    values: [
      [1, 0],
      [-0.6, 0.8],
      [Math.SQRT1_2, -Math.SQRT1_2],
    ],
  },
];

/** Log densities, their gradients, draws and their gradients: none may be NaN, and draws must be in the support. */
function check(build: Build, params: tf.Tensor, values: tf.Tensor): void {
  const made = build(params);
  const batch = made.batchShape.length;
  const spread = tf.reshape(values, [values.shape[0], ...Array<number>(batch).fill(1), ...made.eventShape]);
  expectNoNaN('log densities', made.logProb(spread));
  // Gradients matter where the density is positive; -Infinity is checked elsewhere.
  const total = (x: tf.Tensor): tf.Tensor => {
    const logs = x;
    return tf.sum(tf.where(tf.greater(logs, -Infinity), logs, tf.zerosLike(logs)));
  };
  expectNoNaN('gradients', tf.grad((at: tf.Tensor) => total(build(at).logProb(spread)))(params));
  const draws = made.sample(key(60), [50]);
  dist.checkValue(made, draws);
  expectNoNaN('log densities of draws', made.logProb(draws));
  if (!made.hasRsample) return;
  const slope = tf.grad((at: tf.Tensor) => tf.sum(build(at).rsample(key(60), [50])))(params);
  expectNoNaN('gradients of draws', slope);
}

function expectNoNaN(what: string, x: tf.Tensor): void {
  expect(Array.from(x.dataSync()).some(Number.isNaN), `${what}: ${x.toString()}`).toBe(false);
}

describeEngines('extreme parameters', () => {
  it.each(extreme)('$name: nothing is NaN', ({ build, params, values }) => {
    tf.tidy(() => {
      check(build, tf.tensor(params), tf.tensor1d([...values]));
    });
  });

  it.each(vectors)('$name: nothing is NaN', ({ build, params, values }) => {
    tf.tidy(() => {
      check(build, tf.tensor(params), tf.tensor(values));
    });
  });

  it.each(choices)('$name: nothing is NaN, and what never comes is never drawn', ({ build, params }) => {
    tf.tidy(() => {
      const logits = tf.tensor(params);
      const made = build(logits);
      check(build, logits, made.enumerateSupport(false));
      const draws = tf.cast(made.sample(key(61), [200]), 'float32');
      const place = made.eventShape.length === 0 ? draws : tf.argMax(draws, -1);
      expectClose(tf.mean(tf.cast(place, 'float32'), 0), [1, 0]);
    });
  });

  it('probabilities of 0 and 1 are exact', () => {
    tf.tidy(() => {
      const ends = tf.tensor1d([0, 1]);
      expectClose(dist.bernoulli({ probs: ends }).logProb(tf.scalar(1)), [-Infinity, 0]);
      expectClose(dist.bernoulli({ probs: ends }).logProb(tf.scalar(0)), [0, -Infinity]);
      expectClose(dist.categorical({ probs: ends }).logProb(tf.tensor1d([0, 1])), [-Infinity, 0]);
    });
  });
});
