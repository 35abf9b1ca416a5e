// What single families promise beyond the laws of test/dist/laws.test.ts.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { key } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

// The log densities in this file were worked out with mpmath 1.3.0 from the formulas in the doc comments, with 30 digits.

describeEngines('normal', () => {
  it('logProb: equals the reference at the centre and in the tails', () => {
    // Six roundings: subtract, multiply, square, log, and two sums.
    const reference = [-1.612085713764618, -2.112085713764618, -1251.612085713764618];
    expectClose(dist.normal({ loc: 1, scale: 2 }).logProb(tf.tensor1d([1, -1, 101])), reference, { roundings: 6 });
    const scale = tf.scalar(2);
    expectClose(dist.normal({ loc: 1, scale }).logProb(tf.tensor1d([1, -1, 101])), reference, { roundings: 6 });
  });
});

describeEngines('bernoulli', () => {
  it('logProb: grey values weigh the two log probabilities', () => {
    const [probs, grey] = [tf.tensor1d([0.25, 0.9]), tf.scalar(0.3)];
    const expected = [0.25, 0.9].map((p) => 0.3 * Math.log(p) + 0.7 * Math.log(1 - p));
    const made = dist.bernoulli({ probs, allowGrey: true });
    expectClose(made.logProb(grey), expected, { roundings: 8 });
    const logits = tf.tensor1d([0.25, 0.9].map((p) => Math.log(p / (1 - p))));
    expectClose(dist.bernoulli({ logits, allowGrey: true }).logProb(grey), expected, { roundings: 8 });
    expectClose(dist.bernoulli({ logits }).logProb(grey), expected, { roundings: 8 });
    dist.checkValue(made, grey);
    expect(() => dist.checkValue(dist.bernoulli({ probs }), grey)).toThrow('expected 0 or 1');
  });

  it('logProb: infinite logits are exactly certain, with gradients that are not NaN', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([-Infinity, Infinity, -Infinity, Infinity]);
      const value = tf.tensor1d([0, 1, 1, 0]);
      expectClose(dist.bernoulli({ logits }).logProb(value), [0, 0, -Infinity, -Infinity]);
      const slope = tf.grad((at: tf.Tensor) => tf.sum(tf.slice(dist.bernoulli({ logits: at }).logProb(value), 0, 2)))(
        logits,
      );
      expectClose(slope, [0, 0, 0, 0]);
    });
  });

  it('logProb: keeps its digits where the probability of the other value is below a rounding', () => {
    // -log(1 + exp(-20)) and -log(1 + exp(20)).
    const made = dist.bernoulli({ logits: 20 });
    expectClose(made.logProb(tf.tensor1d([1, 0])), [0, -20], { roundings: 2 });
    const expected = -Math.log1p(Math.exp(-20));
    expectClose(dist.bernoulli({ logits: -20 }).logProb(tf.scalar(0)), expected, { relative: 1e-6 });
  });

  it('logProb: values of a new leading dim meet the whole batch', () => {
    tf.tidy(() => {
      const made = dist.bernoulli({
        logits: tf.tensor2d([
          [0, 1, 2],
          [3, 4, 5],
        ]),
      });
      const value = tf.reshape(made.enumerateSupport(false), [2, 1, 1, 1]);
      expect(made.logProb(value).shape).toEqual([2, 1, 2, 3]);
    });
  });
});

describeEngines('categorical', () => {
  it('logProb: logits of -Infinity are exactly impossible, finite elsewhere, with gradients that are not NaN', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([0, -Infinity, Math.log(3)]);
      const made = dist.categorical({ logits });
      expectClose(made.logProb(tf.tensor1d([0, 1, 2], 'int32')), [Math.log(0.25), -Infinity, Math.log(0.75)], {
        roundings: 4,
      });
      for (const [value, expected] of [
        [0, [0.75, 0, -0.75]],
        [2, [-0.25, 0, 0.25]],
      ] as const) {
        const slope = tf.grad((at: tf.Tensor) => dist.categorical({ logits: at }).logProb(tf.scalar(value, 'int32')))(
          logits,
        );
        expectClose(slope, expected, { roundings: 4 });
      }
      expectClose(made.entropy(), -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), { roundings: 4 });
    });
  });

  it('logProb: enumerated values [K, 1, 1] meet a batch [B, N], and probabilities with dims of their own', () => {
    tf.tidy(() => {
      const probs = tf.softmax(tf.reshape(tf.range(0, 2 * 5 * 3), [2, 5, 3]));
      const logs = dist.categorical({ probs }).logProb(tf.tensor3d([[[0]], [[1]], [[2]]], [3, 1, 1], 'int32'));
      expect(logs.shape).toEqual([3, 2, 5]);
      expectClose(logs, tf.log(tf.transpose(probs, [2, 0, 1])), { roundings: 4 });
      // The probabilities depend on another enumerated value, of four choices, to the left.
      const conditional = tf.softmax(tf.reshape(tf.range(0, 4 * 3), [4, 1, 1, 1, 3]));
      const both = dist
        .categorical({ probs: conditional })
        .logProb(tf.tensor3d([[[0]], [[1]], [[2]]], [3, 1, 1], 'int32'));
      expect(both.shape).toEqual([4, 3, 1, 1]);
      expectClose(both, tf.log(conditional), { roundings: 4 });
    });
  });

  it('logProb: takes float32 values', () => {
    expectClose(dist.categorical({ probs: tf.tensor1d([0.25, 0.75]) }).logProb(tf.scalar(1)), Math.log(0.75), {
      roundings: 2,
    });
  });

  it('draws and the support are int32, so that they can index', () => {
    tf.tidy(() => {
      const made = dist.categorical({ probs: tf.tensor1d([0.25, 0.75]) });
      expect([made.sample(key(0)).dtype, made.enumerateSupport().dtype]).toEqual(['int32', 'int32']);
    });
  });

  it('one category is legal', () => {
    tf.tidy(() => {
      const made = dist.categorical({ logits: tf.tensor1d([5]) });
      expectClose(made.enumerateSupport(), [0]);
      expectClose(made.logProb(made.sample(key(0), [2])), [0, 0]);
    });
  });
});

describeEngines('oneHotCategorical', () => {
  it('logProb: is that of the index, also where logits are -Infinity', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([
        [0, -Infinity, 1],
        [2, 3, 4],
      ]);
      const made = dist.oneHotCategorical({ logits });
      const index = tf.tensor1d([2, 1], 'int32');
      const expected = dist.categorical({ logits }).logProb(index);
      expectClose(made.logProb(tf.cast(tf.oneHot(index, 3), 'float32')), expected, { roundings: 2 });
      expectClose(
        made.logProb(tf.tensor1d([0, 1, 0])),
        [-Infinity, Math.log(Math.exp(3) / (Math.exp(2) + Math.exp(3) + Math.exp(4)))],
        { roundings: 6 },
      );
      const slope = tf.grad((at: tf.Tensor) =>
        tf.sum(dist.oneHotCategorical({ logits: at }).logProb(tf.tensor1d([1, 0, 0]))),
      )(logits);
      expect(slope.dataSync().some(Number.isNaN)).toBe(false);
    });
  });

  it('enumerateSupport: is the identity matrix, with ones for the batch or in full', () => {
    tf.tidy(() => {
      const made = dist.oneHotCategorical({ logits: tf.zeros([5, 2]) });
      expect(made.enumerateSupport(false).shape).toEqual([2, 1, 2]);
      expect(made.enumerateSupport().shape).toEqual([2, 5, 2]);
      expectClose(made.enumerateSupport(false), [1, 0, 0, 1]);
    });
  });
});

describeEngines('continuousBernoulli', () => {
  it('logProb: is smooth through logits of 0, where its normaliser is 0 over 0', () => {
    const logits = tf.tensor1d([-0.01, -1e-4, 0, 1e-4, 0.01]);
    // x l - log((exp(l) - 1) / l) = l / 4 - l^2 / 24 at x = 3/4.
    const expected = [-0.01, -1e-4, 0, 1e-4, 0.01].map((l) => l / 4 - l ** 2 / 24);
    expectClose(dist.continuousBernoulli({ logits }).logProb(tf.scalar(0.75)), expected, {
      tolerance: 2 ** -30,
      relative: 1e-6,
    });
    const slope = tf.grad((at: tf.Tensor) => tf.sum(dist.continuousBernoulli({ logits: at }).logProb(tf.scalar(0.75))))(
      logits,
    );
    expectClose(
      slope,
      [-0.01, -1e-4, 0, 1e-4, 0.01].map((l) => 0.25 - l / 12),
      { roundings: 4 },
    );
  });
});

describeEngines('gamma', () => {
  it('logProb: equals the reference', () => {
    const reference = [-0.8027754226637806, -15.223456248164601, -293.19760523667569];
    const made = dist.gamma({ concentration: 2, rate: 3 });
    expectClose(made.logProb(tf.tensor1d([1, 1e-8 * Math.E, 100])), reference, { roundings: 12 });
  });

  it('rsample: draws of a small concentration stay above 0 and have finite gradients', () => {
    tf.tidy(() => {
      const draw = (at: tf.Tensor): tf.Tensor => dist.gamma({ concentration: at, rate: 1 }).rsample(key(0), [100]);
      const a = tf.scalar(0.001);
      expect(
        draw(a)
          .dataSync()
          .every((z) => z > 0),
      ).toBe(true);
      expect(
        Number.isFinite(
          tf
            .grad((at: tf.Tensor) => tf.sum(draw(at)))(a)
            .dataSync()[0],
        ),
      ).toBe(true);
    });
  });
});

describeEngines('vonMises', () => {
  it('logProb: equals the reference, repeats itself by whole turns, and keeps its digits when concentrated', () => {
    // k cos(x - m) - log(2 pi I0(k)).
    const made = dist.vonMises({ loc: 0.5, concentration: 2 });
    const reference = [-0.9067054841115563, -0.9067054841115563];
    expectClose(made.logProb(tf.tensor1d([1, 1 + 2 * Math.PI])), reference, { roundings: 16 });
    // For large k the normal density with variance 1 / k, less 1 / (8 k).
    const sharp = dist.vonMises({ loc: 0, concentration: 1e6 }).logProb(tf.tensor1d([0, 1e-3]));
    const peak = 0.5 * Math.log(1e6) - 0.5 * Math.log(2 * Math.PI) - 1 / 8e6;
    // logI0(k) - k loses the digits of k.
    expectClose(sharp, [peak, peak - 0.5], { tolerance: 1e6 * 2 ** -23 });
  });
});

describeEngines('projectedNormal', () => {
  it('logProb: equals the reference, and the uniform density where the concentration is 0', () => {
    const circle = tf.tensor2d([
      [0.6, 0.8],
      [-0.6, -0.8],
      [1, 0],
    ]);
    expectClose(
      dist.projectedNormal({ concentration: tf.tensor1d([0, 0]) }).logProb(circle),
      Array<number>(3).fill(-Math.log(2 * Math.PI)),
      { roundings: 12 },
    );
    // -d^2 / 2 - log(2 pi) / 2 + log(phi(t) + t Phi(t)).
    const reference = [-0.2082622690127129, -6.320113492133411, -2.838912312355366];
    expectClose(dist.projectedNormal({ concentration: tf.tensor1d([1, 2]) }).logProb(circle), reference, {
      roundings: 12,
    });
  });

  it('rsample: gives vectors of length 1 with gradients along the circle', () => {
    tf.tidy(() => {
      const mean = tf.tensor1d([1, 2]);
      const draw = (at: tf.Tensor): tf.Tensor => dist.projectedNormal({ concentration: at }).rsample(key(0), [5]);
      expectClose(tf.sum(tf.square(draw(mean)), -1), Array<number>(5).fill(1), { roundings: 6 });
      // The length does not move.
      const slope = tf.grad((at: tf.Tensor) => tf.sum(tf.square(draw(at))))(mean);
      expectClose(slope, [0, 0], { tolerance: 1e-5 });
    });
  });
});

describeEngines('delta', () => {
  it('logProb: counts an event as there only if all of it is', () => {
    tf.tidy(() => {
      const made = dist.delta({
        value: tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        logDensity: tf.tensor1d([0.5, 0]),
        eventDim: 1,
      });
      expect([made.batchShape, made.eventShape]).toEqual([[2], [2]]);
      expectClose(
        made.logProb(
          tf.tensor2d([
            [1, 2],
            [3, 5],
          ]),
        ),
        [0.5, -Infinity],
      );
    });
  });

  it('rsample: passes gradients to its value, and logProb to its log density', () => {
    tf.tidy(() => {
      const value = tf.tensor1d([1, 2]);
      expectClose(tf.grad((at: tf.Tensor) => tf.sum(dist.delta({ value: at }).rsample(key(0), [3])))(value), [3, 3]);
      const slope = tf.grad((at: tf.Tensor) => {
        const made = dist.delta({ value: at, logDensity: tf.mul(at, 2) });
        return tf.sum(made.logProb(made.rsample(key(0))));
      })(value);
      expectClose(slope, [2, 2]);
    });
  });

  it('takes plain numbers', () => {
    tf.tidy(() => {
      expectClose(dist.delta({ value: 3 }).expand([2]).sample(key(0)), [3, 3]);
      expectClose(dist.delta({ value: 3 }).logProb(tf.tensor1d([3, 2])), [0, -Infinity]);
    });
  });
});

describeEngines('unit', () => {
  it('has the empty vector for its only value, and its factor for a log density', () => {
    tf.tidy(() => {
      const made = dist.unit({ logFactor: tf.tensor1d([0.5, -1]) });
      expect([made.batchShape, made.eventShape, made.isFactor]).toEqual([[2], [0], true]);
      const value = made.sample(key(0), [3]);
      expect(value.shape).toEqual([3, 2, 0]);
      expect(made.logProb(value).shape).toEqual([3, 2]);
      expectClose(made.logProb(made.sample(key(0))), [0.5, -1]);
      expectClose(made.mask(tf.tensor1d([1, 0], 'bool')).logProb(made.sample(key(0))), [0.5, 0]);
      expectClose(made.toEvent(1).logProb(made.sample(key(0))), -0.5);
      const slope = tf.grad((at: tf.Tensor) =>
        tf.sum(
          dist
            .unit({ logFactor: at })
            .expand([4, 2])
            .logProb(tf.zeros([4, 2, 0])),
        ),
      )(tf.tensor1d([0.5, -1]));
      expectClose(slope, [4, 4]);
      expect(newTensors(() => made.sample(key(0)))).toBe(1);
    });
  });
});

describe('withoutRsample', () => {
  it('keeps the draws and the density, and passes no gradient on, whatever is made from it', () => {
    tf.tidy(() => {
      const base = dist.normal({ loc: tf.tensor1d([1, 2]), scale: 1 });
      const cut = dist.withoutRsample(base);
      expectClose(cut.sample(key(0)), base.sample(key(0)));
      expectClose(cut.logProb(tf.scalar(0)), base.logProb(tf.scalar(0)));
      for (const made of [
        cut,
        cut.expand([3, 2]),
        cut.toEvent(),
        cut.mask(true),
        cut.expand([3, 2]).toEvent(1).mask(false),
      ]) {
        expect(made.hasRsample).toBe(false);
        expect(() => made.rsample(key(0))).toThrow('normal.rsample: expected a reparameterised distribution');
      }
      expect(cut.expand([3, 2]).toEvent(1).independent?.reinterpreted).toBe(1);
    });
  });
});
