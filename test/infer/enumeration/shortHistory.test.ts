// A draw of a markov step that is used outside its history: the error says so, wherever the stray dim is found.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal } from '../../../src/dist/index.js';
import { traceEnumElbo } from '../../../src/infer/index.js';
import { key } from '../../../src/num/index.js';
import { markov, mask, sample, scale, type Program } from '../../../src/ppl/index.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

type Use = (far: tf.Tensor, t: number, z: tf.Tensor) => unknown;

const parallel = { infer: { enumerate: 'parallel' } } as const;
const zero = { obs: tf.scalar(0) };
const standard = normal({ loc: 0, scale: 1 });

/** A chain whose states have `sizes[t]` values and do not depend on each other; `use` gets the state of two steps before. */
const chain = (sizes: readonly number[], use: Use) => (): void => {
  const states: tf.Tensor[] = [];
  markov(sizes.length, (t) => {
    const z = tf.cast(sample(`z${t}`, categorical({ logits: tf.zeros([sizes[t] ?? 1]) }), parallel), 'float32');
    const far = states[t - 2];
    states.push(z);
    if (far !== undefined) use(far, t, z);
  });
};

const afterLoop = (use: (far: tf.Tensor) => unknown) => (): void => {
  const [first] = markov(3, (t) => sample(`z${t}`, bernoulli({ probs: 0.5 }), parallel));
  if (first !== undefined) use(first);
};

/** The states of the model depend on the state of two steps before, which has another size. */
const replayed = (isModel: boolean) => (): void => {
  const states: tf.Tensor[] = [];
  markov(4, (t) => {
    const [size, far] = [t < 2 ? 3 : 2, isModel ? states[t - 2] : undefined];
    const logits = far === undefined ? tf.zeros([size]) : tf.gather(tf.zeros([3, size]), tf.cast(far, 'int32'));
    states.push(sample(`z${t}`, categorical({ logits }), parallel));
  });
};

const even = [2, 2, 2, 2];
const uneven = [3, 3, 2, 2];
const models: Readonly<Record<string, Program>> = {
  'a parameter': chain(even, (far, t) => sample(`x${t}`, normal({ loc: far, scale: 1 }), zero)),
  'parameters of two sizes': chain(uneven, (loc, t, z) => sample(`x${t}`, normal({ loc, scale: tf.add(1, z) }), zero)),
  'an operation of the model': chain(uneven, (far, t, z) =>
    sample(`x${t}`, normal({ loc: tf.add(far, z), scale: 1 }), zero),
  ),
  'a mask': chain(uneven, (far, t) => mask(tf.equal(far, 0), () => sample(`x${t}`, standard, zero))()),
  'a scale': chain(uneven, (far, t) => scale(tf.add(far, 1), () => sample(`x${t}`, standard, zero))()),
  'the mask of a distribution': chain(uneven, (far, t) => sample(`x${t}`, standard.mask(tf.equal(far, 0)), zero)),
  'a parameter after the loop': afterLoop((loc) => sample('y', normal({ loc, scale: 1 }), zero)),
  'a mask after the loop': afterLoop((far) => mask(tf.equal(far, 0), () => sample('y', standard, zero))()),
  'the distribution of a replayed site': replayed(true),
};

/** Stray dims of the right size: a single loss takes them for the current state, but `prepare` keeps the two apart. */
const hidden = ['a parameter', 'the mask of a distribution'];

describe('a draw that is used outside its history', () => {
  useScalarEngine();

  it.each(Object.entries(models))('in %s', (name, model) => {
    const pair = { model, guide: name.includes('replayed') ? replayed(false) : (): undefined => undefined, args: [] };
    expect(messageOf(() => traceEnumElbo().prepare(pair, key(0)))).toContain('history');
    if (hidden.includes(name)) return;
    expect(messageOf(() => traceEnumElbo().loss(pair, key(0), { maxPlateNesting: 0 }))).toContain('history');
  });
});

function messageOf(body: () => unknown): string {
  try {
    tf.tidy(() => void body());
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'no error';
}
