import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constraints, normal } from '../../src/dist/index.js';
import {
  adam,
  restoreState,
  storeState,
  svi,
  traceElbo,
  type Optimizer,
  type StoredState,
  type Svi,
  type SviState,
} from '../../src/infer/index.js';
import { key } from '../../src/num/index.js';
import { param, sample } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';

interface Choice {
  readonly size?: number;
  readonly constraint?: typeof constraints.positive;
  readonly name?: string;
  readonly optimizer?: Optimizer;
}

function inference({
  size = 2,
  constraint = constraints.positive,
  name = 'scale',
  optimizer = adam({ learningRate: 0.05 }),
}: Choice = {}): Svi<[]> {
  return svi({
    model: () => sample('z', normal({ loc: tf.zeros([size]), scale: 1 }).toEvent(1)),
    guide: () => {
      const scale = param(name, () => tf.fill([size], 0.3), { constraint });
      sample('z', normal({ loc: param('loc', () => tf.ones([size])), scale }).toEvent(1));
    },
    optimizer,
    elbo: traceElbo(),
  });
}

function run(fit: Svi<[]>, start: SviState, count: number): { readonly state: SviState; readonly losses: number[] } {
  let state = start;
  const losses = Array.from({ length: count }, () => {
    const { state: next, info } = fit.step(state);
    state = next;
    return info.loss;
  });
  return { state, losses };
}

describeEngines('storeState and restoreState', () => {
  it('n + m steps are n steps, store, through bytes, restore, m steps, bit for bit', () => {
    const whole = run(inference(), inference().init(key(5)), 9);
    const first = run(inference(), inference().init(key(5)), 4);
    const carried = throughBytes(storeState(first.state));
    // As in a new process: a fresh state of another key says only what the program looks like.
    const second = run(inference(), restoreState(carried, inference().init(key(77))), 5);
    expect([...first.losses, ...second.losses]).toEqual(whole.losses);
    expect(storeState(second.state)).toEqual(storeState(whole.state));
  });
});

describe('restoreState', () => {
  const stored = storeState(inference().init(key(0)));
  const restored =
    (choice: Choice, from: StoredState = stored) =>
    (): unknown =>
      restoreState(from, inference(choice).init(key(0)));

  it('accepts what the program made', () => {
    expect(restored({})).not.toThrow();
  });

  it.each([
    ['version', {}, { ...stored, meta: { ...stored.meta, formatVersion: 99 } }, 'checkpoint'],
    ['shape', { size: 3 }, stored, 'checkpoint param "scale"'],
    ['constraint', { constraint: constraints.softplusPositive }, stored, 'checkpoint param "scale"'],
    ['name', { name: 'width' }, stored, 'checkpoint param "scale"'],
    ['missing tensor', {}, without(stored, 'mean/loc'), 'checkpoint tensor "mean/loc"'],
    [
      'additional tensor',
      {},
      { ...stored, tensors: { ...stored.tensors, 'third/loc': { shape: [2], values: new Float32Array(2) } } },
      'checkpoint tensor "third/loc"',
    ],
    [
      'cut-off tensor',
      {},
      { ...stored, tensors: { ...stored.tensors, 'param/loc': { shape: [2], values: new Float32Array(1) } } },
      'checkpoint tensor "param/loc"',
    ],
  ] as const)('rejects another %s, naming it, and leaves no tensor', (_, choice, from, where) => {
    const fresh = inference(choice).init(key(0));
    const before = tf.memory().numTensors;
    expect(errorOf(() => restoreState(from, fresh))).toMatchObject({ code: 'CheckpointError', where });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('shares no memory with what was stored', () => {
    const copy = throughBytes(stored);
    const state = restoreState(copy, inference().init(key(0)));
    copy.tensors['param/loc']?.values.fill(9);
    expect([...(state.params['loc']?.dataSync() ?? [])]).toEqual([1, 1]);
  });
});

/** As a checkpoint file would hold it: the meta data as JSON, the numbers as bytes. */
function throughBytes({ meta, tensors }: StoredState): StoredState {
  const copied = Object.entries(tensors).map(([name, { shape, values }]) => {
    const bytes = Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return [name, { shape, values: new Float32Array(bytes.buffer) }] as const;
  });
  return { meta: JSON.parse(JSON.stringify(meta)) as StoredState['meta'], tensors: Object.fromEntries(copied) };
}

function without({ meta, tensors }: StoredState, name: string): StoredState {
  return { meta, tensors: Object.fromEntries(Object.entries(tensors).filter(([other]) => other !== name)) };
}
