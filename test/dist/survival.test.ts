// Upper tails: what 1 - cdf would lose, and what truncation and falling maps make of it.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { gradientsOf } from '../support/gradientsOf.js';
import { newTensors } from '../support/newTensors.js';

interface Tail {
  readonly name: string;
  readonly make: () => Distribution;
  readonly values: readonly number[];
  readonly shares: readonly number[];
}

// SciPy 1.17.0: norm(1, 2).sf, laplace, logistic, hypsecant, cauchy and t(3, ...) likewise, expon(scale=2), gamma(2.5, scale=2),
// chi2(5), weibull_min(1.5, scale=2), pareto(1.5, scale=2), invgamma(2.5, scale=2), halfnorm(scale=2), beta(2.5, 8),
// lognorm(2, scale=e), each at the float32 nearest to the value.
const tails: readonly Tail[] = [
  {
    name: 'normal',
    make: () => dist.normal({ loc: 1, scale: 2 }),
    values: [-30, 1, 5, 25],
    shares: [1, 0.5, 0.0227501319, 1.77648211e-33],
  },
  {
    name: 'laplace',
    make: () => dist.laplace({ loc: 1, scale: 2 }),
    values: [-30, 1, 5, 150],
    shares: [0.999999907, 0.5, 0.0676676416, 2.20816287e-33],
  },
  {
    name: 'logistic',
    make: () => dist.logistic({ loc: 1, scale: 2 }),
    values: [-30, 1, 5, 150],
    shares: [0.999999814, 0.5, 0.119202922, 4.41632574e-33],
  },
  {
    name: 'softLaplace',
    make: () => dist.softLaplace({ loc: 1, scale: 2 }),
    values: [-30, 1, 5, 150],
    shares: [0.999999882, 0.5, 0.0856368156, 2.81152028e-33],
  },
  {
    name: 'cauchy',
    make: () => dist.cauchy({ loc: 1, scale: 2 }),
    values: [-100000000, 1, 5, 1.00000002e20],
    shares: [0.999999994, 0.5, 0.147583618, 6.3661976e-21],
  },
  {
    name: 'studentT',
    make: () => dist.studentT({ df: 3, loc: 1, scale: 2 }),
    values: [-10000, 1, 5, 1000000],
    shares: [1, 0.5, 0.0696629843, 8.82128879e-18],
  },
  {
    name: 'exponential',
    make: () => dist.exponential({ rate: 0.5 }),
    values: [-1, 0, 5, 160],
    shares: [1, 1, 0.0820849986, 1.80485139e-35],
  },
  {
    name: 'gamma',
    make: () => dist.gamma({ concentration: 2.5, rate: 0.5 }),
    values: [-1, 0, 5, 160],
    shares: [1, 1, 0.415880187, 9.89822902e-33],
  },
  {
    name: 'chi2',
    make: () => dist.chi2({ df: 5 }),
    values: [-1, 0, 5, 160],
    shares: [1, 1, 0.415880187, 9.89822902e-33],
  },
  {
    name: 'weibull',
    make: () => dist.weibull({ scale: 2, concentration: 1.5 }),
    values: [-1, 0, 5, 30],
    shares: [1, 1, 0.0191999602, 5.88532653e-26],
  },
  {
    name: 'pareto',
    make: () => dist.pareto({ scale: 2, alpha: 1.5 }),
    values: [-1, 2, 5, 1.00000002e20],
    shares: [1, 1, 0.252982213, 2.82842704e-30],
  },
  {
    name: 'inverseGamma',
    make: () => dist.inverseGamma({ concentration: 2.5, rate: 2 }),
    values: [-1, 0, 5, 1e10],
    shares: [1, 1, 0.0229666562, 1.70215373e-25],
  },
  {
    name: 'halfNormal',
    make: () => dist.halfNormal({ scale: 2 }),
    values: [-1, 0, 5, 25],
    shares: [1, 1, 0.0124193307, 7.4651286e-36],
  },
  {
    name: 'beta',
    make: () => dist.beta({ concentration1: 2.5, concentration0: 8 }),
    values: [-1, 0, 0.25, 0.9921875, 1, 2],
    shares: [1, 1, 0.41469757, 2.90375884e-16, 0, 0],
  },
  {
    name: 'logNormal',
    make: () => dist.logNormal({ loc: 1, scale: 2 }),
    values: [-1, 0, 5, 100000000],
    shares: [1, 1, 0.380290105, 1.51481844e-18],
  },
];

describeEngines('survival', () => {
  it.each(tails.map((tail) => [tail.make.toString().replace(/^.*=> /s, ''), tail] as const))(
    '%s',
    (_name, { make, values, shares }) => {
      const { survival, inverseSurvival, cdf } = make();
      if (survival === undefined || inverseSurvival === undefined) throw new Error('expected an upper tail');
      tf.tidy(() => {
        const value = tf.tensor([...values]);
        // Of exp(-75) the exponent alone has an error of 75 roundings.
        expectClose(survival(value), shares, { relative: 2e-5 });
        expectClose(tf.add(survival(value), cdf(value)), tf.onesLike(value), { roundings: 16 });
        const inner = values.filter((_, i) => (shares[i] ?? 0) > 0 && (shares[i] ?? 1) < 0.9);
        const inverse = inverseSurvival(tf.tensor(shares.filter((share) => share > 0 && share < 0.9)));
        expectClose(inverse, inner, { relative: 1e-5 });
        expectClose(inverseSurvival(tf.tensor([0, 1])), make().icdf(tf.tensor([1, 0])));
        expectClose(inverseSurvival(tf.tensor([-0.1, 1.1])), [NaN, NaN]);
      });
    },
  );

  it('leaves nothing behind, keeps the batch, and is not one of a vector', () => {
    const scale = tf.tensor1d([1, 2]);
    const whole = dist.normal({ loc: 0, scale });
    const value = tf.scalar(1);
    expect(newTensors(() => whole.survival?.(value))).toBe(1);
    expect(whole.expand([3, 2]).survival?.(value).shape).toEqual([3, 2]);
    expect(whole.mask(true).survival).toBeDefined();
    expect(whole.toEvent(1).survival).toBeUndefined();
  });

  it('turns round under a falling map', () => {
    const falling = dist.transforms.affine({ loc: 0, scale: tf.tensor1d([-1, 1]) });
    const image = dist.transformed(dist.normal({ loc: 0, scale: 1 }), [falling, dist.transforms.exp]);
    // mpmath: erfc(9 / sqrt(2)) / 2.
    const share = 1.12858841e-19;
    expectClose(image.cdf(tf.tensor1d([Math.exp(-9), Math.exp(-9)])), [share, share], { relative: 2e-5 });
    expectClose(image.icdf(tf.tensor1d([share, share])), [Math.exp(-9), Math.exp(-9)], { relative: 1e-5 });
    expectClose(image.icdf(tf.tensor2d([[0], [1]])), [0, 0, Infinity, Infinity]);
    const fromUniform = dist.transformed(
      dist.uniform({ low: 0, high: 1 }),
      dist.transforms.affine({ loc: 1, scale: -1 }),
    );
    expectClose(fromUniform.cdf(tf.tensor1d([-1, 0.25, 2])), [0, 0.25, 1], { roundings: 4 });
  });
});

describeEngines('truncated', () => {
  it('keeps its digits above the median where the base has an upper tail', () => {
    const cut = dist.truncated(dist.normal({ loc: tf.tensor1d([0, 0]), scale: 1 }), { low: 8, high: 10 });
    // mpmath, with Q(x) = erfc(x / sqrt(2)) / 2.
    expectClose(cut.logProb(tf.scalar(8.5)), [-2.03050136, -2.03050136], { relative: 1e-5 });
    expectClose(cut.cdf(tf.scalar(8.5)), [0.984761956, 0.984761956], { relative: 1e-5 });
    expectClose(cut.icdf(tf.scalar(0.75)), [8.16896435, 8.16896435], { relative: 1e-6 });
    const gradients = gradientsOf(
      ({ loc = tf.scalar(0), low = tf.scalar(0) }) =>
        dist.truncated(dist.normal({ loc, scale: 1 }), { low, high: 10 }).rsample(key(0), [100]),
      { loc: tf.scalar(0), low: tf.scalar(8) },
    );
    expect(Object.values(gradients).every((each) => Number.isFinite(each.dataSync()[0]))).toBe(true);
  });

  it('ends exactly at its bounds', () => {
    const ends = tf.tensor1d([0, 1]);
    const { exponential, normal, poisson, truncated } = dist;
    expectClose(
      truncated(normal({ loc: 0.3, scale: 4 }), { low: -1.1, high: 0.7 }).icdf(ends),
      [-1.1, 0.7].map(Math.fround),
    );
    expectClose(truncated(normal({ loc: 0, scale: 1 }), { low: 2 }).icdf(ends), [2, Infinity]);
    expectClose(truncated(exponential({ rate: 5.053 }), { high: 1.2425 }).icdf(ends), [0, Math.fround(1.2425)]);
    expectClose(truncated(poisson({ rate: 3 }), { low: 0.5, high: 4.5 }).icdf(ends), [1, 4]);
  });

  it('has no mass below its first whole number', () => {
    const counts = dist.truncated(dist.poisson({ rate: 1 }), { low: 1, high: 12 });
    expectClose(counts.cdf(tf.tensor1d([-1, 0, 0.5, 12, 13])), [0, 0, 0, 1, 1]);
  });
});
