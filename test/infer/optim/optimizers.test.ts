// Each optimiser against its published update rule, worked out in float64.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  adam,
  adamw,
  chain,
  clipNorm,
  clipValue,
  exponentialDecay,
  perParameter,
  rmsprop,
  sgd,
  stepDecay,
  warmUp,
  type Optimizer,
  type OptimizerState,
  type Tensors,
} from '../../../src/infer/index.js';
import { ArgumentError } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

const STEPS = 6;
// Gradients of several sizes and signs, one of them zero.
const gradientAt = (count: number, i: number): number =>
  count === 2 && i === 1 ? 0 : 3 * Math.sin(1 + 2.3 * count + 5 * i);

/** What one optimiser remembers of one number, and its rule. */
type Reference = () => (x: number, g: number, count: number) => number;

const references: Record<string, { readonly optimizer: () => Optimizer; readonly reference: Reference }> = {
  sgd: {
    optimizer: () => sgd({ learningRate: 0.1 }),
    reference: () => (x, g) => x - 0.1 * g,
  },
  'sgd with momentum and a schedule': {
    optimizer: () => sgd({ learningRate: exponentialDecay(0.1, 0.5), momentum: 0.9 }),
    reference: () => {
      let v = 0;
      return (x, g, count) => x - 0.1 * 0.5 ** count * (v = 0.9 * v + g);
    },
  },
  'sgd with Nesterov momentum': {
    optimizer: () => sgd({ learningRate: 0.05, momentum: 0.8, nesterov: true }),
    reference: () => {
      let v = 0;
      return (x, g) => {
        v = 0.8 * v + g;
        return x - 0.05 * (g + 0.8 * v);
      };
    },
  },
  rmsprop: {
    optimizer: () => rmsprop({ learningRate: 0.02, decay: 0.9, epsilon: 1e-6 }),
    reference: () => {
      let s = 0;
      return (x, g) => {
        s = 0.9 * s + 0.1 * g * g;
        return x - (0.02 * g) / (Math.sqrt(s) + 1e-6);
      };
    },
  },
  'rmsprop, centred, with momentum': {
    optimizer: () => rmsprop({ learningRate: 0.02, decay: 0.9, epsilon: 1e-3, centered: true, momentum: 0.7 }),
    reference: () => {
      let [s, m, v] = [0, 0, 0];
      return (x, g) => {
        s = 0.9 * s + 0.1 * g * g;
        m = 0.9 * m + 0.1 * g;
        v = 0.7 * v + g / (Math.sqrt(s - m * m) + 1e-3);
        return x - 0.02 * v;
      };
    },
  },
  adam: { optimizer: () => adam({ learningRate: 0.1 }), reference: () => adamReference(() => 0.1, 0) },
  'adamw with a warm-up': {
    optimizer: () => adamw({ learningRate: warmUp(3, 0.2), weightDecay: 0.3 }),
    reference: () => adamReference((count) => (count < 3 ? (0.2 * (count + 1)) / 4 : 0.2), 0.3),
  },
};

describeEngines('optimisers', () => {
  it.each(Object.entries(references))('%s follows its rule', (_name, { optimizer, reference }) => {
    // Each step rounds a few times, and a centred variance loses what its two terms have in common.
    expectClose(trained(optimizer()), referenceRun(reference), { roundings: 256 });
  });
});

describe('optimisers', () => {
  it.each(Object.entries(references))('%s leaves only its results and changes no argument', (_name, { optimizer }) => {
    const made = optimizer();
    const [params, gradients] = [{ a: tf.scalar(1) }, { a: tf.scalar(3) }];
    const state = made.init(params);
    const moments = Object.keys(state.moments).length;
    expect(newTensors(() => made.init(params))).toBe(moments);
    expect(newTensors(() => made.update(gradients, state, params))).toBe(1 + moments);
    expectClose(params.a, 1);
    expectClose(gradients.a, 3);
  });

  it('clipNorm shortens all gradients together, clipValue each number', () => {
    const byNorm = trained(chain(clipNorm(1), sgd({ learningRate: 0.1 })));
    const byValue = trained(chain(clipValue(0.5), sgd({ learningRate: 0.1 })));
    const both = trained(chain(clipValue(2), clipNorm(1), sgd({ learningRate: 0.1 })));
    const run = (clip: (g: readonly number[]) => readonly number[]): number[] =>
      referenceRun(() => (x, g) => x - 0.1 * g, clip);
    const shorten = (g: readonly number[]): number[] => g.map((x) => x / Math.max(1, Math.hypot(...g)));
    const cut =
      (limit: number) =>
      (g: readonly number[]): number[] =>
        g.map((x) => Math.max(-limit, Math.min(limit, x)));
    expectClose(byNorm, run(shorten), { roundings: 64 });
    expectClose(byValue, run(cut(0.5)), { roundings: 64 });
    expectClose(
      both,
      run((g) => shorten(cut(2)(g))),
      { roundings: 64 },
    );
  });

  it('chain names its parts, keeps the state of the last and leaves no tensor of the transforms', () => {
    const optimizer = chain(clipValue(1), clipNorm(1), adam());
    expect(optimizer.name).toBe('clipValue > clipNorm > adam');
    const [params, gradients] = [{ a: tf.scalar(1) }, { a: tf.scalar(3) }];
    const state = optimizer.init(params);
    expect(Object.keys(state.moments)).toEqual(['mean', 'square']);
    expect(newTensors(() => optimizer.update(gradients, state, params))).toBe(3);
  });

  it.each([
    [() => sgd({ momentum: 1 }), 'sgd.momentum: expected a number from 0 to below 1, got 1'],
    [() => sgd({ nesterov: true }), 'sgd.nesterov: expected false, or a momentum above 0 beside it, got true'],
    [() => sgd({ lr: 1 } as object), 'got "lr"'],
    [() => rmsprop({ decay: -1 }), 'rmsprop.decay'],
    [() => rmsprop({ epsilon: 0 }), 'rmsprop.epsilon: expected a number > 0, got 0'],
    [() => adamw({ weightDecay: -1 }), 'adamw.weightDecay: expected a finite number of at least 0, got -1'],
    [() => adam({ weightDecay: 1 } as object), 'got "weightDecay"'],
    [() => clipNorm(0), 'clipNorm: expected a limit > 0, got 0'],
    [() => clipValue(NaN), 'clipValue: expected a limit > 0, got NaN'],
    [() => warmUp(0, 1), 'warmUp: expected a number of updates > 0, got 0'],
    [() => exponentialDecay(1, 0.5, 0), 'exponentialDecay'],
  ])('refuses what is out of range (%#)', (make, message) => {
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});

describe('schedules', () => {
  it('exponentialDecay is a smooth curve through the corners of stepDecay', () => {
    const [smooth, stairs] = [exponentialDecay(8, 0.25, 4), stepDecay(8, 0.25, 4)];
    expectClose([0, 4, 8].map(smooth), [0, 4, 8].map(stairs));
    expectClose(smooth(2), 4);
  });

  it('warmUp climbs to where its schedule begins and then runs it from there', () => {
    const rate = warmUp(4, stepDecay(1, 0.5, 2));
    expectClose([0, 1, 2, 3, 4, 5, 6, 8].map(rate), [0.2, 0.4, 0.6, 0.8, 1, 1, 0.5, 0.25], { roundings: 1 });
  });
});

describe('perParameter', () => {
  const alone = (optimizer: Optimizer): number[] => trained(optimizer);

  it('gives each parameter what its own optimiser alone would do, by name or by function', () => {
    const [slow, fast] = [sgd({ learningRate: 0.1, momentum: 0.9 }), adam({ learningRate: 0.3 })];
    const expected = [alone(slow)[0] ?? NaN, alone(fast)[1] ?? NaN];
    expectClose(trained(perParameter({ byName: { a: slow }, others: fast })), expected);
    expectClose(trained(perParameter((name) => (name === 'a' ? slow : fast))), expected);
    const fresh = (name: string): Optimizer =>
      name === 'a' ? sgd({ learningRate: 0.1, momentum: 0.9 }) : adam({ learningRate: 0.3 });
    expectClose(trained(perParameter(fresh)), expected);
  });

  it('one optimiser for two groups keeps the moments of both', () => {
    const optimizer = perParameter((name) => adam({ learningRate: name === 'a' ? 0.1 : 0.2 }));
    const state = optimizer.init({ a: tf.scalar(0), b: tf.zeros([2]) });
    expect(Object.keys(state.moments['mean'] ?? {})).toEqual(['a', 'b']);
    expect(state.count).toBe(0);
  });

  it('clips a group by itself, or in chain all parameters together', () => {
    const rate = { learningRate: 0.1 };
    expectClose(
      trained(
        chain(
          clipNorm(1),
          perParameter(() => sgd(rate)),
        ),
      ),
      trained(chain(clipNorm(1), sgd(rate))),
    );
    const apart = trained(perParameter(() => chain(clipNorm(1), sgd(rate))));
    const cut = referenceRun(() => (x, g) => x - 0.1 * Math.max(-1, Math.min(1, g)));
    expectClose(apart, cut, { roundings: 64 });
  });

  it('refuses a name that no parameter has', () => {
    const optimizer = perParameter({ byName: { lco: sgd() }, others: sgd() });
    expect(() => optimizer.init({ loc: tf.scalar(0) })).toThrow(
      'perParameter: expected names of parameters (loc), got "lco"',
    );
  });
});

/** The numbers of two parameters of different shapes after a few updates. */
function trained(optimizer: Optimizer): number[] {
  return tf.tidy(() => {
    let params: Tensors = { a: tf.scalar(1), b: tf.tensor1d([-1]) };
    let state: OptimizerState = optimizer.init(params);
    for (let count = 0; count < STEPS; count += 1) {
      const gradients = { a: tf.scalar(gradientAt(count, 0)), b: tf.tensor1d([gradientAt(count, 1)]) };
      ({ params, state } = optimizer.update(gradients, state, params));
    }
    expect(state.count).toBe(STEPS);
    return [...(params['a']?.dataSync() ?? []), ...(params['b']?.dataSync() ?? [])];
  });
}

function referenceRun(reference: Reference, clip = (g: readonly number[]): readonly number[] => g): number[] {
  const rules = [reference(), reference()];
  let params = [1, -1];
  for (let count = 0; count < STEPS; count += 1) {
    const gradients = clip([gradientAt(count, 0), gradientAt(count, 1)]);
    params = params.map((x, i) => rules[i]?.(x, gradients[i] ?? NaN, count) ?? NaN);
  }
  return params;
}

function adamReference(rate: (count: number) => number, decay: number): ReturnType<Reference> {
  let [mean, square] = [0, 0];
  return (x, g, count) => {
    mean = 0.9 * mean + 0.1 * g;
    square = 0.999 * square + 0.001 * g * g;
    const step = mean / (1 - 0.9 ** (count + 1)) / (Math.sqrt(square / (1 - 0.999 ** (count + 1))) + 1e-8);
    return x - rate(count) * decay * x - rate(count) * step;
  };
}
