// The mean gradient of each sampling objective over many draws, against the exact one by enumeration in float64.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  renyiElbo,
  reweightedWakeSleep,
  traceElbo,
  traceEnumElbo,
  traceGraphElbo,
  type Objective,
  type RenyiOptions,
} from '../../../src/infer/index.js';
import { fold, key } from '../../../src/num/index.js';
import { param, type Baseline, type Infer } from '../../../src/ppl/index.js';
import {
  COIN_PARAMS,
  coinLogP,
  coinLogQ,
  coinProgram,
  coinSlope,
  coinStates,
  coinTensors,
  type CoinOptions,
  type CoinParams,
  type CoinState,
} from '../../support/coinProgram.js';
import { estimator, zScore } from '../../support/estimates.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

// Four standard errors: one false alarm in 16,000 checks, and with fixed keys none from run to run.
const LIMIT = 4;
const COPIES = 400;
const NAMES = ['m', 'u', 'v'] as const;

/** The mean over the guide's draws of a function of `count` of them. */
function expectation(
  params: CoinParams,
  count: number,
  f: (draws: readonly CoinState[]) => number,
  draws: readonly CoinState[] = [],
): number {
  if (draws.length === count) return f(draws);
  return coinStates().reduce(
    (sum, state) => sum + Math.exp(coinLogQ(params, state)) * expectation(params, count, f, [...draws, state]),
    0,
  );
}

const elbo = (params: CoinParams): number =>
  expectation(params, 1, ([state]) => (state === undefined ? NaN : coinLogP(params, state) - coinLogQ(params, state)));

function renyi(params: CoinParams, { alpha = 0, numParticles = 2 }: RenyiOptions): number {
  return expectation(params, numParticles, (draws) => {
    const powers = draws.map((state) => Math.exp((1 - alpha) * (coinLogP(params, state) - coinLogQ(params, state))));
    return Math.log(powers.reduce((a, b) => a + b) / numParticles) / (1 - alpha);
  });
}

/** Checks loss and gradients, each copy being one draw. */
function expectUnbiased(
  objective: Objective,
  exact: (params: CoinParams) => number,
  options: Partial<CoinOptions> & { readonly extra?: Record<string, tf.Tensor> } = {},
): Record<string, readonly number[]> {
  const params = { ...coinTensors(COPIES), ...options.extra };
  const estimate = estimator(objective, coinProgram({ copies: COPIES, ...options }), params);
  const runs = [0, 1, 2, 3].map((i) => estimate(fold(key(77), i)));
  const losses = runs.map(({ loss }) => -loss / COPIES);
  expect(Math.abs(zScore(losses, exact(COIN_PARAMS))), 'loss').toBeLessThan(2 * LIMIT);
  for (const name of NAMES) {
    const draws = runs.flatMap(({ gradients }) => (gradients[name] ?? []).map((x) => -x));
    expect(Math.abs(zScore(draws, coinSlope(exact, name))), `gradient by ${name}`).toBeLessThan(LIMIT);
  }
  return Object.fromEntries(
    Object.keys(params).map((name) => [name, runs.flatMap((run) => run.gradients[name] ?? [])]),
  );
}

const hints = (baseline: Baseline): Infer => ({ baseline });

describe('gradients are unbiased', () => {
  it.each([
    ['traceElbo', traceElbo()],
    ['traceGraphElbo', traceGraphElbo()],
    ['traceGraphElbo with 3 particles', traceGraphElbo({ numParticles: 3 })],
    ['traceGraphElbo with 3 vectorised particles', traceGraphElbo({ numParticles: 3, vectorizeParticles: true })],
  ])('%s', (_name, objective) => {
    expectUnbiased(objective, elbo);
  });

  const wide = { numParticles: 3, vectorizeParticles: true };
  it.each<[string, Objective, Infer, Infer]>([
    ['traceElbo with vectorised particles', traceElbo(wide), {}, {}],
    ['traceEnumElbo, b enumerated', traceEnumElbo(), {}, { enumerate: 'parallel' }],
    ['traceEnumElbo, b enumerated, with vectorised particles', traceEnumElbo(wide), {}, { enumerate: 'parallel' }],
    ['traceEnumElbo, a in sequence, with vectorised particles', traceEnumElbo(wide), { enumerate: 'sequential' }, {}],
    ['traceEnumElbo, a in three draws', traceEnumElbo(), { numSamples: 3 }, {}],
    ['traceEnumElbo, both in several draws', traceEnumElbo(), { numSamples: 2 }, { numSamples: 3 }],
    ['traceEnumElbo, b in draws by each a', traceEnumElbo(), { enumerate: 'parallel' }, { numSamples: 2 }],
    ['traceEnumElbo, b in draws and vectorised particles', traceEnumElbo(wide), {}, { numSamples: 2 }],
  ])('%s', (_name, objective, infer, ofB) => {
    warningsOf(() => expectUnbiased(objective, elbo, { infer, inferOfB: () => ofB }));
  });

  it.each<RenyiOptions>([
    {},
    { numParticles: 3 },
    { numParticles: 3, vectorizeParticles: true },
    { alpha: 0.5 },
    { alpha: -1, vectorizeParticles: true },
    { alpha: 2 },
  ])('renyiElbo %j', (options) => {
    expectUnbiased(renyiElbo(options), (params) => renyi(params, options));
  });

  it.each<[string, Baseline]>([
    ['a value', { value: tf.scalar(-3) }],
    ['a net', { net: (x) => tf.mul(param('w', tf.scalar(0)), x), input: tf.scalar(2) }],
  ])('traceGraphElbo with %s as baseline', (_name, baseline) => {
    expectUnbiased(traceGraphElbo(), elbo, { infer: hints(baseline), extra: { w: tf.scalar(-1.2) } });
  });

  it('traceGraphElbo with a baseline that depends on what the draw is conditioned on', () => {
    const inferOfB = (a: tf.Tensor): Infer => hints({ value: tf.sub(tf.mul(a, 2), 3) });
    expectUnbiased(traceGraphElbo({ numParticles: 2, vectorizeParticles: true }), elbo, { inferOfB });
  });
});

describe('baselines', () => {
  const variance = (xs: readonly number[]): number => {
    const mean = xs.reduce((a, b) => a + b, 0) / xs.length;
    return xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (xs.length - 1);
  };

  it('that are close to the mean cost lower the variance of gradients', () => {
    const plain = expectUnbiased(traceGraphElbo(), elbo);
    // The cost of each draw is around the ELBO, about -2.
    const helped = expectUnbiased(traceGraphElbo(), elbo, { infer: hints({ value: tf.scalar(-2) }) });
    expect(variance(helped['u'] ?? [])).toBeLessThan(0.5 * variance(plain['u'] ?? []));
  });

  it('a net is trained by its squared error, and by nothing else', () => {
    const infer = hints({ net: (x) => tf.mul(param('w', tf.scalar(0)), x), input: tf.scalar(2) });
    const extra = { w: tf.scalar(-1.2) };
    const params = { ...coinTensors(COPIES), ...extra };
    const estimate = estimator(traceGraphElbo(), coinProgram({ copies: COPIES, infer, inferOfB: () => ({}) }), params);
    const slopes = [0, 1, 2, 3].map((i) => (estimate(fold(key(5), i)).gradients['w']?.[0] ?? NaN) / COPIES);
    // d/dw of (R - 2 w)² is -4 (R - 2 w), and the mean of R at `a` is the ELBO.
    expect(Math.abs(zScore(slopes, -4 * (elbo(COIN_PARAMS) + 2.4)))).toBeLessThan(2 * LIMIT);
  });
});

describe('reweighted wake-sleep', () => {
  const RUNS = 50;
  const two = (params: CoinParams, f: (weights: readonly number[], draws: readonly CoinState[]) => number): number =>
    expectation(COIN_PARAMS, 2, (draws) => {
      const weights = draws.map((state) => Math.exp(coinLogP(params, state) - coinLogQ(COIN_PARAMS, state)));
      return f(weights, draws);
    });
  // The draws' law and the weights do not move with the parameters of the guide.
  const theta = (params: CoinParams): number =>
    two(params, (weights) => -Math.log(weights.reduce((a, b) => a + b) / 2));
  const wakePhi = (params: CoinParams): number =>
    two(COIN_PARAMS, (weights, draws) => {
      const total = weights.reduce((a, b) => a + b);
      return -draws.reduce((sum, state, i) => sum + ((weights[i] ?? NaN) / total) * coinLogQ(params, state), 0);
    });
  const sleepPhi = (params: CoinParams): number => {
    const data = [0, 1].flatMap((x0) => [0, 1].map((x1) => [x0, x1] as const));
    const states = data.flatMap((x) => coinStates(x));
    return -states.reduce((sum, state) => sum + Math.exp(coinLogP(COIN_PARAMS, state)) * coinLogQ(params, state), 0);
  };

  it.each([
    [1, true],
    [0.3, false],
    [0, true],
  ])('at insomnia %d has the gradients of its two losses (vectorised: %s)', (insomnia, vectorizeParticles) => {
    const objective = reweightedWakeSleep({ insomnia, vectorizeParticles, numSleepParticles: 2 });
    const estimate = estimator(objective, coinProgram({ copies: 1 }), coinTensors(1));
    const runs = Array.from({ length: RUNS }, (_, i) => estimate(fold(key(9), i)));
    const guideLoss = (params: CoinParams): number => insomnia * wakePhi(params) + (1 - insomnia) * sleepPhi(params);
    const losses = runs.map(({ loss }) => loss);
    expect(Math.abs(zScore(losses, theta(COIN_PARAMS))), 'loss').toBeLessThan(LIMIT);
    for (const [name, exact] of [
      ['m', theta],
      ['u', guideLoss],
      ['v', guideLoss],
    ] as const) {
      const draws = runs.map(({ gradients }) => gradients[name]?.[0] ?? NaN);
      expect(Math.abs(zScore(draws, coinSlope(exact, name))), `gradient by ${name}`).toBeLessThan(LIMIT);
    }
  });
});
