// Laws and rules of the objectives that draw every latent site.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, normal, oneHotCategorical, withStraightThrough } from '../../../src/dist/index.js';
import {
  adam,
  renyiElbo,
  restoreState,
  reweightedWakeSleep,
  storeState,
  svi,
  traceElbo,
  traceGraphElbo,
  type Objective,
  type ProgramPair,
  type Svi,
  type SviState,
} from '../../../src/infer/index.js';
import { ArgumentError, EstimatorError, key, ShapeError, valueAndGradients } from '../../../src/num/index.js';
import { factor, param, plate, sample, scale, sequentialPlate, type Baseline } from '../../../src/ppl/index.js';
import { coinProgram, coinTensors } from '../../support/coinProgram.js';
import { describeEngines } from '../../support/engines.js';
import { estimator, zScore } from '../../support/estimates.js';
import { expectClose } from '../../support/expectClose.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

const DATA = [1, 2, 4];
const LOG_EVIDENCE = -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(13) + 21 - (4 / 13) * 49);
const normalModel = (): void => {
  const z = sample('z', normal({ loc: 0, scale: 2 }));
  plate('data', 3, () => sample('x', normal({ loc: z, scale: 1 }), { obs: tf.tensor1d(DATA) }));
};
const exactGuide = (): void => {
  sample('z', normal({ loc: 7 / 3.25, scale: 1 / Math.sqrt(3.25) }));
};
const lossOf = (objective: Objective, pair: Partial<ProgramPair>, seed = 0): number => {
  const whole: ProgramPair = { model: normalModel, guide: exactGuide, args: [], ...pair };
  return tf.tidy(() => objective.loss(whole, key(seed), objective.prepare(whole, key(seed))).dataSync()[0] ?? NaN);
};

const exactAtPosterior: [string, Objective][] = [
  ['traceGraphElbo', traceGraphElbo()],
  ['traceGraphElbo, vectorised', traceGraphElbo({ numParticles: 4, vectorizeParticles: true })],
  ['renyiElbo', renyiElbo()],
  ['renyiElbo, alpha 3, vectorised', renyiElbo({ alpha: 3, numParticles: 5, vectorizeParticles: true })],
  ['reweightedWakeSleep', reweightedWakeSleep()],
  ['reweightedWakeSleep, vectorised', reweightedWakeSleep({ numParticles: 4, vectorizeParticles: true })],
];

describeEngines('sampled objectives', () => {
  it.each(exactAtPosterior)('%s is minus the log evidence where the guide is the posterior', (_name, objective) => {
    for (const seed of [0, 1]) expectClose(lossOf(objective, {}, seed), -LOG_EVIDENCE, { roundings: 64 });
  });
});

describe('renyiElbo', () => {
  it('does not fall with more particles, and falls with alpha', () => {
    const guide = (): void => void sample('z', normal({ loc: 0, scale: 2 }));
    const mean = (objective: Objective): number => {
      const losses = Array.from({ length: 20 }, (_, i) => lossOf(objective, { guide }, i));
      return -losses.reduce((a, b) => a + b) / losses.length;
    };
    const bounds = [2, 8, 64].map((numParticles) => mean(renyiElbo({ numParticles, vectorizeParticles: true })));
    expect(bounds[0]).toBeLessThan(bounds[1] ?? NaN);
    expect(bounds[1]).toBeLessThan(bounds[2] ?? NaN);
    expect(bounds[2]).toBeLessThan(LOG_EVIDENCE + 0.2);
    const byAlpha = [-1, 0, 0.5, 2].map((alpha) =>
      mean(renyiElbo({ alpha, numParticles: 8, vectorizeParticles: true })),
    );
    expect([...byAlpha].sort((a, b) => b - a)).toEqual(byAlpha);
  });

  it('a scale around everything multiplies loss and gradient', () => {
    const params = coinTensors(5);
    const pair = coinProgram({ copies: 5 });
    const [plain, scaled] = [pair, { ...pair, model: scale(3, pair.model), guide: scale(3, pair.guide) }].map(
      (program) => estimator(renyiElbo(), program, params)(key(3)),
    );
    expectClose(scaled?.loss ?? NaN, 3 * (plain?.loss ?? NaN), { roundings: 64 });
    for (const name of Object.keys(params)) {
      expectClose(
        scaled?.gradients[name] ?? [],
        (plain?.gradients[name] ?? []).map((x) => 3 * x),
        { roundings: 64 },
      );
    }
  });

  it('averaged over all subsamples of a plate around everything is the full bound', () => {
    const loc = tf.tensor1d([0.1, -0.4, 0.8, 0.3]);
    const pairAt = (subsample: number[]): ProgramPair => {
      const program = (side: 'guide' | 'model') => (): void =>
        plate(
          'all',
          4,
          (indices) => {
            const own = tf.tensor1d(indices.map((i) => loc.dataSync()[i] ?? NaN));
            // Its draws are all but equal, so that the bound hardly depends on them.
            const z = sample('z', normal({ loc: own, scale: 1e-4 }));
            if (side === 'model') sample('x', normal({ loc: z, scale: 1 }), { obs: tf.scalar(0.5) });
          },
          { subsample },
        );
      return { model: program('model'), guide: program('guide'), args: [] };
    };
    const full = lossOf(renyiElbo({ alpha: 0.5 }), pairAt([0, 1, 2, 3]));
    const parts = [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ].map((some) => lossOf(renyiElbo({ alpha: 0.5 }), pairAt(some)));
    expectClose(parts.reduce((a, b) => a + b) / parts.length, full, { tolerance: 1e-3 });
  });

  it('refuses alpha 1, one particle and unknown options', () => {
    expect(() => renyiElbo({ alpha: 1 })).toThrow('expected a finite alpha other than 1, got 1. Try traceElbo');
    expect(() => renyiElbo({ numParticles: 1 })).toThrow(ArgumentError);
    expect(() => renyiElbo({ aplha: 0 } as object)).toThrow('got "aplha". Try "alpha"');
    expect(() => renyiElbo({ alpha: 0.999, numParticles: 2 })).not.toThrow();
  });
});

describe('traceGraphElbo', () => {
  const coin = (name: string, logit: string, baseline?: Baseline): tf.Tensor =>
    sample(
      name,
      bernoulli({ logits: param(logit, tf.scalar(0)) }),
      baseline === undefined ? {} : { infer: { baseline } },
    );
  const params = { p: tf.scalar(0.3), q: tf.scalar(-0.2) };

  it('leaves out terms of other iterations of a sequential plate', () => {
    const body = (withBaseline: boolean) => (): void =>
      void sequentialPlate('t', 2, (i) => {
        const k = coin(`k${i}`, i === 0 ? 'p' : 'q');
        // Were the other iteration's term in the cost, its size would show in the gradient.
        if (withBaseline) sample(`x${i}`, normal({ loc: k, scale: 1 }), { obs: tf.scalar(i === 0 ? 0 : 1000) });
      });
    const { gradients } = estimator(
      traceGraphElbo(),
      { model: body(true), guide: body(false), args: [] },
      params,
    )(key(0));
    expect(Math.abs(gradients['p']?.[0] ?? NaN)).toBeLessThan(10);
    expect(Math.abs(gradients['q']?.[0] ?? NaN)).toBeGreaterThan(1000);
  });

  it.each<[Baseline, string]>([
    [{ value: tf.scalar(0), net: (x) => x, input: tf.scalar(0) }, 'expected value or net, got both'],
    [{ net: (x) => x }, 'expected net and input together, got net alone'],
    [{ decayingAverage: true, decay: 1 }, 'expected a decay from 0 to below 1, got 1'],
    [{ decayingAvrage: true } as Baseline, 'got "decayingAvrage". Try "decayingAverage"'],
  ])('refuses a baseline that makes no sense (%#)', (baseline, message) => {
    const guide = (): void => void coin('k', 'p', baseline);
    const run = (): unknown => estimator(traceGraphElbo(), { model: guide, guide, args: [] }, params);
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(message);
  });

  it('refuses a baseline of another shape than the cost, and what cannot be differentiated', () => {
    const guide = (): void => void coin('k', 'p', { value: tf.zeros([3]) });
    expect(() => estimator(traceGraphElbo(), { model: guide, guide, args: [] }, params)).toThrow(ShapeError);
    const vague = (): void => factor('f', tf.scalar(0));
    expect(() => lossOf(traceGraphElbo(), { model: () => undefined, guide: vague })).toThrow(EstimatorError);
  });

  it('with maxPlateNesting too small: an error that states the value needed', () => {
    const objective = traceGraphElbo({ maxPlateNesting: 0 });
    expect(() => lossOf(objective, {})).toThrow('Try maxPlateNesting: 1');
    expect(() => lossOf(traceGraphElbo({ maxPlateNesting: 1 }), {})).not.toThrow();
  });

  it('names a site that mixes vectorised particles up', () => {
    const model = (): void => {
      const z = sample('z', normal({ loc: 0, scale: 2 }));
      sample('x', normal({ loc: tf.tile(tf.reshape(z, [-1]), [2]), scale: 1 }).toEvent(1), { obs: tf.zeros([2]) });
    };
    const run = (vectorizeParticles: boolean) => () =>
      lossOf(traceGraphElbo({ numParticles: 2, vectorizeParticles }), { model });
    expect(run(false)).not.toThrow();
    expect(run(true)).toThrow(/sample\("x"\)/);
  });
});

describe('running means', () => {
  const infer = { baseline: { decayingAverage: true, decay: 0.5 } };
  const fit = (): Svi<[]> => {
    const { model, guide } = coinProgram({ copies: 3, infer });
    return svi({ model, guide, optimizer: adam(), elbo: traceGraphElbo({ numParticles: 2 }) });
  };
  const steps = (inference: Svi<[]>, start: SviState, count: number): SviState => {
    let state = start;
    for (let i = 0; i < count; i += 1) ({ state } = inference.step(state));
    return state;
  };

  it('begin with the first cost, move by the decay, and are not touched by evaluate', () => {
    const inference = fit();
    let state = inference.init(key(0));
    expect(state.baselines).toEqual({});
    state = steps(inference, state, 1);
    const first = state.baselines['a'];
    expect(first?.shape).toEqual([3]);
    expect(state.baselines['b']?.shape).toEqual([2, 3]);
    inference.evaluate(state);
    expect(state.baselines['a']).toBe(first);
    state = steps(inference, state, 1);
    const second = state.baselines['a'];
    // Each cost is below 0 and of the size of a few nats, and so are its means.
    expect(second?.values).not.toEqual(first?.values);
    for (const x of second?.values ?? []) expect(x).toBeLessThan(0);
  });

  it('are part of a checkpoint: 2 + 2 steps with one between are 4 steps, bit for bit', () => {
    const inference = fit();
    const whole = steps(inference, inference.init(key(1)), 4);
    const stored = storeState(steps(inference, inference.init(key(1)), 2));
    expect(Object.keys(stored.tensors)).toContain('baseline/b');
    const resumed = steps(inference, restoreState(stored, inference.init(key(1))), 2);
    expect(storeState(resumed)).toEqual(storeState(whole));
  });

  it('leave no tensors behind', () => {
    const inference = fit();
    const state = steps(inference, inference.init(key(2)), 2);
    const before = tf.memory().numTensors;
    steps(inference, state, 5);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("a net's parameters are met at init and trained", () => {
    const baseline: Baseline = { net: (x) => tf.mul(param('w', tf.scalar(0)), x), input: tf.scalar(1) };
    const { model, guide } = coinProgram({ copies: 1, infer: { baseline } });
    const inference = svi({ model, guide, optimizer: adam({ learningRate: 0.1 }), elbo: traceGraphElbo() });
    const state = inference.init(key(0));
    expect(Object.keys(state.params).sort()).toEqual(['m', 'u', 'v', 'w']);
    const after = steps(inference, state, 30);
    // The cost is negative.
    expect(inference.params(after)['w']?.dataSync()[0]).toBeLessThan(-0.5);
  });
});

describe('reweightedWakeSleep', () => {
  it('refuses what it cannot do', () => {
    expect(() => reweightedWakeSleep({ insomnia: 1.1 })).toThrow('expected an insomnia from 0 to 1, got 1.1');
    expect(() => reweightedWakeSleep({ numParticles: 1 })).toThrow('expected numParticles of at least 2, got 1');
    expect(() => reweightedWakeSleep({ numSleepParticles: 0 })).toThrow(ArgumentError);
    const deaf = (): unknown => lossOf(reweightedWakeSleep({ insomnia: 0.5 }), {});
    expect(deaf).toThrow(ArgumentError);
    expect(deaf).toThrow("expected a guide that takes the model's draws of the data, as its last argument");
    expect(() => lossOf(reweightedWakeSleep({ insomnia: 1 }), {})).not.toThrow();
    const model = (): void =>
      plate('data', 9, () => void sample('x', normal({ loc: 0, scale: 1 })), { subsampleSize: 2 });
    expect(() => lossOf(reweightedWakeSleep(), { model, guide: model })).toThrow(
      'got plate("data") with 2 of 9 indices',
    );
  });

  it('reaches the guide through svi, with the data behind the arguments', () => {
    const model = (x: tf.Tensor): void => {
      const z = sample('z', normal({ loc: param('m', tf.scalar(0)), scale: 1 }));
      sample('x', normal({ loc: z, scale: 1 }), { obs: x });
    };
    const seen: number[] = [];
    const guide = (x: tf.Tensor, observations: { readonly x: tf.Tensor } = { x }): void => {
      seen.push(observations.x.dataSync()[0] ?? NaN);
      sample('z', normal({ loc: tf.mul(param('slope', tf.scalar(0)), observations.x), scale: 1 }));
    };
    const inference = svi({ model, guide, optimizer: adam(), elbo: reweightedWakeSleep({ insomnia: 0.5 }) });
    const state = inference.init(key(0), tf.scalar(2));
    seen.length = 0;
    inference.step(state, tf.scalar(2));
    expect(seen.filter((x) => x === 2)).toHaveLength(2);
    expect(seen.filter((x) => x !== 2)).toHaveLength(2);
  });
});

describe('straight-through', () => {
  it('gives the draw, and the gradient of the mean', () => {
    const cost = tf.tensor1d([1, -2, 5]);
    const { value, gradients } = valueAndGradients(
      ({ p }) => tf.sum(tf.mul(withStraightThrough(bernoulli({ probs: p })).rsample(key(1)), cost)),
      { p: tf.tensor1d([0.2, 0.5, 0.9]) },
    );
    expectClose(value, tf.sum(tf.mul(bernoulli({ probs: tf.tensor1d([0.2, 0.5, 0.9]) }).sample(key(1)), cost)));
    expectClose(gradients.p, cost, { roundings: 16 });
    expect(() => withStraightThrough(normal({ loc: 0, scale: 1 }))).toThrow(EstimatorError);
  });

  it.each([
    ['traceElbo', traceElbo()],
    ['traceGraphElbo', traceGraphElbo()],
    ['renyiElbo', renyiElbo()],
  ])('is a choice of a site in the guide of %s', (_name, objective) => {
    // The model's cost is linear in the draw, for which the estimator is unbiased.
    const prior = oneHotCategorical({ logits: tf.zeros([3]) });
    const model = (): void => {
      const k = sample('k', prior);
      factor('reward', tf.sum(tf.mul(k, [1, 2, 4]), -1));
    };
    const guide = (): void =>
      void sample('k', oneHotCategorical({ logits: param('q', tf.zeros([3])) }), {
        infer: { gradient: 'straightThrough' },
      });
    const estimate = estimator(objective, { model, guide, args: [] }, { q: tf.zeros([3]) });
    const warnings = warningsOf(() => {
      if (objective.name === 'renyiElbo') return;
      // At uniform q, the gradient of the mean reward by the logits is (r - mean r) / 3, and that of the entropy is 0.
      const runs = Array.from({ length: 60 }, (_, i) => estimate(key(i)).gradients['q'] ?? []);
      [1, 2, 4].forEach((r, i) => {
        expect(
          Math.abs(
            zScore(
              runs.map((gradient) => gradient[i] ?? NaN),
              -(r - 7 / 3) / 3,
            ),
          ),
        ).toBeLessThan(4);
      });
    });
    expect(warnings).toEqual([]);
    expect(Number.isFinite(estimate(key(1)).loss)).toBe(true);
  });
});
