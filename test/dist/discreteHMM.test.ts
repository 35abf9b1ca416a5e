import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as dist from '../../src/dist/index.js';
import { key, normal } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { gradientChecker } from './support/gradientChecker.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;

const logNormal = (x: number, loc: number, scale: number): number =>
  -0.5 * ((x - loc) / scale) ** 2 - Math.log(scale) - 0.5 * Math.log(2 * Math.PI);
const shares = (logits: readonly number[]): number[] => {
  const sum = logits.reduce((total, each) => total + Math.exp(each), 0);
  return logits.map((each) => Math.exp(each) / sum);
};

interface Chain {
  readonly initial: readonly number[];
  /** [T][S][S]. */
  readonly transitions: readonly (readonly (readonly number[])[])[];
  readonly locs: readonly number[];
  readonly scale: number;
}

/** Weights of the last state by a walk over all paths, in float64. */
function bruteForce({ initial, transitions, locs, scale }: Chain, values: readonly number[]): number[] {
  const size = initial.length;
  const weights = new Array<number>(size).fill(0);
  const walk = (t: number, state: number, weight: number): void => {
    if (t === values.length) {
      weights[state] = (weights[state] ?? 0) + weight;
      return;
    }
    shares(transitions[t]?.[state] ?? []).forEach((p, next) => {
      walk(t + 1, next, weight * p * Math.exp(logNormal(values[t] ?? 0, locs[next] ?? 0, scale)));
    });
  };
  shares(initial).forEach((p, state) => walk(0, state, p));
  return weights;
}

const total = (weights: readonly number[]): number => weights.reduce((a, b) => a + b, 0);

function randomChain(
  seed: number,
  duration: number,
  size: number,
): { chain: Chain; values: number[]; tensors: Tensors } {
  const tensors = {
    initialLogits: normal(key(seed), [size]),
    transitionLogits: normal(key(seed + 1), [duration, size, size]),
    loc: normal(key(seed + 2), [size]),
    scale: tf.scalar(0.7),
    value: normal(key(seed + 3), [duration]),
  };
  const chain = {
    initial: tensors.initialLogits.arraySync() as number[],
    transitions: tensors.transitionLogits.arraySync() as number[][][],
    locs: tensors.loc.arraySync() as number[],
    scale: Math.fround(0.7),
  };
  return { chain, values: tensors.value.arraySync() as number[], tensors };
}

function made(tensors: Tensors): dist.DiscreteHMM {
  const { initialLogits, transitionLogits, loc, scale } = tensors as Record<
    'initialLogits' | 'transitionLogits' | 'loc' | 'scale',
    tf.Tensor
  >;
  return dist.discreteHMM({ initialLogits, transitionLogits, observationDist: dist.normal({ loc, scale }) });
}

describeEngines('discreteHMM', () => {
  const expectSlopes = gradientChecker(2e-3);
  it('is the sum over all paths, at every length, and so is its filter', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1000 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, T, S) => {
          tf.tidy(() => {
            const { chain, values, tensors } = randomChain(seed, T, S);
            const weights = bruteForce(chain, values);
            const hmm = made(tensors);
            const value = tensors['value'] ?? tf.scalar(NaN);
            // Log densities of up to 30, each of T steps with a few roundings of its terms.
            expectClose(hmm.logProb(value), Math.log(total(weights)), { roundings: 8 + 8 * T });
            const posterior = weights.map((each) => Math.log(each / total(weights)));
            const states = tf.range(0, S, 1, 'int32');
            expectClose(hmm.filter(value).logProb(states), posterior, { tolerance: 2e-5 });
          });
        },
      ),
      { numRuns: 6 },
    );
  });

  it('has the gradients of its differences by every parameter', () => {
    tf.tidy(() => {
      const { tensors } = randomChain(4, 3, 2);
      const f = (inputs: Tensors): tf.Tensor => tf.sum(made(inputs).logProb(inputs['value'] ?? tf.scalar(NaN)));
      expectSlopes(f, tensors);
    });
  });

  it('broadcasts homogeneous parts, batches and samples', () => {
    tf.tidy(() => {
      const { tensors } = randomChain(7, 1, 2);
      const { loc = tf.scalar(0), initialLogits = loc, transitionLogits = loc } = tensors;
      const observationDist = dist.normal({ loc: tf.stack([loc, tf.neg(loc)]).reshape([2, 1, 2]), scale: 1 });
      const hmm = dist.discreteHMM({
        initialLogits,
        transitionLogits: tf.squeeze(transitionLogits),
        observationDist,
        duration: 4,
      });
      expect([hmm.batchShape, hmm.eventShape]).toEqual([[2], [4]]);
      const value = normal(key(9), [3, 2, 4]);
      const all = hmm.logProb(value);
      expect(all.shape).toEqual([3, 2]);
      const second = dist.discreteHMM({
        initialLogits,
        transitionLogits,
        observationDist: dist.normal({ loc: tf.neg(loc), scale: 1 }),
        duration: 4,
      });
      const at = tf.squeeze(tf.slice(value, [0, 1, 0], [3, 1, 4]), [1]);
      expectClose(tf.squeeze(tf.slice(all, [0, 1], [3, 1])), second.logProb(at), { roundings: 8 });
      expect(newTensors(() => hmm.logProb(value))).toBe(1);
    });
  });

  it('takes no sequences at all, and filters those of a larger batch', () => {
    const observationDist = dist.normal({ loc: tf.zeros([2]), scale: 1 });
    const parts = { initialLogits: tf.zeros([2]), transitionLogits: tf.zeros([2, 2]), observationDist };
    const hmm = dist.discreteHMM({ ...parts, duration: 3 });
    expect(hmm.logProb(hmm.sample(key(0), [0])).shape).toEqual([0]);
    expect(hmm.expand([2]).filter(hmm.expand([2]).sample(key(0))).batchShape).toEqual([2]);
  });

  it('goes through certain moves and unlikely states without NaN', () => {
    tf.tidy(() => {
      const impossible = -Infinity;
      const transitionLogits = tf.tensor2d([0, impossible, impossible, 0], [2, 2]);
      const observationDist = (loc: tf.Tensor): dist.Distribution => dist.normal({ loc, scale: 0.01 });
      const f = (loc: tf.Tensor): tf.Tensor => {
        const initialLogits = tf.tensor1d([0, 0]);
        const parts = { initialLogits, transitionLogits, observationDist: observationDist(loc), duration: 3 };
        return dist.discreteHMM(parts).logProb(tf.tensor1d([0, 1, 0]));
      };
      const loc = tf.tensor1d([0, 1]);
      // All in state 0, or all in state 1: one or two steps are 100 standard deviations off.
      const expected = Math.log(0.5) - 5000 - 3 * (Math.log(0.01) + 0.5 * Math.log(2 * Math.PI));
      expectClose(f(loc), expected, { roundings: 8 });
      // Of state 0, d log p / d loc = (1 - 0) / 0.01^2.
      expectClose(tf.grad(f)(loc), [1e4, 0], { relative: 1e-5 });
    });
  });
});

describe('discreteHMM', () => {
  useScalarEngine();

  it('has draws of its moments and of its density', () => {
    tf.tidy(() => {
      const { tensors } = randomChain(3, 4, 3);
      const hmm = made(tensors);
      const count = 2000;
      const draws = hmm.sample(key(1), [count]);
      expect(draws.shape).toEqual([count, 4]);
      const spread = tf.sqrt(tf.max(hmm.variance())).dataSync()[0] ?? 0;
      expectClose(tf.mean(draws, 0), hmm.mean(), { tolerance: (5 * spread) / Math.sqrt(count) });
      const squares = tf.mean(tf.squaredDifference(draws, hmm.mean()), 0);
      expectClose(squares, hmm.variance(), { tolerance: (5 * spread ** 2 * Math.SQRT2) / Math.sqrt(count) });
      // The mean ratio of the density of another chain to its own is 1.
      const other = made({ ...tensors, loc: tf.add(tensors['loc'] ?? 0, 0.1) });
      const { mean, variance } = tf.moments(tf.exp(tf.sub(other.logProb(draws), hmm.logProb(draws))));
      expectClose(mean, 1, { tolerance: 5 * Math.sqrt((variance.dataSync()[0] ?? 0) / count) });
    });
  });

  it('draws whole numbers where the observations are', () => {
    tf.tidy(() => {
      const observationDist = dist.categorical({ probs: tf.tensor2d([0.9, 0.1, 0.2, 0.8], [2, 2]) });
      const transitionLogits = tf.zeros([5, 2, 2]);
      const hmm = dist.discreteHMM({ initialLogits: tf.zeros([2]), transitionLogits, observationDist });
      const draws = hmm.sample(key(2), [3]);
      expect([draws.dtype, hmm.isDiscrete, hmm.hasRsample]).toEqual(['int32', true, false]);
      // All outcomes of five steps.
      const outcomes = tf.tensor2d(
        Array.from({ length: 32 }, (_, i) => [0, 1, 2, 3, 4].map((bit) => (i >> bit) & 1)),
        [32, 5],
        'int32',
      );
      expectClose(tf.sum(tf.exp(hmm.logProb(outcomes))), 1, { roundings: 64 });
    });
  });

  it('refuses lengths and sizes that do not fit, and bad parameters within', () => {
    tf.tidy(() => {
      const initialLogits = tf.zeros([2]);
      const observationDist = dist.normal({ loc: tf.zeros([4, 2]), scale: 1 });
      const make = (transitionLogits: tf.Tensor, duration?: number): dist.Distribution =>
        dist.discreteHMM({
          initialLogits,
          transitionLogits,
          observationDist,
          ...(duration === undefined ? {} : { duration }),
        });
      expect(() => make(tf.zeros([3, 2, 2]))).toThrow(
        'discreteHMM: expected parts of 1 or 4 steps, got 3 of transitionLogits, 4 of',
      );
      expect(() => make(tf.zeros([2, 2]), 5)).toThrow('parts of 1 or 5 steps');
      expect(() => make(tf.zeros([3, 3]))).toThrow('transitionLogits [..., S, S]');
      expect(() => make(tf.zeros([2, 2])).logProb(tf.zeros([3]))).toThrow('a value of shape [..., 4], got [3]');
      const bad = dist.normal({ loc: tf.zeros([2]), scale: tf.tensor1d([1, -1]) });
      const hmm = dist.discreteHMM({ initialLogits, transitionLogits: tf.zeros([2, 2]), observationDist: bad });
      expect(() => dist.checkParameters(hmm)).toThrow('discreteHMM.observationDist.scale');
    });
  });
});
