// Chains that are summed out: against the forward algorithm in float64, and against the same chain written out.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categorical, normal } from '../../../src/dist/index.js';
import { dimAllocator, enumerate, sampleSites, traceEnumElbo } from '../../../src/infer/index.js';
import { EnumerationError, key } from '../../../src/num/index.js';
import { mask, markov, markovContext, plate, replay, sample, seed, trace } from '../../../src/ppl/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

const parallel = { infer: { enumerate: 'parallel' } } as const;

/** Logits that differ from entry to entry. */
function logits(shape: number[], shift: number): tf.Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Array.from({ length: count }, (_, i) => 1.5 * Math.sin(1.7 * i + shift)),
    shape,
  );
}

/** Rows of `table` [K, n] by an index of any shape: [...index, n]. */
function rows(table: tf.Tensor, index: tf.Tensor): tf.Tensor {
  const [size = 1, width = 1] = table.shape;
  const chosen = tf.matMul(tf.oneHot(tf.reshape(tf.cast(index, 'int32'), [-1]), size), table);
  return tf.reshape(chosen, [...index.shape, width]);
}

interface Hmm {
  readonly states: number;
  readonly lengths: readonly number[];
  readonly steps: number;
}

const observation = (t: number, n: number): number => 2 * Math.sin(0.9 * t + 2.3 * n);
const location = (state: number): number => 0.4 * state - 1;

/** Sequences of several lengths in a plate, masked beyond their ends. */
function hmm({ states, lengths, steps }: Hmm, latent: object = parallel): () => void {
  return () => {
    const start = logits([states], 0.3);
    const change = logits([states, states], 0.8);
    plate('sequences', lengths.length, () => {
      let state: tf.Tensor | undefined;
      markov(steps, (t) => {
        const isOn = tf.tensor1d(
          lengths.map((length) => Number(t < length)),
          'bool',
        );
        mask(isOn, () => {
          const scores = state === undefined ? start : rows(change, state);
          state = sample(`z${t}`, categorical({ logits: scores }), latent);
          const data = tf.tensor1d(lengths.map((_, n) => observation(t, n)));
          const loc = tf.sub(tf.mul(tf.cast(state, 'float32'), 0.4), 1);
          sample(`x${t}`, normal({ loc, scale: 0.7 }), { obs: data });
        })();
      });
    });
  };
}

function forward({ states, lengths }: Hmm): number {
  const softmax = (scores: number[]): number[] => {
    const total = scores.reduce((sum, x) => sum + Math.exp(x), 0);
    return scores.map((x) => Math.exp(x) / total);
  };
  const start = softmax([...logits([states], 0.3).dataSync()]);
  const flat = [...logits([states, states], 0.8).dataSync()];
  const change = start.map((_, i) => softmax(flat.slice(i * states, (i + 1) * states)));
  return lengths.reduce((sum, length, n) => {
    let alpha = start;
    let logP = 0;
    for (let t = 0; t < length; t += 1) {
      const prior = t === 0 ? start : start.map((_, j) => alpha.reduce((s, a, i) => s + a * (change[i]?.[j] ?? 0), 0));
      const joint = prior.map((p, k) => p * density(observation(t, n), location(k), 0.7));
      const total = joint.reduce((a, b) => a + b);
      logP += Math.log(total);
      alpha = joint.map((p) => p / total);
    }
    return sum + logP;
  }, 0);
}

function density(x: number, loc: number, scale: number): number {
  return Math.exp(-0.5 * ((x - loc) / scale) ** 2) / (scale * Math.sqrt(2 * Math.PI));
}

const NOTHING = (): void => undefined;

function loss(model: () => void, guide: () => void = NOTHING): number {
  const plan = { maxPlateNesting: 1 };
  return tf.tidy(() => traceEnumElbo().loss({ model, guide, args: [] }, key(0), plan).dataSync()[0] ?? NaN);
}

/** Does what precedes training, which finds values used out of their reach. */
function prepare(model: () => void, guide: () => void = NOTHING): void {
  warningsOf(() => tf.tidy(() => void traceEnumElbo().prepare({ model, guide, args: [] }, key(0))));
}

/** The largest rank of a value, and the names of the dims of each enumerated site. */
function enumerated(model: () => void, maxPlateNesting: number): { rank: number; dims: Record<string, number> } {
  return tf.tidy(() => {
    const allocator = dimAllocator(maxPlateNesting);
    const sites = sampleSites(trace(seed(0, enumerate(allocator, model)))());
    const rank = Math.max(
      ...sites.flatMap(({ value, dist }) => [value.rank, dist.batchShape.length + dist.eventShape.length]),
    );
    return { rank, dims: Object.fromEntries([...allocator.sites.values()].map(({ name, dim }) => [name, dim])) };
  });
}

describeEngines('a hidden Markov model', (engine) => {
  it('of 16 states and 20 sequences of different lengths up to 100 is the forward algorithm', () => {
    const lengths = Array.from({ length: 20 }, (_, n) => 100 - ((37 * n) % 61));
    const size = { states: 16, lengths, steps: 100 };
    expectClose(-loss(hmm(size)), forward(size), { relative: 1e-4 });
    if (engine === 'cpu') expect(enumerated(hmm(size), 1).rank).toBeLessThanOrEqual(4);
  });
});

describe('markov', () => {
  useScalarEngine();

  it('keeps a chain of 1,000 steps within rank 6', () => {
    const size = { states: 2, lengths: [1000], steps: 1000 };
    expect(enumerated(hmm(size), 1).rank).toBeLessThanOrEqual(4);
    expectClose(-loss(hmm(size)), forward(size), { relative: 1e-4 });
  });

  it('uses the dims of sites out of reach again, those left of the plates first', () => {
    const { dims } = enumerated(hmm({ states: 3, lengths: [4, 4], steps: 5 }), 1);
    expect(dims).toEqual({ z0: -2, z1: -3, z2: -2, z3: -3, z4: -2 });
  });

  it('the sum is that of any length, states and number of sequences', () => {
    const size = fc.record({
      states: fc.integer({ min: 2, max: 4 }),
      lengths: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(size, ({ states, lengths }) => {
        const whole = { states, lengths, steps: 6 };
        expectClose(-loss(hmm(whole)), forward(whole), { tolerance: 1e-4 });
      }),
      { numRuns: 15 },
    );
  });

  it('the guide may enumerate the chain: the posterior of a chain is a chain', () => {
    // The guide that is the prior: the bound is then the mean log likelihood under the prior, state by state.
    const size = { states: 3, lengths: [4], steps: 4 };
    const guide = (): void => {
      const change = logits([3, 3], 0.8);
      plate('sequences', 1, () => {
        let state: tf.Tensor | undefined;
        markov(4, (t) => {
          const scores = state === undefined ? logits([3], 0.3) : rows(change, state);
          state = sample(`z${t}`, categorical({ logits: scores }), parallel);
        });
      });
    };
    const chain = [...Array<undefined>(4).keys()].map((t) => marginal(size.states, t));
    const expected = chain.reduce((sum, p, t) => {
      return sum + p.reduce((s, pk, k) => s + pk * Math.log(density(observation(t, 0), location(k), 0.7)), 0);
    }, 0);
    expectClose(-loss(hmm(size, {}), guide), expected, { tolerance: 1e-4 });
  });

  it('without enumeration changes no value and no density', () => {
    const program = (isMarkov: boolean) => (): void => {
      const step = (t: number): tf.Tensor => sample(`x${t}`, normal({ loc: t, scale: 1 }));
      if (isMarkov) markov(3, step);
      else [0, 1, 2].forEach(step);
    };
    const [inside, plain] = [true, false].map((isMarkov) => trace(seed(1, program(isMarkov)))());
    for (const name of ['x0', 'x1', 'x2']) {
      expectClose(inside?.sites.get(name)?.value ?? NaN, plain?.sites.get(name)?.value ?? NaN);
    }
  });

  it.each([
    [1, 2],
    [0, 1],
    [2, 3],
  ])('a history of %d is too short for a lag of %d, at latent and at observed sites', (history, lag) => {
    const chain = (isLatent: boolean, reach: number) => (): void => {
      const states: tf.Tensor[] = [];
      markov(
        6,
        (t) => {
          const far = states[t - reach];
          const scores = (from: tf.Tensor | undefined): tf.Tensor =>
            from === undefined ? logits([2], 0.1) : rows(logits([2, 2], 0.2), from);
          states.push(sample(`z${t}`, categorical({ logits: scores(isLatent ? far : undefined) }), parallel));
          const loc = far === undefined ? tf.scalar(0) : tf.cast(far, 'float32');
          if (!isLatent) sample(`x${t}`, normal({ loc, scale: 1 }), { obs: tf.scalar(0.5) });
        },
        { history },
      );
    };
    for (const isLatent of [true, false]) {
      expect(() => prepare(chain(isLatent, lag))).toThrow();
      expect(() => prepare(chain(isLatent, history))).not.toThrow();
    }
  });

  it('what a chain drew may not be used after it', () => {
    const model = (): void => {
      const [, last] = markov(2, (t) => sample(`z${t}`, categorical({ logits: logits([2], t) }), parallel));
      const mean = tf.cast(last ?? tf.scalar(0), 'float32');
      sample('x', normal({ loc: mean, scale: 1 }), { obs: tf.scalar(0) });
    };
    expect(() => prepare(model)).toThrow('sample("x")');
  });

  it('guide and model must reach equally far', () => {
    const chain = (history: number) => (): void => {
      const states: tf.Tensor[] = [];
      markov(
        3,
        (t) => {
          const before = history === 0 ? undefined : states.at(-1);
          const scores = before === undefined ? logits([2], 0.1) : rows(logits([2, 2], 0.2), before);
          states.push(sample(`z${t}`, categorical({ logits: scores }), parallel));
        },
        { history },
      );
    };
    expect(() => prepare(chain(1), chain(1))).not.toThrow();
    const conflict = (): void => {
      const allocator = dimAllocator(0);
      const guide = trace(seed(0, enumerate(allocator, chain(0))))();
      trace(seed(0, enumerate(allocator, replay(guide, chain(1)))))();
    };
    expect(conflict).toThrow(EnumerationError);
    expect(conflict).toThrow('dim conflict');
  });

  it('a grid of kept rows is the sum over all its values', () => {
    const [height, width] = [3, 3];
    const table = logits([4, 2], 0.5);
    const model = (): void => {
      const grid = new Map<string, tf.Tensor>();
      const columns = markovContext({ keep: true });
      markov(height, (i) =>
        columns.each(width, (j) => {
          const at = (a: number, b: number): tf.Tensor => grid.get(`${a},${b}`) ?? tf.scalar(0, 'int32');
          const index = tf.add(tf.mul(at(i - 1, j), 2), at(i, j - 1));
          const cell = sample(`z${i}${j}`, categorical({ logits: rows(table, index) }), parallel);
          grid.set(`${i},${j}`, cell);
          sample(`x${i}${j}`, normal({ loc: tf.cast(cell, 'float32'), scale: 1 }), { obs: tf.scalar(0.3 * (i - j)) });
        }),
      );
    };
    const flat = [...table.dataSync()];
    const prior = (index: number, k: number): number => {
      const [a = 0, b = 0] = [flat[2 * index], flat[2 * index + 1]];
      return Math.exp(k === 0 ? a : b) / (Math.exp(a) + Math.exp(b));
    };
    let total = 0;
    for (let code = 0; code < 2 ** (height * width); code += 1) {
      const at = (i: number, j: number): number => (i < 0 || j < 0 ? 0 : (code >> (width * i + j)) & 1);
      let p = 1;
      for (let i = 0; i < height; i += 1) {
        for (let j = 0; j < width; j += 1) {
          p *= prior(2 * at(i - 1, j) + at(i, j - 1), at(i, j)) * density(0.3 * (i - j), at(i, j), 1);
        }
      }
      total += p;
    }
    expectClose(-loss(model), Math.log(total), { tolerance: 1e-4 });
  });

  it('recursion and errors leave nothing behind', () => {
    const context = markovContext();
    const descend = (depth: number): void => {
      if (depth === 4) throw new Error('stop');
      context.step(() => {
        sample(`z${depth}`, categorical({ logits: logits([2], depth) }), parallel);
        descend(depth + 1);
      });
    };
    const run = (): unknown => enumerated(() => descend(0), 0);
    expect(run).toThrow('stop');
    expect(run).toThrow('stop');
    expect(() => markov(2, () => 0, { history: -1 })).toThrow('an integer history of at least 0');
    expect(markov(['a', 'b'], (letter) => letter)).toEqual(['a', 'b']);
  });
});

/** The distribution of the state at step `t`. */
function marginal(states: number, t: number): number[] {
  const row = (scores: number[]): number[] => {
    const total = scores.reduce((sum, x) => sum + Math.exp(x), 0);
    return scores.map((x) => Math.exp(x) / total);
  };
  const start = row([...logits([states], 0.3).dataSync()]);
  if (t === 0) return start;
  const flat = [...logits([states, states], 0.8).dataSync()];
  const before = marginal(states, t - 1);
  return start.map((_, j) =>
    before.reduce((sum, p, i) => sum + p * (row(flat.slice(i * states, (i + 1) * states))[j] ?? 0), 0),
  );
}
