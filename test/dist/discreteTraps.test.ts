// The traps of discrete families: certain events, one category, whole numbers, bases that cannot be inflated.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import type { Distribution } from '../../src/dist/index.js';
import { key, ready } from '../../src/num/index.js';
import { describeEngines, testedEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

const { constraints } = dist;

/** A distribution of each family that is drawn on the host, of batch shape [2]. */
const drawn: Readonly<Record<string, () => Distribution>> = {
  geometric: () => dist.geometric({ logits: tf.tensor1d([-3, 1]) }),
  binomial: () => dist.binomial({ totalCount: tf.tensor1d([5, 1000]), logits: tf.tensor1d([0.3, -1]) }),
  betaBinomial: () => dist.betaBinomial({ totalCount: 90, concentration1: tf.tensor1d([0.5, 3]), concentration0: 2 }),
  poisson: () => dist.poisson({ rate: tf.tensor1d([0.5, 300]) }),
  negativeBinomial: () => dist.negativeBinomial({ totalCount: tf.tensor1d([0.5, 30]), probs: 0.7 }),
  gammaPoisson: () => dist.gammaPoisson({ concentration: 3, rate: tf.tensor1d([0.5, 0.01]) }),
  discreteUniform: () => dist.discreteUniform({ low: tf.tensor1d([-4, 0]), high: 7 }),
  'zeroInflated poisson': () => dist.zeroInflated(dist.poisson({ rate: 30 }), { gate: tf.tensor1d([0.5, 0.1]) }),
  multinomial: () => dist.multinomial({ totalCount: tf.tensor1d([9, 99]), logits: tf.tensor1d([0, 1, -1]) }),
  dirichletMultinomial: () =>
    dist.dirichletMultinomial({ totalCount: tf.tensor1d([9, 99]), concentration: tf.tensor1d([0.1, 1, 4]) }),
};

describe.each(Object.entries(drawn))('%s', (_name, make) => {
  afterAll(async () => {
    await ready();
  });

  it('draws the same numbers on every engine, all in the support', async () => {
    await ready({ engine: 'cpu' });
    const draw = (): ArrayLike<number> => tf.tidy(() => make().sample(key(5), [50]).dataSync());
    const reference = draw();
    for (const engine of testedEngines) {
      await ready({ engine });
      expect(draw()).toEqual(reference);
      tf.tidy(() => {
        const d = make();
        dist.checkValue(d, d.sample(key(5), [50]));
      });
    }
  });

  it('leaves nothing but its results', () => {
    const d = make();
    const value = d.sample(key(1));
    for (const member of [() => d.sample(key(2), [3]), () => d.logProb(value), () => d.mean()]) {
      expect(newTensors(member)).toBe(1);
    }
    tf.dispose([value, d.params]);
  });
});

describeEngines('certain events', () => {
  it('infinite logits give 0 at the certain value, -Infinity elsewhere, and gradients that are not NaN', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([-Infinity, Infinity]);
      const logProb = (at: tf.Tensor): tf.Tensor =>
        dist.binomial({ totalCount: 3, logits: at }).logProb(tf.tensor2d([[0, 3], [1, 2]])); // prettier-ignore
      expectClose(logProb(logits), [0, 0, -Infinity, -Infinity]);
      const slopes = tf.grad((at: tf.Tensor) => tf.sum(tf.slice(logProb(at), [0, 0], [1, 2])))(logits);
      expectClose(slopes, [0, 0]);
    });
  });

  it('multinomial: a category of logit -Infinity may have no count, and then adds 0 times log 0 = 0', () => {
    tf.tidy(() => {
      const logProb = (logits: tf.Tensor): tf.Tensor =>
        dist.multinomial({ totalCount: 2, logits }).logProb(tf.tensor1d([1, 1, 0]));
      const logits = tf.tensor1d([0, 0, -Infinity]);
      expectClose(logProb(logits), -Math.LN2, { roundings: 8 });
      expectClose(tf.grad(logProb)(logits), [0, 0, 0], { roundings: 8 });
      expectClose(dist.multinomial({ totalCount: 2, logits }).logProb(tf.tensor1d([1, 0, 1])), -Infinity);
    });
  });

  it('counts of nothing: 0 of 0 is certain', () => {
    tf.tidy(() => {
      const none = tf.scalar(0);
      expectClose(dist.binomial({ totalCount: 0, probs: 0.3 }).logProb(none), 0);
      expectClose(dist.poisson({ rate: 0 }).logProb(tf.tensor1d([0, 1])), [0, -Infinity]);
      expectClose(dist.betaBinomial({ totalCount: 0, concentration1: 2, concentration0: 3 }).logProb(none), 0);
      const vector = tf.tensor1d([0, 0]);
      expectClose(dist.multinomial({ totalCount: 0, probs: tf.tensor1d([0.5, 0.5]) }).logProb(vector), 0);
      const concentration = tf.tensor1d([2, 3]);
      expectClose(dist.dirichletMultinomial({ totalCount: 0, concentration }).logProb(vector), 0);
    });
  });

  it('a choice of one category is certain', () => {
    tf.tidy(() => {
      for (const make of [dist.categorical, dist.oneHotCategorical]) {
        const d = make({ logits: tf.tensor2d([[3], [-1]]) });
        expect(d.sample(key(0), [4]).shape.slice(0, 2)).toEqual([4, 2]);
        expectClose(d.logProb(d.sample(key(0))), [0, 0]);
        expectClose(d.logProb(d.enumerateSupport()), [0, 0]);
        expectClose(d.entropy(), [0, 0]);
        expectClose(
          tf.grad((logits: tf.Tensor) => make({ logits }).logProb(d.sample(key(0))))(tf.ones([2, 1])),
          [0, 0],
        );
      }
    });
  });
});

describe('enumeration', () => {
  useScalarEngine();

  it('one total count for all the batch is enumerated, also given as a tensor of one number; two are not', () => {
    tf.tidy(() => {
      const of = (totalCount: dist.Parameter): Distribution =>
        dist.binomial({ totalCount, probs: tf.tensor1d([0.2, 0.4]) });
      for (const one of [of(3), of(tf.tensor1d([3]))]) {
        expect(one.hasEnumerateSupport).toBe(true);
        expectClose(one.enumerateSupport(false), [0, 1, 2, 3]);
        expect(one.enumerateSupport().shape).toEqual([4, 2]);
      }
      const two = of(tf.tensor1d([3, 3]));
      expect(two.hasEnumerateSupport).toBe(false);
      expect(() => two.enumerateSupport()).toThrow('binomial.enumerateSupport: expected a finite support');
    });
  });

  it('discreteUniform starts anywhere; zeroInflated enumerates what its base does', () => {
    tf.tidy(() => {
      expectClose(dist.discreteUniform({ low: -2, high: 1 }).enumerateSupport(), [-2, -1, 0, 1]);
      const base = dist.binomial({ totalCount: 2, probs: tf.tensor1d([0.2, 0.4]) });
      expectClose(dist.zeroInflated(base, { gate: 0.5 }).enumerateSupport(false), [0, 1, 2]);
      expect(dist.zeroInflated(dist.poisson({ rate: 1 }), { gate: 0.5 }).hasEnumerateSupport).toBe(false);
    });
  });
});

describe('sets of whole numbers', () => {
  useScalarEngine();
  const { countsOfTotal, integer, integerInterval, nonnegativeInteger } = constraints;

  it.each([integer, nonnegativeInteger, integerInterval(-2, 3), countsOfTotal(4)])(
    '$name: holds what it says it does, is found by name, and has no coordinates',
    (set) => {
      tf.tidy(() => {
        const shape = set.eventDim === 1 ? [2, 3] : [2];
        expect(Array.from(set.check(set.feasible(shape)).dataSync())).toEqual([1, 1]);
        expect(constraints.constraintNamed(set.name).name).toBe(set.name);
        for (const map of [dist.bijectTo, dist.transformTo]) {
          expect(() => map(set)).toThrow('Try enumeration in place of a continuous coordinate');
        }
      });
    },
  );

  it('refuse what is not whole, infinite, out of bounds or does not sum to the total', () => {
    tf.tidy(() => {
      const numbers = tf.tensor1d([-3, -1, 0, 2, 2.5, Infinity, NaN]);
      const flags = (set: dist.Constraint): number[] => Array.from(set.check(numbers).dataSync());
      expect(flags(integer)).toEqual([1, 1, 1, 1, 0, 0, 0]);
      expect(flags(nonnegativeInteger)).toEqual([0, 0, 1, 1, 0, 0, 0]);
      expect(flags(integerInterval(-1, Infinity))).toEqual([0, 1, 1, 1, 0, 0, 0]);
      expect(flags(integerInterval(tf.scalar(-1), tf.scalar(0)))).toEqual([0, 1, 1, 0, 0, 0, 0]);
      const vectors = tf.tensor2d([[1, 3], [2, 3], [-1, 5], [1.5, 2.5], [0, 4]]); // prettier-ignore
      expect(Array.from(countsOfTotal(4).check(vectors).dataSync())).toEqual([1, 0, 0, 0, 1]);
      expect(
        Array.from(
          countsOfTotal(tf.tensor1d([4, 5, 4, 4, 4]))
            .check(vectors)
            .dataSync(),
        ),
      ).toEqual([1, 1, 0, 0, 1]);
    });
  });
});

describe('straight-through and relaxed choices', () => {
  useScalarEngine();

  it('oneHotCategoricalStraightThrough: draws are those of oneHotCategorical, gradients those of its mean', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([0, 1, -1]);
      const weights = tf.tensor1d([1, 2, 4]);
      const d = dist.oneHotCategoricalStraightThrough({ logits });
      expectClose(d.rsample(key(1), [9]), dist.oneHotCategorical({ logits }).sample(key(1), [9]));
      const ofDraw = tf.grad((at: tf.Tensor) =>
        tf.sum(tf.mul(dist.oneHotCategoricalStraightThrough({ logits: at }).rsample(key(1)), weights)),
      );
      const ofMean = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(tf.softmax(at), weights)));
      expectClose(ofDraw(logits), ofMean(logits), { roundings: 8 });
    });
  });

  it('relaxedOneHotCategorical: the largest entry is that of a categorical draw, and gradients are differences', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([0, 1, -1]);
      const draw = (at: tf.Tensor, temperature: number): tf.Tensor =>
        dist.relaxedOneHotCategorical({ temperature, logits: at }).rsample(key(2), [4000]);
      const largest = tf.argMax(draw(logits, 0.7), -1);
      const shares = tf.mean(tf.cast(tf.equal(tf.expandDims(largest, -1), tf.range(0, 3)), 'float32'), 0);
      // Six standard errors of a share, at most 0.5 / sqrt(4000).
      expectClose(shares, tf.softmax(logits), { tolerance: 6 * 0.0079 });
      const f = (at: tf.Tensor): tf.Tensor => tf.mean(tf.square(tf.slice(draw(at, 0.7), [0, 0], [-1, 1])));
      const h = 1 / 64;
      const moved = [h, -h].map((step) => f(tf.add(logits, tf.tensor1d([step, 0, 0]))).dataSync()[0] ?? NaN);
      const slope = ((moved[0] ?? NaN) - (moved[1] ?? NaN)) / (2 * h);
      // The difference has an error of h^2 / 6 times a third derivative of at most 1, and of rounding over h.
      expectClose(tf.slice(tf.grad(f)(logits), [0], [1]), slope, { tolerance: h * h });
      expectClose(tf.sum(draw(logits, 1e-30), -1), tf.ones([4000]));
    });
  });
});

describe('what is refused', () => {
  useScalarEngine();
  const vectors = (): Distribution => dist.multinomial({ totalCount: 2, probs: tf.tensor1d([0.5, 0.5]) });

  it.each([
    ['a continuous base', () => dist.normal({ loc: 0, scale: 1 }), 'normal, which is continuous'],
    ['a base of vectors', vectors, 'multinomial of vectors'],
    ['a masked base', () => dist.poisson({ rate: 1 }).mask(true), 'poisson under a mask'],
    ['a base without 0', () => dist.discreteUniform({ low: 1, high: 6 }), 'discreteUniform on integerInterval(1, 6)'],
  ] as const)('zeroInflated: %s', (_name, make, got) => {
    const message = `zeroInflated.base: expected a discrete distribution of single numbers, 0 among them, got ${got}.`;
    expect(() => tf.tidy(() => void dist.zeroInflated(make(), { gate: 0.5 }))).toThrow(message);
  });

  it('parameters that are not allowed, with the family and the parameter in the message', () => {
    expect(() => dist.binomial({ totalCount: 2.5, probs: 0.5 })).toThrow(
      'binomial.totalCount: expected an integer >= 0, got 2.5.',
    );
    expect(() => dist.poisson({ rate: -1 })).toThrow('poisson.rate: expected a finite number >= 0, got -1.');
    expect(() => dist.geometric({ probs: 1.5 })).toThrow('geometric.probs: expected a number from 0 to 1, got 1.5.');
    expect(() => dist.discreteUniform({ low: 4, high: 3 })).toThrow('discreteUniform.high: expected an integer from 4');
    expect(() => dist.zeroInflated(dist.poisson({ rate: 1 }), {} as never)).toThrow(
      'zeroInflated: expected either gate or gateLogits, got neither.',
    );
    expect(() => dist.poisson({ rate: -1, validate: false })).not.toThrow();
  });
});
