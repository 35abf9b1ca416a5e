import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constraints, normal, oneHotCategorical } from '../../src/dist/index.js';
import {
  adam,
  copyState,
  disposeState,
  svi,
  traceElbo,
  traceEnumElbo,
  type Svi,
  type SviOptions,
  type SviState,
  sgd,
} from '../../src/infer/index.js';
import { ArgumentError, EstimatorError, key, NumericError, ParamError, SupportError } from '../../src/num/index.js';
import { block, param, plate, sample, seed } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { useScalarEngine } from '../support/useScalarEngine.js';
import { warningsOf } from '../support/warningsOf.js';

useScalarEngine();

const data = tf.tensor1d([1, 2, 4]);
type Options = Partial<SviOptions<[tf.Tensor]>>;

/** A normal mean with a normal prior, and a guide that can be exact. */
function inference(options: Options = {}): Svi<[tf.Tensor]> {
  return svi({
    model: (x) => {
      const z = sample('z', normal({ loc: 0, scale: 2 }));
      plate('data', x.size, () => sample('x', normal({ loc: z, scale: 1 }), { obs: x }));
    },
    guide: () => {
      const scale = param('scale', tf.scalar(0.5), { constraint: constraints.positive });
      sample('z', normal({ loc: param('loc', () => tf.scalar(1)), scale }));
    },
    optimizer: adam({ learningRate: 0.1 }),
    elbo: traceElbo(),
    ...options,
  });
}

function losses(
  fit: Svi<[tf.Tensor]>,
  start: SviState,
  count: number,
): { readonly state: SviState; readonly losses: number[] } {
  const seen: number[] = [];
  let state = start;
  for (let i = 0; i < count; i += 1) {
    const { state: next, info } = fit.step(state, data);
    seen.push(info.loss);
    state = next;
  }
  return { state, losses: seen };
}

const numbersOf = (tensors: Readonly<Record<string, tf.Tensor>>): Record<string, number[]> =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));

describeEngines('svi', (engine) => {
  it('the number of tensors is the same after step 10 and step 500, and after failing steps', () => {
    const fit = inference();
    const { state: early } = losses(fit, fit.init(key(0), data), 10);
    const before = tf.memory().numTensors;
    // The slower engines make and free the same tensors; a tenth of the steps shows as much there.
    const { state } = losses(fit, early, engine === 'cpu' ? 490 : 49);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => fit.step(state, tf.tensor1d([NaN, 0, 0]))).toThrow(NumericError);
    expect(() => fit.step(state, tf.zeros([3, 2]))).toThrow();
    // The two arguments made here.
    expect(tf.memory().numTensors).toBe(before + 2);
    expect(fit.step(state, data).info.isFinite).toBe(true);
  });
});

describe('svi', () => {
  it('finds the posterior of a class, where the loss is minus the log evidence', () => {
    const [prior, locs] = [tf.tensor1d([0.2, 0.3, 0.5]), tf.tensor1d([-1, 0, 1])];
    const fit = inference({
      model: () => {
        const k = sample('k', oneHotCategorical({ probs: prior }));
        sample('x', normal({ loc: tf.sum(tf.mul(k, locs), -1), scale: 1 }), { obs: tf.scalar(0.7) });
      },
      guide: () =>
        sample('k', oneHotCategorical({ logits: param('q', tf.zeros([3])) }), { infer: { enumerate: 'parallel' } }),
      elbo: traceEnumElbo(),
    });
    const { state } = losses(fit, fit.init(key(1), data), 150);
    const joint = [0.2, 0.3, 0.5].map((p, k) => (p * Math.exp(-0.5 * (0.7 - (k - 1)) ** 2)) / Math.sqrt(2 * Math.PI));
    const evidence = joint.reduce((a, b) => a + b);
    // Near the optimum the loss is off by the square of what the probabilities are off by.
    expectClose(
      tf.softmax(fit.params(state)['q'] ?? tf.zeros([3])),
      joint.map((p) => p / evidence),
      { tolerance: 1e-2 },
    );
    expectClose(fit.evaluate(state, data), -Math.log(evidence), { tolerance: 1e-3 });
  });

  it('the ELBO at the exact posterior is the log evidence, whatever the key', () => {
    const [mean, precision] = [7 / 3.25, 3.25];
    const fit = inference({
      guide: () => sample('z', normal({ loc: param('loc', tf.scalar(mean)), scale: 1 / Math.sqrt(precision) })),
    });
    // log N(x | 0, I + 4 11'), by the determinant 1 + 4 · 3 and the Sherman-Morrison inverse.
    const quadratic = 1 + 4 + 16 - (4 / 13) * 7 ** 2;
    const evidence = -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(13) + quadratic);
    for (const start of [0, 1, 2]) {
      const state = fit.init(key(start), data);
      expectClose(-fit.evaluate(state, data), evidence, { roundings: 64 });
    }
  });

  it('the same key gives the same losses, another one others', () => {
    const run = (seedNumber: number): number[] => {
      const fit = inference();
      return losses(fit, fit.init(key(seedNumber), data), 5).losses;
    };
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  it('two fits side by side do as each would alone', () => {
    const alone = losses(inference(), inference().init(key(0), data), 6).losses;
    const [a, b] = [inference(), inference({ optimizer: adam({ learningRate: 0.5 }) })];
    let [first, second] = [a.init(key(0), data), b.init(key(0), data)];
    const seen: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      const step = a.step(first, data);
      [first, second] = [step.state, b.step(second, data).state];
      seen.push(step.info.loss);
    }
    expect(seen).toEqual(alone);
  });

  it('evaluate changes nothing, and gives the same number for the same state', () => {
    const fit = inference();
    const { state } = losses(fit, fit.init(key(0), data), 3);
    const [params, count] = [numbersOf(state.params), tf.memory().numTensors];
    const snapshot = JSON.stringify({
      ...state,
      params: undefined,
      optimizer: numbersOf(state.optimizer.moments['mean'] ?? {}),
    });
    expect(fit.evaluate(state, data)).toBe(fit.evaluate(state, data));
    expect(numbersOf(state.params)).toEqual(params);
    expect(
      JSON.stringify({ ...state, params: undefined, optimizer: numbersOf(state.optimizer.moments['mean'] ?? {}) }),
    ).toBe(snapshot);
    expect(tf.memory().numTensors).toBe(count);
  });

  it('lossAndGradients is what the next step sees, and changes nothing', () => {
    const fit = inference({ optimizer: sgd({ learningRate: 0.1 }) });
    const state = fit.step(fit.init(key(0), data), data).state;
    const [before, count] = [numbersOf(state.params), tf.memory().numTensors];
    const { loss, gradients } = fit.lossAndGradients(state, data);
    expect(tf.memory().numTensors).toBe(count + Object.keys(gradients).length);
    const slopes = numbersOf(gradients);
    expect(fit.lossAndGradients(state, data).loss).toBe(loss);
    expect(numbersOf(state.params)).toEqual(before);
    const next = fit.step(state, data);
    expect(next.info.loss).toBe(loss);
    expect(Object.keys(slopes).sort()).toEqual(Object.keys(before).sort());
    for (const [name, after] of Object.entries(numbersOf(next.state.params)))
      expectClose(
        after,
        (before[name] ?? []).map((x, i) => x - 0.1 * (slopes[name]?.[i] ?? NaN)),
        { roundings: 8 },
      );
  });

  it('step consumes its state; copyState keeps one, disposeState frees it', () => {
    const fit = inference();
    const before = tf.memory().numTensors;
    const state = fit.init(key(0), data);
    const kept = copyState(state);
    const first = fit.step(state, data);
    expect(Object.values(state.params).every((tensor) => tensor.isDisposed)).toBe(true);
    const again = fit.step(kept, data);
    expect(again.info.loss).toBe(first.info.loss);
    disposeState(first.state);
    disposeState(again.state);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('init leaves only the state, and takes over no tensor of the caller', () => {
    const mine = tf.scalar(0.5);
    const fit = inference({ guide: () => sample('z', normal({ loc: param('loc', mine), scale: 1 })) });
    const before = tf.memory().numTensors;
    const state = fit.init(key(0), data);
    // The parameter and its two moments.
    expect(tf.memory().numTensors).toBe(before + 3);
    disposeState(state);
    expect(mine.isDisposed).toBe(false);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('init that fails leaves nothing', () => {
    const before = tf.memory().numTensors;
    const fit = inference({
      guide: () => sample('z', normal({ loc: param('loc', () => tf.scalar(0)), scale: 1 }).toEvent(1)),
    });
    expect(() => fit.init(key(0), data)).toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('params gives constrained values in tensors of their own', () => {
    const fit = inference();
    const state = fit.init(key(0), data);
    const params = fit.params(state);
    expectClose(params['scale'] ?? [], 0.5, { roundings: 4 });
    tf.dispose(params);
    expect(Object.values(state.params).some((tensor) => tensor.isDisposed)).toBe(false);
  });
});

describe('parameters', () => {
  const guided = (guide: (x: tf.Tensor) => unknown): Svi<[tf.Tensor]> =>
    inference({
      guide: (x) => {
        sample('z', normal({ loc: param('loc', tf.scalar(0)), scale: 1 }));
        guide(x);
      },
    });

  it('new after init: an error that lists the known ones and a near one', () => {
    const fit = guided((x) => (x.size > 3 ? param('loc2', tf.scalar(0)) : undefined));
    const state = fit.init(key(0), data);
    expect(() => fit.step(state, tf.zeros([4]))).toThrow(ParamError);
    expect(() => fit.step(state, tf.zeros([4]))).toThrow(
      'param("loc2"): expected one of the parameters met at init (loc), got a new name. Try "loc".',
    );
    expect(fit.step(state, tf.zeros([3])).info.isFinite).toBe(true);
  });

  it.each([
    ['shape', () => param('loc', tf.zeros([2])), 'a second one (shape [2], constraint real, eventDim none)'],
    ['shape of a function', () => param('loc', () => tf.zeros([2])), 'a second one (shape [2]'],
    ['constraint', () => param('loc', tf.scalar(1), { constraint: constraints.positive }), 'constraint positive'],
    ['eventDim', () => param('loc', tf.scalar(0), { eventDim: 0 }), 'eventDim 0'],
  ])('declared twice with another %s: an error that names both', (_, second, got) => {
    const message = 'param("loc"): expected its first declaration (shape [], constraint real, eventDim none), got';
    expect(() => guided(second).init(key(0), data)).toThrow(ParamError);
    expect(() => guided(second).init(key(0), data)).toThrow(message);
    expect(() => guided(second).init(key(0), data)).toThrow(got);
  });

  it('declared twice alike, or used again without init, on either side: one parameter with its constraint', () => {
    const fit = inference({
      model: () => sample('z', normal({ loc: 0, scale: param('scale') })),
      guide: () => {
        const scale = param('scale', () => tf.scalar(2), { constraint: constraints.positive });
        param('scale', () => tf.scalar(3), { constraint: constraints.positive });
        sample('z', normal({ loc: 0, scale }));
      },
    });
    const state = fit.init(key(0), data);
    expect(state.declarations).toEqual({ scale: { constraint: 'positive', shape: [] } });
    expectClose(fit.params(state)['scale'] ?? [], 2, { roundings: 4 });
  });

  it('must start within their constraint', () => {
    const start = (value: number) => (): unknown =>
      guided(() => param('s', tf.scalar(value), { constraint: constraints.positive })).init(key(0), data);
    expect(start(-1)).toThrow(SupportError);
    expect(start(-1)).toThrow('param("s"): expected a starting value that is');
    expect(start(-1)).toThrow('got [-1]');
    expect(start(1e-6)).not.toThrow();
  });

  it('hidden by block are not trained, but keep their value', () => {
    const hidden = block({ hideTypes: ['param'] }, () => param('fixed', tf.scalar(3)));
    const fit = guided(() => expectClose(hidden(), 3));
    const state = fit.init(key(0), data);
    expect(Object.keys(state.params)).toEqual(['loc']);
    expect(fit.step(state, data).info.isFinite).toBe(true);
  });

  it('none at all: step has nothing to differentiate, evaluate works', () => {
    const fit = inference({ guide: () => sample('z', normal({ loc: 0, scale: 1 })) });
    const state = fit.init(key(0), data);
    expect(() => fit.step(state, data)).toThrow(EstimatorError);
    expect(fit.evaluate(state, data)).toBeGreaterThan(0);
  });
});

describe('onNonFinite', () => {
  const bad = tf.tensor1d([0, NaN, 0]);

  it('raise names the step, the first bad site and its inputs, and does not consume the state', () => {
    const fit = inference();
    const { state } = losses(fit, fit.init(key(0), data), 2);
    expect(() => fit.step(state, bad)).toThrow(
      /svi\.step: expected a finite loss and gradient, got a loss of NaN at step 2; first bad site "x" \(normal\), value NaN at flat index 1 of \[3\], with loc .*, scale 1\. Try/,
    );
    expect(fit.step(state, data).info.isFinite).toBe(true);
  });

  it('names the site where a density is infinite', () => {
    const fit = inference({
      model: (x) => {
        const z = sample('z', normal({ loc: 0, scale: 1 }));
        sample('y', normal({ loc: tf.mul(z, tf.sum(x)), scale: 1e-30 }), { obs: tf.scalar(1) });
      },
    });
    const state = fit.init(key(0), tf.zeros([3]));
    expect(() => fit.step(state, data)).toThrow(/first bad site "y"/);
  });

  it('skip leaves parameters and moments as they are, warns, and goes on', () => {
    const fit = inference({ onNonFinite: 'skip' });
    const { state } = losses(fit, fit.init(key(0), data), 2);
    const before = numbersOf(state.params);
    const warnings = warningsOf(() => {
      const { state: next, info } = fit.step(state, bad);
      expect([info.isFinite, info.isSkipped, next.step]).toEqual([false, true, 3]);
      expect(numbersOf(next.params)).toEqual(before);
      expect(fit.step(next, data).info.isSkipped).toBe(false);
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^svi\.step: skipped an update, got a loss of NaN at step 2; first bad site "x"/);
  });

  it('allow lets it through', () => {
    const fit = inference({ onNonFinite: 'allow' });
    const { state, info } = fit.step(fit.init(key(0), data), bad);
    expect(info.isFinite).toBe(false);
    expect(numbersOf(state.params)['loc']?.[0]).toBeNaN();
  });

  it('an unknown option is an error', () => {
    expect(() => inference({ onNonfinite: 'skip' } as Options)).toThrow(ArgumentError);
    expect(() => inference({ onNonfinite: 'skip' } as Options)).toThrow('got "onNonfinite". Try "onNonFinite"');
  });
});

describe('programs', () => {
  it('may hold a seed of their own', () => {
    const fit = inference({ guide: seed(7, () => sample('z', normal({ loc: param('loc', tf.scalar(0)), scale: 1 }))) });
    expect(losses(fit, fit.init(key(0), data), 2).losses[0]).toBe(losses(fit, fit.init(key(1), data), 2).losses[0]);
  });
});

describe('a step that does not meet a parameter', () => {
  const fit = svi<[boolean]>({
    model: (isLong) => {
      sample('x', normal({ loc: param('always', tf.scalar(0)), scale: 1 }), { obs: tf.scalar(1) });
      if (isLong) sample('y', normal({ loc: param('sometimes', tf.scalar(0)), scale: 1 }), { obs: tf.scalar(1) });
    },
    guide: () => undefined,
    optimizer: adam({ learningRate: 0.1, clipNorm: 1 }),
    elbo: traceElbo(),
  });

  it('leaves it where it is, with its moments, and moves the others', () => {
    const { state } = fit.step(fit.init(key(0), true), true);
    const before = { params: numbersOf(state.params), moments: numbersOf(state.optimizer.moments['mean'] ?? {}) };
    const { state: next, info } = fit.step(state, false);
    const after = { params: numbersOf(next.params), moments: numbersOf(next.optimizer.moments['mean'] ?? {}) };
    expect(after.params['sometimes']).toEqual(before.params['sometimes']);
    expect(after.moments['sometimes']).toEqual(before.moments['sometimes']);
    expect(after.params['always']?.[0]).toBeGreaterThan(before.params['always']?.[0] ?? NaN);
    // Of the one gradient x - loc.
    expect(info.gradientNorm).toBeCloseTo(1 - (before.params['always']?.[0] ?? NaN), 5);
  });

  it('keeps the number of tensors', () => {
    let state = fit.step(fit.init(key(0), true), true).state;
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i += 1) state = fit.step(state, i % 2 === 0).state;
    expect(tf.memory().numTensors).toBe(before);
    disposeState(state);
  });
});
