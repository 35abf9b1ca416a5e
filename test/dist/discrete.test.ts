// What only the discrete families promise: their probabilities are those of their draws, moments and distribution functions.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { countMisfit, countsOf } from '../num/random/goodness.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

const counts: Readonly<Record<string, () => Distribution>> = {
  bernoulli: () => dist.bernoulli({ probs: tf.tensor1d([0.2, 0.9]) }),
  'bernoulli of logits': () => dist.bernoulli({ logits: tf.tensor1d([-Infinity, 1]) }),
  categorical: () => dist.categorical({ probs: tf.tensor2d([[0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]) }), // prettier-ignore
  geometric: () => dist.geometric({ probs: tf.tensor1d([0.3, 0.8]) }),
  'geometric of logits': () => dist.geometric({ logits: tf.tensor1d([-1, 4]) }),
  binomial: () => dist.binomial({ totalCount: 14, probs: tf.tensor1d([0.3, 0.95]) }),
  'binomial of two counts': () => dist.binomial({ totalCount: tf.tensor1d([3, 12]), logits: tf.tensor1d([0.3, -2]) }),
  betaBinomial: () =>
    dist.betaBinomial({ totalCount: 12, concentration1: tf.tensor1d([2, 0.4]), concentration0: tf.tensor1d([3, 0.2]) }),
  poisson: () => dist.poisson({ rate: tf.tensor1d([0.4, 6]) }),
  negativeBinomial: () => dist.negativeBinomial({ totalCount: tf.tensor1d([0.7, 5]), probs: tf.tensor1d([0.6, 0.5]) }),
  'negativeBinomial of logits': () =>
    dist.negativeBinomial({ totalCount: tf.tensor1d([0.7, 5]), logits: tf.tensor1d([0.6, -1]) }),
  gammaPoisson: () => dist.gammaPoisson({ concentration: tf.tensor1d([0.7, 5]), rate: tf.tensor1d([0.3, 2]) }),
  discreteUniform: () => dist.discreteUniform({ low: tf.tensor1d([0, 3]), high: tf.tensor1d([4, 3]) }),
  orderedLogistic: () =>
    dist.orderedLogistic({ predictor: tf.tensor1d([0.4, 3]), cutpoints: tf.tensor1d([-1, 0.5, 2]) }),
  'zeroInflated poisson': () => dist.zeroInflated(dist.poisson({ rate: 3 }), { gate: tf.tensor1d([0.3, 0]) }),
  'zeroInflated categorical': () =>
    dist.zeroInflated(dist.categorical({ probs: tf.tensor1d([0.2, 0.3, 0.5]) }), { gateLogits: tf.tensor1d([-1, 2]) }),
};
const rows = Object.entries(counts).map(([name, make]) => ({ name, make }));

/** Above it neighbouring values of a cdf are one number in float32, and the first of them is not told by it. */
const MOST = 0.9999;

/** The values 0, 1, … that hold all but 1e-7 of the mass, as a column, and their probabilities. */
function massOf(d: Distribution): { readonly at: tf.Tensor; readonly probs: tf.Tensor } {
  const size = d.hasEnumerateSupport ? d.enumerateSupport(false).shape[0] : 80;
  const at = tf.reshape(tf.range(0, size), [size, 1]);
  return { at, probs: tf.exp(d.logProb(at)) };
}

describe('discrete families of numbers', () => {
  useScalarEngine();
  const numDraws = 20_000;

  it.each(rows)('$name: draws come as often as their probabilities say, and these sum to 1', ({ make }) => {
    const [draws, probs] = tf.tidy(() => [
      tf.transpose(make().sample(key(30), [numDraws])).arraySync(),
      tf.transpose(massOf(make()).probs).arraySync(),
    ]) as [number[][], number[][]];
    for (const [element, own] of probs.entries()) {
      const sum = own.reduce((total, p) => total + p, 0);
      // Probabilities that were clamped sum to 1 within 2^-23 for each of 14 choices.
      expectClose(sum, 1, { tolerance: 2e-5 });
      const inCells = cells(own, 20 / numDraws);
      const drawn = countsOf(draws[element] ?? [], own.length);
      expect(countMisfit(grouped(drawn, inCells), grouped(own, inCells))).toBeLessThan(1);
    }
  });

  it.each(rows)('$name: mean, variance and entropy are those of its probabilities', ({ make }) => {
    tf.tidy(() => {
      const d = make();
      const { at, probs } = massOf(d);
      const average = (f: tf.Tensor): tf.Tensor => tf.sum(tf.mul(probs, f), 0);
      // What lies beyond the table has at most 1e-7 of the mass, at counts of about 100.
      expectClose(d.mean(), average(at), { tolerance: 1e-4, relative: 1e-5 });
      expectClose(d.variance(), average(tf.square(tf.sub(at, d.mean()))), { tolerance: 1e-3, relative: 1e-4 });
      if (!d.closedForms.has('entropy')) return;
      const logs = tf.maximum(d.logProb(at), -200);
      expectClose(d.entropy(), tf.neg(average(logs)), { tolerance: 1e-4 });
    });
  });

  const ordered = rows.filter(({ make }) => tf.tidy(() => make().closedForms.has('cdf')));

  it.each(ordered)('$name: its cdf sums its probabilities', ({ make }) => {
    tf.tidy(() => {
      const d = make();
      const { at, probs } = massOf(d);
      expectClose(d.cdf(at), tf.cumsum(probs, 0), { tolerance: 2e-5 });
      expectClose(d.cdf(tf.add(at, 0.5)), d.cdf(at));
      expectClose(d.cdf(tf.tensor2d([[-1], [-Infinity], [Infinity]])), [0, 0, 0, 0, 1, 1]);
    });
  });

  it.each(ordered)('$name: its icdf is the smallest value that reaches q', ({ make }) => {
    tf.tidy(() => {
      const d = make();
      if (!d.closedForms.has('icdf')) return;
      const reached = tf.reshape(d.cdf(massOf(d).at), [-1]);
      const q = tf.concat([tf.tensor1d([1e-6, 0.01, 0.3, 0.5, 0.9, 0.999]), reached]);
      const column = tf.reshape(tf.clipByValue(q, 1e-6, MOST), [-1, 1]);
      const quantile = d.icdf(column);
      expect(Math.min(...tf.greaterEqual(d.cdf(quantile), column).dataSync())).toBe(1);
      const isFirst = tf.logicalOr(
        tf.less(d.cdf(tf.sub(quantile, 1)), column),
        tf.equal(quantile, d.icdf(tf.scalar(0))),
      );
      expect(Math.min(...isFirst.dataSync())).toBe(1);
      expectClose(d.icdf(tf.tensor2d([[-0.1], [1.1], [NaN]])), Array<number>(6).fill(NaN));
    });
  });

  const bounded = rows.filter(({ name }) => !/categorical|bernoulli|ordered/.test(name));

  it.each(bounded)('$name: is -Infinity outside, with gradient 0', ({ make }) => {
    tf.tidy(() => {
      for (const value of [-1, -7]) {
        expect(make().support.check(tf.scalar(value)).dataSync()[0]).toBe(0);
        const logProb = (x: tf.Tensor): tf.Tensor => tf.sum(make().logProb(x));
        const slope = tf.valueAndGrad(logProb)(tf.fill([2], value));
        expectClose(slope.value, -Infinity);
        expectClose(slope.grad, [0, 0]);
      }
    });
  });
});

/** The cell of each value, so that neighbours share one until it has the least mass; what is left joins the last. */
function cells(probs: readonly number[], least: number): number[] {
  let [cell, mass, rest] = [0, 0, probs.reduce((sum, p) => sum + p, 0)];
  return probs.map((p) => {
    if (mass >= least && rest >= least) [cell, mass] = [cell + 1, 0];
    mass += p;
    rest -= p;
    return cell;
  });
}

function grouped(numbers: readonly number[], inCells: readonly number[]): number[] {
  const sums = Array<number>((inCells.at(-1) ?? 0) + 1).fill(0);
  inCells.forEach((cell, i) => {
    sums[cell] = (sums[cell] ?? 0) + (numbers[i] ?? 0);
  });
  return sums;
}
