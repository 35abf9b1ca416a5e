import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key, ready } from '../../src/num/index.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { make, rows } from './table.js';

const pairs: readonly { readonly name: string; readonly q: () => Distribution; readonly p: () => Distribution }[] = [
  {
    name: 'normal',
    q: () => dist.normal({ loc: tf.tensor1d([-1, 3]), scale: 0.5 }),
    p: () => dist.normal({ loc: 0, scale: tf.tensor1d([2, 1]) }),
  },
  {
    name: 'bernoulli',
    q: () => dist.bernoulli({ probs: tf.tensor1d([0.2, 0.9]) }),
    p: () => dist.bernoulli({ logits: tf.tensor1d([1, 3]) }),
  },
  {
    name: 'continuousBernoulli',
    q: () => dist.continuousBernoulli({ probs: tf.tensor1d([0.2, 0.5]) }),
    p: () => dist.continuousBernoulli({ logits: tf.tensor1d([1, 3]) }),
  },
  {
    name: 'categorical',
    q: () => dist.categorical({ probs: tf.tensor1d([0.2, 0.5, 0.3]) }),
    p: () =>
      dist.categorical({
        logits: tf.tensor2d([
          [0, 1, 2],
          [3, 0, 0],
        ]),
      }),
  },
  {
    name: 'oneHotCategorical',
    q: () =>
      dist.oneHotCategorical({
        logits: tf.tensor2d([
          [0, 1, 2],
          [3, 0, -Infinity],
        ]),
      }),
    p: () =>
      dist.oneHotCategorical({
        logits: tf.tensor2d([
          [2, 2, 2],
          [0, 0, -Infinity],
        ]),
      }),
  },
  {
    name: 'gamma',
    q: () => dist.gamma({ concentration: tf.tensor1d([0.7, 5]), rate: 2 }),
    p: () => dist.gamma({ concentration: 2, rate: tf.tensor1d([0.5, 3]) }),
  },
  {
    name: 'beta',
    q: () => dist.beta({ concentration1: tf.tensor1d([2, 5]), concentration0: 3 }),
    p: () => dist.beta({ concentration1: 1.5, concentration0: tf.tensor1d([0.8, 2]) }),
  },
  {
    name: 'dirichlet',
    q: () =>
      dist.dirichlet({
        concentration: tf.tensor2d([
          [2, 3, 4],
          [1, 1, 6],
        ]),
      }),
    p: () => dist.dirichlet({ concentration: tf.tensor1d([1, 2, 1.5]) }),
  },
  {
    name: 'multivariateNormal',
    q: () => dist.multivariateNormal({ loc: tf.tensor1d([1, -2]), scaleTril: matrix([2, 0], [0.5, 1]) }),
    p: () =>
      dist.multivariateNormal({
        loc: tf.tensor2d([
          [0, 0],
          [1, 1],
        ]),
        covarianceMatrix: matrix([3, 1], [1, 2]),
      }),
  },
  {
    name: 'lowRankMultivariateNormal from multivariateNormal',
    q: () =>
      dist.lowRankMultivariateNormal({
        loc: tf.tensor1d([1, -2]),
        covFactor: matrix([1], [0.5]),
        covDiag: tf.tensor1d([0.5, 1]),
      }),
    p: () => dist.multivariateNormal({ loc: tf.zeros([2, 2]), precisionMatrix: matrix([1, 0.5], [0.5, 2]) }),
  },
  {
    name: 'uniform',
    q: () => dist.uniform({ low: tf.tensor1d([-1, 0]), high: 1 }),
    p: () => dist.uniform({ low: -2, high: tf.tensor1d([1, 5]) }),
  },
  {
    name: 'vonMises',
    q: () => dist.vonMises({ loc: tf.tensor1d([0.5, -1]), concentration: 2 }),
    p: () => dist.vonMises({ loc: 0, concentration: tf.tensor1d([0.5, 4]) }),
  },
];

function matrix(...rows: number[][]): tf.Tensor {
  return tf.tensor2d(rows);
}

/** A divergence that must be there. */
function kl(q: Distribution, p: Distribution): tf.Tensor {
  const value = dist.klDivergence(q, p);
  if (value === undefined) throw new Error(`no divergence of ${q.family} from ${p.family}`);
  return value;
}

beforeAll(async () => {
  await ready({ engine: 'cpu' });
});

afterAll(async () => {
  await ready();
});

describe('klDivergence', () => {
  it.each(pairs)('$name: equals the mean of log q - log p over draws', ({ q, p }) => {
    tf.tidy(() => {
      const [from, to] = [q(), p()];
      const numDraws = 20_000;
      const draws = from.expand([2]).sample(key(40), [numDraws]);
      const gains = Array.from(tf.sub(from.logProb(draws), to.logProb(draws)).dataSync());
      const value = kl(from, to);
      expect(value.shape).toEqual([2]);
      value.dataSync().forEach((each: number, element: number) => {
        const own = gains.filter((_, i) => i % 2 === element);
        const mean = own.reduce((sum, x) => sum + x, 0) / numDraws;
        const variance = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numDraws;
        expectClose(each, mean, { tolerance: 6 * Math.sqrt(variance / numDraws) + 1e-5 });
      });
    });
  });

  it.each(rows.filter((row) => !['delta', 'projectedNormal'].includes(row.name)))('$name: is 0 from itself', (row) => {
    tf.tidy(() => {
      expectClose(kl(make(row), make(row)), [0, 0], { roundings: 8 });
    });
  });

  it.each(pairs)('$name: sees through expand, toEvent and mask', ({ q, p }) => {
    tf.tidy(() => {
      const [from, to] = [q().expand([2]), p().expand([2])];
      const plain = kl(from, to);
      expectClose(kl(from.expand([3, 2]), to), tf.tile(tf.expandDims(plain, 0), [3, 1]));
      expectClose(kl(from.toEvent(1), to.toEvent(1)), tf.sum(plain), { roundings: 2 });
      const wide = [from.expand([3, 2]).toEvent(2), to.expand([3, 2]).toEvent(1).toEvent(1)] as const;
      expectClose(kl(...wide), tf.mul(3, tf.sum(plain)), { roundings: 8 });
      const mask = tf.tensor1d([1, 0], 'bool');
      expectClose(kl(from.mask(mask), to), tf.mul(plain, [1, 0]));
    });
  });

  it('the divergence under a mask and that under its complement add up', () => {
    tf.tidy(() => {
      const [q, p] = [pairs[0]?.q(), pairs[0]?.p()] as [Distribution, Distribution];
      const mask = tf.tensor1d([1, 0], 'bool');
      expectClose(tf.add(kl(q.mask(mask), p), kl(q, p.mask(tf.logicalNot(mask)))), kl(q, p));
      expectClose(kl(q.mask(false), p), [0, 0]);
      expectClose(kl(q.mask(mask).toEvent(1), p.toEvent(1)), tf.sum(tf.mul(kl(q, p), [1, 0])));
    });
  });

  it('is Infinity where q goes where p cannot', () => {
    tf.tidy(() => {
      const narrow = dist.uniform({ low: 0, high: 1 });
      expectClose(
        kl(dist.uniform({ low: tf.tensor1d([0.2, -0.1]), high: 0.9 }), narrow),
        [Math.log(1 / 0.7), Infinity],
        { roundings: 4 },
      );
      const certain = dist.bernoulli({ logits: -Infinity });
      expectClose(kl(dist.bernoulli({ logits: tf.tensor1d([0, -Infinity]) }), certain), [Infinity, 0]);
      const never = dist.categorical({ logits: tf.tensor1d([0, -Infinity]) });
      expectClose(
        kl(
          dist.categorical({
            logits: tf.tensor2d([
              [0, 0],
              [1, -Infinity],
            ]),
          }),
          never,
        ),
        [Infinity, 0],
      );
    });
  });

  it('delta from anything: the log density there, also within toEvent', () => {
    tf.tidy(() => {
      const q = dist.delta({ value: tf.tensor1d([1, 2]), logDensity: tf.tensor1d([0, 0.25]) });
      const p = dist.gamma({ concentration: 2, rate: 1 });
      // -log p(x) = x - log x for this gamma.
      const expected = [1, 2 - Math.log(2) + 0.25];
      expectClose(kl(q, p), expected, { roundings: 8 });
      expectClose(kl(q.toEvent(1), p.expand([2]).toEvent(1)), tf.sum(tf.tensor1d(expected)), { roundings: 8 });
      const vector = dist.delta({ value: tf.tensor1d([0.25, 0.75]), eventDim: 1 });
      expectClose(kl(vector, dist.dirichlet({ concentration: tf.tensor1d([1, 1]) })), 0, { roundings: 2 });
    });
  });

  it('is undefined, and makes nothing, where there is no entry', () => {
    tf.tidy(() => {
      const gamma = dist.gamma({ concentration: 1, rate: 1 });
      expect(dist.klDivergence(gamma, dist.logistic({ loc: 0, scale: 1 }))).toBeUndefined();
      expect(newTensors(() => dist.klDivergence(gamma, dist.logistic({ loc: 0, scale: 1 })))).toBe(0);
      const circle = dist.projectedNormal({ concentration: tf.tensor1d([0, 0]) });
      expect(dist.klDivergence(circle, circle)).toBeUndefined();
      // One event is two numbers, the other one pair.
      expect(
        dist.klDivergence(gamma.expand([2]).toEvent(1), dist.dirichlet({ concentration: tf.ones([2]) })),
      ).toBeUndefined();
      expect(dist.klDivergence(gamma.expand([2]).toEvent(1), gamma.expand([3]).toEvent(1))).toBeUndefined();
    });
  });

  it('leaves one tensor', () => {
    tf.tidy(() => {
      for (const { q, p } of pairs) {
        const [from, to] = [q(), p()];
        expect(newTensors(() => dist.klDivergence(from, to))).toBe(1);
        expect(newTensors(() => dist.klDivergence(from.expand([2]).toEvent(1), to.expand([2]).toEvent(1)))).toBe(1);
      }
    });
  });

  it('registerKl adds an entry', () => {
    tf.tidy(() => {
      const facts = {
        params: {},
        parameterConstraints: {},
        support: dist.constraints.real,
        hasRsample: false,
      } as const;
      const odd = dist.defineFamily({
        ...facts,
        family: 'odd',
        draw: (_key, shape) => tf.zeros([...shape]),
        logDensity: tf.zerosLike,
      });
      expect(dist.klDivergence(odd, odd)).toBeUndefined();
      dist.registerKl('odd', 'odd', () => tf.scalar(7));
      expectClose(kl(odd.expand([2]).toEvent(1), odd.expand([2]).toEvent(1)), 14);
    });
  });
});
