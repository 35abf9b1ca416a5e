// What a caller in JavaScript, or in a hurry, gets wrong is named by the library, with what to do, and not deep inside TensorFlow.js.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { bernoulli, gamma, normal, type Distribution } from '../../src/dist/index.js';
import { adam, copyState, disposeState, svi, traceElbo, traceEnumElbo, type Objective } from '../../src/infer/index.js';
import { key, normal as normalDraws, type Key } from '../../src/num/index.js';
import { markov, param, sample, seed } from '../../src/ppl/index.js';
import { errorOf } from '../support/errorOf.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

useScalarEngine();

const loose = <T>(value: unknown): T => value as T;
const standard = (): Distribution => normal({ loc: 0, scale: 1 });
const model = (): void => void sample('z', normal({ loc: param('loc', tf.scalar(0)), scale: 1 }));
const guide = (): void => void sample('z', standard());
const fit = (): ReturnType<typeof svi<[]>> => svi({ model, guide, optimizer: adam(), elbo: traceElbo() });

it.each([
  ['data that are a number', 'sample("x")', 'tf.scalar', () => sample('x', standard(), { obs: loose(1) })],
  ['data that are an array', 'sample("x")', 'tf.tensor1d', () => sample('x', standard(), { obs: loose([1, 2]) })],
  [
    'draws in place of a distribution',
    'sample("x")',
    'kiln-ppl/dist',
    () => sample('x', loose(normalDraws(key(0), []))),
  ],
  ['the function in place of a distribution', 'sample("x")', 'kiln-ppl/dist', () => sample('x', loose(normal))],
  ['a parameter that is an array', 'normal.loc', 'tf.tensor1d', () => normal({ loc: loose([1, 2]), scale: 1 })],
  ['a parameter that is missing', 'gamma.rate', undefined, () => gamma(loose({ concentration: 2 }))],
  [
    'an objective that was not called',
    'svi.elbo',
    'traceElbo()',
    () => {
      svi({ model, guide, optimizer: adam(), elbo: loose<Objective>(traceElbo) });
    },
  ],
  ['init without a key', 'svi.init', 'key(0)', () => fit().init(loose<Key>(undefined))],
  ['init with a number', 'svi.init', 'key(0)', () => fit().init(loose<Key>(0))],
] as const)('%s: says where, and what to try', (_, where, hint, body) => {
  const error = errorOf(seed(0, (): unknown => body()));
  expect(error).toMatchObject({ code: 'ArgumentError', where });
  if (hint !== undefined) expect(error.hint).toContain(hint);
});

it('a state that a step has consumed, or that was freed, is refused by name', () => {
  const inference = fit();
  const first = inference.init(key(0));
  const kept = copyState(first);
  const { state } = inference.step(first);
  for (const ask of [inference.step, inference.evaluate, inference.params, inference.lossAndGradients]) {
    const error = errorOf(() => ask(first));
    expect(error).toMatchObject({ code: 'ArgumentError', where: 'svi' });
    expect(error.hint).toContain('copyState');
  }
  expect(() => inference.step(kept)).not.toThrow();
  disposeState(state);
  expect(errorOf(() => inference.evaluate(state)).where).toBe('svi');
});

it('before ready, draws, densities and inference say that there is no engine', () => {
  const engine = tf.engine();
  const { registryFactory } = engine;
  const asks = [
    () => standard().sample(key(0)),
    () => standard().rsample(key(0)),
    () => standard().logProb(loose(0)),
    () => seed(0, () => sample('x', standard()))(),
    () => fit().init(key(0)),
  ];
  engine.registryFactory = {};
  try {
    for (const ask of asks) expect(errorOf(ask)).toMatchObject({ code: 'EngineError', where: 'engine' });
  } finally {
    engine.registryFactory = registryFactory;
  }
  for (const ask of asks.slice(-2)) expect(ask).not.toThrow();
});

it('too short a history of markov is named as a remedy', () => {
  const chain = (): void => {
    const states: tf.Tensor[] = [];
    markov(4, (t) => {
      const loc = states[t - 2] ?? tf.scalar(0);
      states.push(sample(`z${t}`, bernoulli({ logits: loc }), { infer: { enumerate: 'parallel' } }));
    });
  };
  const error = errorOf(() => traceEnumElbo().prepare({ model: chain, guide: () => undefined, args: [] }, key(0)));
  expect(error.hint).toContain('history');
});
