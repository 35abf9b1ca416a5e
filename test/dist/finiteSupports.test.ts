// Distributions made of others whose values are finitely many: they can be listed, and summed out.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { adam, autoNormal, configEnumerate, svi, traceEnumElbo } from '../../src/infer/index.js';
import { EnumerationError, key } from '../../src/num/index.js';
import { plate, sample } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

type Mass = (k: number) => number;

const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));
const poisson =
  (rate: number): Mass =>
  (k) =>
    k < 0 ? 0 : (Math.exp(-rate) * rate ** k) / factorial(k);
const binomial =
  (n: number, p: number): Mass =>
  (k) =>
    k < 0 || k > n ? 0 : (factorial(n) / factorial(k) / factorial(n - k)) * p ** k * (1 - p) ** (n - k);
const mixed =
  (share: number, one: Mass, other: Mass): Mass =>
  (k) =>
    share * one(k) + (1 - share) * other(k);
const cut = (mass: Mass, values: readonly number[]): Mass => {
  const whole = values.reduce((sum, k) => sum + mass(k), 0);
  return (k) => (values.includes(k) ? mass(k) / whole : 0);
};
const zero: Mass = (k) => Number(k === 0);
const range = (low: number, high: number): number[] => Array.from({ length: high - low + 1 }, (_, i) => low + i);

const rates = [0.7, 3] as const;
const probs = [0.2, 0.6] as const;
const rate = (): tf.Tensor => tf.tensor1d([...rates]);
const chance = (): tf.Tensor => tf.tensor1d([...probs]);
const coin = (): dist.Distribution => dist.categorical({ probs: tf.tensor1d([0.3, 0.7]) });

/** Distributions of batch shape [2], what they can be, and with which probability at each of the two places. */
const cases: readonly {
  readonly name: string;
  readonly make: () => dist.Distribution;
  readonly values: readonly number[];
  readonly mass: (place: 0 | 1) => Mass;
}[] = [
  {
    name: 'a poisson between numbers',
    make: () => dist.truncated(dist.poisson({ rate: rate() }), { low: 1, high: 4 }),
    values: range(1, 4),
    mass: (i) => cut(poisson(rates[i]), range(1, 4)),
  },
  {
    name: 'a poisson between numbers that are no integers',
    make: () => dist.truncated(dist.poisson({ rate: rate() }), { low: -2.5, high: 3.5 }),
    values: range(0, 3),
    mass: (i) => cut(poisson(rates[i]), range(0, 3)),
  },
  {
    name: 'a poisson up to one tensor',
    make: () => dist.truncated(dist.poisson({ rate: rate() }), { high: tf.scalar(3) }),
    values: range(0, 3),
    mass: (i) => cut(poisson(rates[i]), range(0, 3)),
  },
  {
    name: 'a poisson cut twice',
    make: () => dist.truncated(dist.truncated(dist.poisson({ rate: rate() }), { low: 2 }), { high: 5 }),
    values: range(2, 5),
    mass: (i) => cut(poisson(rates[i]), range(2, 5)),
  },
  {
    name: 'a binomial from a number',
    make: () => dist.truncated(dist.binomial({ totalCount: 4, probs: chance() }), { low: 2 }),
    values: range(2, 4),
    mass: (i) => cut(binomial(4, probs[i]), range(2, 4)),
  },
  {
    name: 'binomials mixed',
    make: () => {
      const both = tf.stack([chance(), tf.sub(1, chance())], -1);
      return dist.mixtureSameFamily(coin(), dist.binomial({ totalCount: 3, probs: both }));
    },
    values: range(0, 3),
    mass: (i) => mixed(0.3, binomial(3, probs[i]), binomial(3, 1 - probs[i])),
  },
  {
    name: 'counts of two kinds mixed',
    make: () =>
      dist.mixture(coin(), [
        dist.binomial({ totalCount: 2, probs: chance() }),
        dist.truncated(dist.poisson({ rate: rate() }), { low: 4, high: 5 }),
      ]),
    values: [0, 1, 2, 4, 5],
    mass: (i) => mixed(0.3, binomial(2, probs[i]), cut(poisson(rates[i]), [4, 5])),
  },
  {
    name: 'a poisson cut, with more zeros',
    make: () =>
      dist.zeroInflated(dist.truncated(dist.poisson({ rate: rate() }), { high: 4 }), { gate: tf.tensor1d([0.5, 0.1]) }),
    values: range(0, 4),
    mass: (i) => mixed([0.5, 0.1][i] ?? NaN, zero, cut(poisson(rates[i]), range(0, 4))),
  },
  {
    name: 'one or the other binomial, as a mask says',
    make: () => {
      const one = dist.binomial({ totalCount: 3, probs: chance() });
      return dist.maskedMixture(tf.tensor1d([false, true]), one, dist.binomial({ totalCount: 3, probs: 0.5 }));
    },
    values: range(0, 3),
    mass: (i) => binomial(3, i === 0 ? probs[0] : 0.5),
  },
];

describeEngines('a distribution of finitely many values', () => {
  it.each(cases)('$name: lists them, with probabilities that sum to 1', ({ make, values, mass }) => {
    tf.tidy(() => {
      const made = make();
      expect(made.hasEnumerateSupport).toBe(true);
      expectClose(
        made.enumerateSupport(false),
        values.map((k) => [k]),
      );
      const expected = values.map((k) => [mass(0)(k), mass(1)(k)]);
      const found = tf.exp(made.logProb(made.enumerateSupport()));
      // Differences of distribution functions of some roundings, over a mass of .03 at least.
      expectClose(found, expected, { tolerance: 2e-5 });
      expectClose(tf.sum(found, 0), [1, 1], { tolerance: 4e-5 });
      expect(made.expand([3, 2]).enumerateSupport().shape).toEqual([values.length, 3, 2]);
    });
  });

  it.each(cases)('$name: the ELBO sums over them', ({ make, values, mass }) => {
    tf.tidy(() => {
      const data = [1.5, 2.5] as const;
      const model = configEnumerate((): void => {
        plate('rows', 2, () => {
          const z = sample('z', make());
          sample('x', dist.normal({ loc: z, scale: 1 }), { obs: tf.tensor1d([...data]) });
        });
      });
      const inference = svi({ model, guide: autoNormal(model), optimizer: adam(), elbo: traceEnumElbo() });
      const logEvidence = ([0, 1] as const).map((i) => {
        const terms = values.map((k) => (mass(i)(k) * Math.exp(-0.5 * (data[i] - k) ** 2)) / Math.sqrt(2 * Math.PI));
        return Math.log(terms.reduce((a, b) => a + b, 0));
      });
      const loss = inference.evaluate(inference.init(key(0)));
      expectClose(loss, -logEvidence.reduce((a, b) => a + b, 0), { tolerance: 1e-4 });
    });
  });

  it('vectors of one 1 are listed in their order', () => {
    tf.tidy(() => {
      const one = dist.oneHotCategorical({
        probs: tf.tensor2d([
          [0.1, 0.2, 0.7],
          [0.6, 0.2, 0.2],
        ]),
      });
      const same = dist.mixtureSameFamily(coin(), one);
      const any = dist.mixture(coin(), [dist.oneHotCategorical({ probs: tf.ones([3]) }), same]);
      for (const made of [same, any]) expectClose(made.enumerateSupport(), tf.eye(3));
      expectClose(tf.exp(same.logProb(tf.eye(3))), [0.45, 0.2, 0.35], { tolerance: 1e-6 });
    });
  });
});

describe('what cannot be listed', () => {
  useScalarEngine();

  const endless: Readonly<Record<string, () => dist.Distribution>> = {
    'a poisson from a number': () => dist.truncated(dist.poisson({ rate: 1 }), { low: 3 }),
    'a poisson up to bounds that vary': () => dist.truncated(dist.poisson({ rate: 1 }), { high: tf.tensor1d([1, 2]) }),
    'a binomial that varies, cut': () =>
      dist.truncated(dist.binomial({ totalCount: tf.tensor1d([2, 3]), probs: 0.5 }), { high: 2 }),
    'poissons mixed': () => dist.mixtureSameFamily(coin(), dist.poisson({ rate: rate() })),
    'a poisson and a binomial mixed': () =>
      dist.mixture(coin(), [dist.poisson({ rate: 1 }), dist.binomial({ totalCount: 2, probs: 0.5 })]),
    'sets that a mask chooses between': () =>
      dist.maskedMixture(
        tf.tensor1d([true, false]),
        dist.bernoulli({ probs: 0.5 }),
        dist.binomial({ totalCount: 2, probs: 0.5 }),
      ),
    'a normal between bounds': () => dist.truncated(dist.normal({ loc: 0, scale: 1 }), { low: 0, high: 1 }),
  };

  it.each(Object.keys(endless))('%s says so', (name) => {
    tf.tidy(() => {
      const made = endless[name]?.() ?? dist.poisson({ rate: 1 });
      expect(made.hasEnumerateSupport).toBe(false);
      expect(errorOf(() => made.enumerateSupport())).toBeInstanceOf(EnumerationError);
    });
  });

  it('bounds that are tensors and leave nothing, or everything', () => {
    tf.tidy(() => {
      for (const high of [-1, Infinity]) {
        const made = dist.truncated(dist.poisson({ rate: 1 }), { high: tf.scalar(high) });
        expect(errorOf(() => made.enumerateSupport())).toBeInstanceOf(EnumerationError);
      }
    });
  });
});
