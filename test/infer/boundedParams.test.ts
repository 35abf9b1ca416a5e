// Parameters on sets that are made of tensors or maps: they train, and checkpoints hold them bit for bit.
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { constraints, normal, transforms, type Constraint } from '../../src/dist/index.js';
import {
  adam,
  disposeState,
  restoreState,
  storeState,
  svi,
  traceElbo,
  type StoredState,
  type Svi,
  type SviState,
} from '../../src/infer/index.js';
import { CheckpointError, key, ParamError } from '../../src/num/index.js';
import { param, sample } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';

const { greaterThan, greaterThanEq, imageUnder, independent, interval, lessThan, lessThanEq, positive } = constraints;
const bound = (): tf.Tensor => tf.tensor1d([0.5, 1 / 3]);

/** Sets in which 1 lies, made anew in each run, and the value of the unconstrained number u on each of two places. */
const sets: readonly {
  readonly name: string;
  readonly make: () => Constraint;
  readonly value: (u: number, b: number) => number;
}[] = [
  { name: 'interval from b', make: () => interval(bound(), 4), value: (u, b) => b + (4 - b) / (1 + Math.exp(-u)) },
  {
    name: 'interval to 5 b',
    make: () => interval(0, tf.mul(bound(), 5)),
    value: (u, b) => (5 * b) / (1 + Math.exp(-u)),
  },
  { name: 'above b', make: () => greaterThan(bound()), value: (u, b) => b + Math.exp(u) },
  { name: 'from b', make: () => greaterThanEq(bound()), value: (u, b) => b + Math.exp(u) },
  { name: 'below 5 b', make: () => lessThan(tf.mul(bound(), 5)), value: (u, b) => 5 * b - Math.exp(u) },
  { name: 'to 5 b', make: () => lessThanEq(tf.mul(bound(), 5)), value: (u, b) => 5 * b - Math.exp(u) },
  { name: 'vectors above b', make: () => independent(greaterThan(bound()), 1), value: (u, b) => b + Math.exp(u) },
  {
    name: 'slices above b',
    make: () => constraints.stack(...tf.unstack(bound()).map((each) => greaterThan(each))),
    value: (u, b) => b + Math.exp(u),
  },
  {
    name: 'pieces above b',
    make: () => constraints.cat(...tf.unstack(bound()).map((each) => [greaterThan(each), 1] as const)),
    value: (u, b) => b + Math.exp(u),
  },
  {
    name: 'the image of the numbers above 0 under 2 x - 1',
    make: () => imageUnder(positive, transforms.affine({ loc: -1, scale: 2 })),
    value: (u) => -1 + 2 * Math.exp(u),
  },
];

function fitOf(make: () => Constraint, target = 2): Svi<[]> {
  return svi({
    model: () => {
      const x = param('x', () => tf.ones([2]), { constraint: make() });
      sample('y', normal({ loc: x, scale: 1 }).toEvent(1), { obs: tf.fill([2], target) });
    },
    guide: () => undefined,
    optimizer: adam({ learningRate: 0.05 }),
    elbo: traceElbo(),
  });
}

function run(fit: Svi<[]>, start: SviState, count: number): SviState {
  let state = start;
  for (let i = 0; i < count; i += 1) state = fit.step(state).state;
  return state;
}

function throughBytes({ meta, tensors }: StoredState): StoredState {
  return { meta: JSON.parse(JSON.stringify(meta)) as StoredState['meta'], tensors };
}

describeEngines('a parameter on a set made of tensors or maps', () => {
  it.each(sets)('$name: starts at its value, and trains', ({ make, value }) => {
    tf.tidy(() => {
      const fit = fitOf(make, 1.5);
      const start = fit.init(key(0));
      // A map there and back, with sums of numbers up to 4.
      expectClose(fit.params(start)['x'] as tf.Tensor, [1, 1], { tolerance: 1e-5 });
      const state = run(fit, start, 3);
      const free = state.params['x']?.dataSync() ?? [];
      const x = fit.params(state)['x'] as tf.Tensor;
      expectClose(x, [value(free[0] ?? NaN, 0.5), value(free[1] ?? NaN, Math.fround(1 / 3))], { tolerance: 1e-5 });
      for (const each of x.dataSync()) expect(each).toBeGreaterThan(1.01);
    });
  });

  it.each(sets)('$name: n + m steps are n steps, store, restore, m steps, bit for bit', ({ make }) => {
    tf.tidy(() => {
      const whole = run(fitOf(make), fitOf(make).init(key(0)), 4);
      const first = run(fitOf(make), fitOf(make).init(key(0)), 2);
      const second = run(fitOf(make), restoreState(throughBytes(storeState(first)), fitOf(make).init(key(5))), 2);
      expect(storeState(second)).toEqual(storeState(whole));
    });
  });

  it('leaves no tensor behind', () => {
    for (const { make } of sets) {
      const fit = fitOf(make);
      const state = run(fit, fit.init(key(0)), 1);
      const before = tf.memory().numTensors;
      tf.dispose(fit.params(state));
      const next = run(fit, state, 2);
      expect(tf.memory().numTensors).toBe(before);
      disposeState(next);
    }
  });

  it('a checkpoint of other bounds, or of another map, is refused', () => {
    tf.tidy(() => {
      for (const [one, other] of [
        [() => greaterThan(tf.scalar(0.5)), () => greaterThan(tf.scalar(0.25))],
        [
          () => imageUnder(positive, transforms.affine({ loc: 0.5, scale: 1 })),
          () => imageUnder(positive, transforms.affine({ loc: 0.25, scale: 1 })),
        ],
      ] as const) {
        const stored = storeState(fitOf(one).init(key(0)));
        const error = errorOf(() => restoreState(stored, fitOf(other).init(key(0))));
        expect(error).toBeInstanceOf(CheckpointError);
        expect(error).toMatchObject({ where: 'checkpoint param "x"' });
      }
    });
  });

  it.each([
    ['tensors', (b: number) => greaterThan(tf.scalar(b))],
    ['numbers', (b: number) => greaterThan(b)],
    ['maps', (b: number) => imageUnder(positive, transforms.affine({ loc: b, scale: 1 }))],
  ] as const)('bounds that move, as %s, are refused in the step that sees them', (_, make) => {
    tf.tidy(() => {
      let at = 0.5;
      const fit = fitOf(() => make(at));
      const state = fit.init(key(0));
      at = 0.25;
      const error = errorOf(() => fit.step(state));
      expect(error).toBeInstanceOf(ParamError);
      expect(error).toMatchObject({ where: 'param("x")' });
    });
  });

  it('a map of tensors that are made in the program is refused at once', () => {
    tf.tidy(() => {
      const error = errorOf(() =>
        fitOf(() => imageUnder(positive, transforms.affine({ loc: tf.scalar(0.5), scale: tf.scalar(1) }))).init(key(0)),
      );
      expect(error).toBeInstanceOf(ParamError);
      expect(error).toMatchObject({ where: 'param("x")' });
    });
  });
});

describeEngines('a parameter on the image under a map of tensors', () => {
  let loc: tf.Tensor;
  beforeAll(() => {
    loc = tf.scalar(0.5);
  });
  afterAll(() => {
    loc.dispose();
  });

  it('trains where the tensors are made before the program', () => {
    tf.tidy(() => {
      const fit = fitOf(() => imageUnder(positive, transforms.affine({ loc, scale: 1 })));
      const state = run(fit, fit.init(key(0)), 3);
      const x = fit.params(state)['x'] as tf.Tensor;
      expectClose(x, tf.add(0.5, tf.exp(state.params['x'] as tf.Tensor)), { tolerance: 1e-6 });
      expect(x.dataSync()[0]).toBeGreaterThan(1.05);
    });
  });
});
