import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  adam,
  clipByGlobalNorm,
  cosineDecay,
  globalNorm,
  linearRamp,
  stepDecay,
  type OptimizerState,
  type Tensors,
} from '../../../src/infer/index.js';
import { ArgumentError } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';

const gradientsAt = [
  [1, -2],
  [0.5, 0],
  [-3, 1e-3],
  [2, 4],
] as const;

describe('adam', () => {
  it('follows algorithm 1 of Kingma and Ba, worked out in float64', () => {
    expectClose(
      trained({ learningRate: 0.1 }),
      reference(
        () => 0.1,
        (g) => g,
      ),
      { roundings: 64 },
    );
  });

  it('follows a schedule of how many updates there were', () => {
    const rate = cosineDecay(0.2, 0, 4);
    expectClose(
      trained({ learningRate: rate }),
      reference(rate, (g) => g),
      { roundings: 64 },
    );
  });

  it('clips all gradients together by their common norm', () => {
    const clip = (g: readonly number[]): readonly number[] => {
      const norm = Math.hypot(...g);
      return norm > 1 ? g.map((x) => x / norm) : g;
    };
    expectClose(
      trained({ learningRate: 0.1, clipNorm: 1 }),
      reference(() => 0.1, clip),
      { roundings: 64 },
    );
  });

  it('leaves only new parameters and moments, two a parameter, and changes none of its arguments', () => {
    const optimizer = adam({ clipNorm: 0.5 });
    const params = { a: tf.scalar(1) };
    const state = optimizer.init(params);
    const gradients = { a: tf.scalar(3) };
    const before = tf.memory().numTensors;
    optimizer.update(gradients, state, params);
    expect(tf.memory().numTensors).toBe(before + 3);
    expectClose(params.a, 1);
    expectClose(gradients.a, 3);
  });

  it.each([
    [{ learningRate: 0 }, 'adam.learningRate: expected a finite number > 0 or a schedule, got 0'],
    [{ learningRate: Infinity }, 'got Infinity'],
    [{ beta1: 1 }, 'adam.beta1: expected a number from 0 to below 1, got 1'],
    [{ beta2: -0.1 }, 'adam.beta2'],
    [{ epsilon: 0 }, 'adam.epsilon: expected a number > 0, got 0'],
    [{ clipNorm: 0 }, 'adam.clipNorm: expected a number > 0, got 0'],
    [{ lr: 0.1 }, 'adam: expected the options learningRate, beta1, beta2, epsilon, clipNorm, got "lr"'],
  ])('rejects %j', (options, message) => {
    expect(() => adam(options as object)).toThrow(ArgumentError);
    expect(() => adam(options as object)).toThrow(message);
  });

  it('accepts the ends of the ranges', () => {
    expect(() =>
      adam({ learningRate: Number.MIN_VALUE, beta1: 0, beta2: 0, epsilon: 1e-30, clipNorm: Infinity }),
    ).not.toThrow();
  });
});

describe('clipByGlobalNorm', () => {
  it('keeps short gradients, and zero ones', () => {
    expectClose(clipByGlobalNorm({ a: tf.tensor1d([3, 4]) }, 5).a ?? [], [3, 4], { roundings: 4 });
    expectClose(clipByGlobalNorm({ a: tf.zeros([2]) }, 5).a ?? [], [0, 0]);
    expectClose(globalNorm({ a: tf.scalar(3), b: tf.tensor1d([4, 12]) }), 13, { roundings: 4 });
  });
});

describe('schedules', () => {
  it('start, pass half-way and end where they say, and stay there', () => {
    const at = (schedule: (count: number) => number): number[] => [0, 5, 10, 11].map(schedule);
    expectClose(at(cosineDecay(2, 1, 10)), [2, 1.5, 1, 1], { roundings: 2 });
    expectClose(at(linearRamp(0, 4, 10)), [0, 2, 4, 4]);
    expectClose(at(stepDecay(8, 0.5, 5)), [8, 4, 2, 2]);
  });

  it('need a number of updates', () => {
    for (const make of [() => cosineDecay(1, 0, 0), () => linearRamp(0, 1, -1), () => stepDecay(1, 0.5, NaN)])
      expect(make).toThrow(ArgumentError);
  });
});

/** The two parameters after four updates, one in each of two tensors. */
function trained(options: Parameters<typeof adam>[0]): number[] {
  const optimizer = adam(options);
  let params: Tensors = { a: tf.scalar(1), b: tf.tensor1d([-1]) };
  let state: OptimizerState = optimizer.init(params);
  for (const [a, b] of gradientsAt)
    ({ params, state } = optimizer.update({ a: tf.scalar(a), b: tf.tensor1d([b]) }, state, params));
  expect(state.count).toBe(gradientsAt.length);
  return [...(params['a']?.dataSync() ?? []), ...(params['b']?.dataSync() ?? [])];
}

function reference(rate: (count: number) => number, clip: (g: readonly number[]) => readonly number[]): number[] {
  const [params, mean, square] = [
    [1, -1],
    [0, 0],
    [0, 0],
  ];
  gradientsAt.forEach((raw, count) => {
    clip(raw).forEach((g, i) => {
      mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * g;
      square[i] = 0.999 * (square[i] ?? 0) + 0.001 * g ** 2;
      const corrected = [
        (mean[i] ?? 0) / (1 - 0.9 ** (count + 1)),
        (square[i] ?? 0) / (1 - 0.999 ** (count + 1)),
      ] as const;
      params[i] = (params[i] ?? 0) - (rate(count) * corrected[0]) / (Math.sqrt(corrected[1]) + 1e-8);
    });
  });
  return params;
}
