import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { newTensors } from '../support/newTensors.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { divergences } from './golden/kl.js';

type Params = Readonly<Record<string, number>>;
type Families = Readonly<Record<string, (params: Params) => Distribution>>;

/** A family by its name, as the golden table writes it. */
function make([family, params]: readonly [string, Params]): Distribution {
  const found = (dist as unknown as Families)[family];
  if (found === undefined) throw new Error(`no family ${family}`);
  return found(params);
}

/** A divergence that must be there. */
function kl(q: Distribution, p: Distribution): tf.Tensor {
  const value = dist.klDivergence(q, p);
  if (value === undefined) throw new Error(`no divergence of ${q.family} from ${p.family}`);
  return value;
}

const title = ([family, params]: readonly [string, Params]): string => `${family} ${JSON.stringify(params)}`;
const rows = divergences.map(([q, p, expected]) => [`${title(q)} from ${title(p)}`, q, p, expected] as const);
const selves = new Map(divergences.flatMap(([q, p]) => [q, p]).map((side) => [title(side), side]));

function matrix(...entries: number[][]): tf.Tensor {
  return tf.tensor2d(entries);
}

describeEngines('klDivergence of pairs', () => {
  it.each(rows)('%s: equals the integral', (_, q, p, expected) => {
    tf.tidy(() => {
      // Moments, entropies and logs of about 10 each lose some roundings to the sum.
      expectClose(kl(make(q), make(p)), [expected], { roundings: 64 });
    });
  });

  it.each([...selves])('%s: is 0 from itself, with no slope', (_, [family, params]) => {
    tf.tidy(() => {
      const [q, p] = [make([family, params]), make([family, params])];
      const own = dist.klDivergence(q, p);
      if (own === undefined) return;
      expectClose(own, [0], { roundings: 8 });
      const names = Object.keys(params).filter((name) => name !== 'totalCount');
      const values = names.map((name) => tf.scalar(params[name] ?? NaN));
      const ofSelf = (...moved: tf.Tensor[]): tf.Tensor => {
        const of = Object.fromEntries(moved.map((value, i) => [names[i] ?? '', value]));
        return kl(
          (dist as unknown as Record<string, (of: object) => Distribution>)[family]?.({ ...params, ...of }) ?? q,
          p,
        );
      };
      // A uniform distribution that moves out of itself has an infinite divergence at once.
      if (family === 'uniform' || family === 'pareto') return;
      for (const slope of tf.grads(ofSelf)(values)) expectClose(slope, [0], { roundings: 64 });
    });
  });

  it('of normal vectors: those of numbers made vectors equal those of diagonal matrices', () => {
    tf.tidy(() => {
      const numbers = dist.normal({ loc: tf.tensor1d([1, -2]), scale: tf.tensor2d([[0.5], [2]]) }).toEvent(1);
      const vectors = dist.multivariateNormal({
        loc: tf.tensor1d([1, -2]),
        scaleTril: tf.tensor3d([
          [
            [0.5, 0],
            [0, 0.5],
          ],
          [
            [2, 0],
            [0, 2],
          ],
        ]),
      });
      const other = dist.multivariateNormal({ loc: tf.zeros([2]), covarianceMatrix: matrix([2, 0.5], [0.5, 1]) });
      expectClose(kl(numbers, other), kl(vectors, other), { roundings: 8 });
      expectClose(kl(other, numbers), kl(other, vectors), { roundings: 8 });
      expectClose(kl(numbers, vectors), [0, 0], { roundings: 8 });
      const simple = dist.normal({ loc: 0, scale: 1 }).expand([2]).toEvent(1);
      // (trace - log det - 2) / 2 of the covariance.
      expectClose(kl(other, simple), 0.5 * (3 - Math.log(1.75) - 2), { roundings: 8 });
      const low = dist.lowRankMultivariateNormal({
        loc: tf.zeros([2]),
        covFactor: matrix([1], [0.5]),
        covDiag: tf.tensor1d([1, 0.75]),
      });
      expectClose(kl(low, simple), kl(other, simple), { roundings: 16 });
      expectClose(kl(low.expand([3]).toEvent(1), simple.expand([3]).toEvent(1)), tf.mul(kl(low, simple), 3), {
        roundings: 8,
      });
    });
  });

  it('of equal maps of both sides: that of what was mapped; other maps have none', () => {
    tf.tidy(() => {
      const [q, p] = [dist.normal({ loc: tf.tensor1d([0, 1]), scale: 0.5 }), dist.normal({ loc: 0.3, scale: 2 })];
      const map = dist.bijectTo(dist.constraints.greaterThan(1));
      expectClose(kl(dist.transformed(q, map), dist.transformed(p, map)), kl(q, p));
      const [wide, other] = [dist.transformed(q, map).toEvent(1), dist.transformed(p, map).expand([2]).toEvent(1)];
      expectClose(kl(wide, other), tf.sum(kl(q, p)), { roundings: 4 });
      const elsewhere = dist.bijectTo(dist.constraints.greaterThan(2));
      expect(dist.klDivergence(dist.transformed(q, map), dist.transformed(p, elsewhere))).toBeUndefined();
    });
  });

  it('of counts: only for one and the same number of trials', () => {
    tf.tidy(() => {
      const binomial = (totalCount: number | tf.Tensor): Distribution => dist.binomial({ totalCount, probs: 0.3 });
      expect(dist.klDivergence(binomial(5), binomial(6))).toBeUndefined();
      expect(newTensors(() => dist.klDivergence(binomial(5), binomial(6)))).toBe(0);
      const counts = tf.tensor1d([5, 6]);
      expectClose(kl(binomial(counts), binomial(counts)), [0, 0], { roundings: 8 });
    });
  });

  it('of vectors: those of choices and of their logs', () => {
    tf.tidy(() => {
      const [a, b] = [tf.tensor1d([0.2, 0.5, 0.3]), tf.tensor1d([0.6, 0.3, 0.1])];
      const once = kl(dist.categorical({ probs: a }), dist.categorical({ probs: b }));
      const often = kl(dist.multinomial({ totalCount: 4, probs: a }), dist.multinomial({ totalCount: 4, probs: b }));
      expectClose(often, tf.mul(once, 4), { roundings: 4 });
      const scale = tf.tensor1d([1, 2, 3]);
      const logs = [a, b].map((loc) => dist.logisticNormal({ loc, scale }));
      const numbers = [a, b].map((loc) => dist.normal({ loc, scale }).toEvent(1));
      const [q, p, x, y] = [...logs, ...numbers] as [Distribution, Distribution, Distribution, Distribution];
      expectClose(kl(q, p), kl(x, y), { roundings: 4 });
    });
  });
});
