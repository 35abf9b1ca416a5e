import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, categorical, normal } from '../../src/dist/index.js';
import { logDensity, logProbSum, sampleSites } from '../../src/infer/index.js';
import { ParamError, ShapeError, SiteError } from '../../src/num/index.js';
import {
  condition,
  deterministic,
  factor,
  mask,
  nextKey,
  param,
  plate,
  replay,
  sample,
  scale,
  seed,
  subsample,
  trace,
} from '../../src/ppl/index.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { warningsOf } from '../support/warningsOf.js';

const standard = normal({ loc: 0, scale: 1 });

describe('sample', () => {
  it('without handlers: returns obs, and warns', () => {
    const obs = tf.scalar(2);
    const warnings = warningsOf(() => expect(sample('x', standard, { obs })).toBe(obs));
    expect(warnings).toEqual(['sample("x"): obs has no effect outside inference.']);
  });

  it('without a key: says what to wrap', () => {
    expect(() => sample('x', standard)).toThrow(SiteError);
    expect(() => sample('x', standard)).toThrow(
      'sample("x"): expected a random key from a handler, got none. Try seed(key(0), program)',
    );
  });

  it('draws of the batch and event shape once seeded', () => {
    const draw = seed(0, () => sample('x', normal({ loc: tf.zeros([2, 3]), scale: 1 }).toEvent(1)))();
    expect(draw.shape).toEqual([2, 3]);
  });

  it('obs: accepts what broadcasts to batch and event, and refuses what does not', () => {
    const at =
      (shape: number[]): (() => unknown) =>
      () =>
        trace(() =>
          plate('p', 3, () =>
            sample('x', normal({ loc: tf.zeros([3, 2]), scale: 1 }).toEvent(1), { obs: tf.zeros(shape) }),
          ),
        )();
    expect(at([3, 2])).not.toThrow();
    expect(at([1, 2])).not.toThrow();
    expect(at([2])).not.toThrow();
    expect(at([3])).toThrow(
      'sample("x") in plates "p" (size 3, dim -1): expected a value whose last dims are the event [2], got shape [3].',
    );
    expect(at([4, 2])).toThrow('expected data that broadcasts to [3, 2], got shape [4, 2].');
    expect(at([2, 2])).toThrow(ShapeError);
  });

  it('obs: may not enlarge a plate of size 1', () => {
    const at =
      (size: number): (() => unknown) =>
      () =>
        trace(() => plate('p', 1, () => sample('x', standard, { obs: tf.zeros([size]) })))();
    expect(at(1)).not.toThrow();
    expect(at(4)).toThrow('"p" (size 1, dim -1): expected data that broadcasts to [1], got shape [4]');
  });

  it('mask and tensor scale: broadcast to the batch without enlarging it', () => {
    const masked =
      (shape: number[]): (() => unknown) =>
      () =>
        trace(mask(tf.ones(shape, 'bool'), () => plate('p', 3, () => sample('x', standard, { obs: tf.zeros([3]) }))))();
    const scaled =
      (shape: number[]): (() => unknown) =>
      () =>
        trace(scale(tf.ones(shape), () => plate('p', 3, () => sample('x', standard, { obs: tf.zeros([3]) }))))();
    for (const at of [masked, scaled]) {
      expect(at([3])).not.toThrow();
      expect(at([])).not.toThrow();
      expect(at([1, 1, 3])).not.toThrow();
      expect(at([2, 3])).toThrow('that broadcasts to the batch [3], got shape [2, 3]');
      expect(at([2])).toThrow(ShapeError);
    }
  });

  it('a replayed value must have the event shape', () => {
    const old = trace(seed(0, () => sample('x', normal({ loc: tf.zeros([2]), scale: 1 }).toEvent(1))))();
    const wider = (): unknown => sample('x', normal({ loc: tf.zeros([3]), scale: 1 }).toEvent(1));
    expect(() => trace(replay(old, wider))()).toThrow(
      'sample("x"): expected a value whose last dims are the event [3], got shape [2]',
    );
  });

  it('an unknown option is an error that names the near one', () => {
    const misspelt = { observe: tf.scalar(0) } as object;
    expect(() => sample('x', standard, misspelt)).toThrow(
      'sample("x"): expected the options obs, obsMask, infer, got "observe".',
    );
    expect(() => param('w', tf.scalar(0), { constrain: 1 } as object)).toThrow('got "constrain". Try "constraint".');
  });

  it('a score site draws without gradient, by infer.gradient', () => {
    const site = (gradient?: 'score'): unknown =>
      sampleSites(
        trace(seed(0, () => sample('x', standard, gradient === undefined ? {} : { infer: { gradient } })))(),
      )[0]?.infer;
    expect(site('score')).toEqual({ gradient: 'score' });
    expect(site()).toEqual({});
  });
});

describe('param', () => {
  it('runs init once a run, and gives the same tensor at a repeated use', () => {
    let runs = 0;
    const program = (): boolean => {
      const first = param('w', () => tf.scalar((runs += 1)));
      return param('w') === first && param('w', () => tf.scalar((runs += 1))) === first;
    };
    expect(trace(program)().result).toBe(true);
    expect(runs).toBe(1);
  });

  it('without init: legal once declared, else a ParamError', () => {
    expect(() => trace(() => param('w'))()).toThrow(ParamError);
    expect(() => trace(() => param('w'))()).toThrow(
      'param("w"): expected a parameter that was declared before, got no value and no init. Try param("w", init)',
    );
  });

  it('init with a key gets one derived from the name, whatever comes before', () => {
    const value = (program: () => tf.Tensor): number => seed(7, program)().dataSync()[0] ?? NaN;
    const alone = value(() => param('w', (key) => standard.sample(key)));
    const after = value(() => {
      sample('z', standard);
      return param('w', (key) => standard.sample(key));
    });
    expect(after).toBe(alone);
    expect(() => param('w', (key) => standard.sample(key))).toThrow(SiteError);
  });

  it('eventDim: slices at subsampled plates, with zero gradient for what was not drawn; without it nothing is sliced', () => {
    const w = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const read = (options: object): number[] => {
      const program = (): tf.Tensor => plate('p', 3, () => param('w', w, options), { subsample: [2, 0] });
      return [...program().dataSync()];
    };
    expect(read({ eventDim: 1 })).toEqual([5, 6, 1, 2]);
    expect(read({})).toEqual([1, 2, 3, 4, 5, 6]);
    const grad = tf.grad((v) => tf.sum(plate('p', 3, () => param('w', v, { eventDim: 1 }), { subsample: [2] })))(w);
    expectClose(grad, [0, 0, 0, 0, 1, 1]);
    const longer = (): unknown => plate('p', 4, () => param('w', w, { eventDim: 1 }), { subsample: [0] });
    expect(errorOf(longer)).toMatchObject({ code: 'ShapeError', where: 'param("w")', got: 'shape [3, 2]' });
  });
});

describe('factor', () => {
  it('adds its log factor, scaled and masked, and has no key of its own', () => {
    const program = (): void => {
      scale(2, () => factor('a', tf.tensor1d([1, 2, 4])))();
      mask(tf.tensor1d([1, 0, 1], 'bool'), () => factor('b', tf.tensor1d([1, 2, 4])))();
    };
    expectClose(logProbSum(trace(program)()), 2 * 7 + 5);
  });

  it('fills its plates, where the factor is the same for all indices', () => {
    expectClose(logProbSum(trace(() => plate('p', 4, () => factor('f', tf.scalar(0.5))))()), 2);
  });
});

describe('deterministic', () => {
  it('records a value that has no density and is not conditioned', () => {
    const program = (): tf.Tensor => deterministic('d', tf.scalar(3));
    const traced = trace(condition({ d: tf.scalar(1) }, program))();
    expectClose(traced.result, 3);
    expectClose(logProbSum(traced), 0);
  });

  it('may not take the name of a sample site', () => {
    const program = seed(0, () => {
      sample('z', standard);
      deterministic('z', tf.scalar(0));
    });
    expect(() => trace(program)()).toThrow(SiteError);
  });
});

describe('subsample', () => {
  it('slices data by every subsampled plate around; size 1 stays', () => {
    const data = tf.tensor2d([
      [0, 1, 2],
      [10, 11, 12],
    ]);
    const both = (eventDim: number, x: tf.Tensor): tf.Tensor =>
      plate('a', 3, () => plate('b', 2, () => subsample(x, { eventDim }), { subsample: [1] }), { subsample: [2, 0] });
    expectClose(both(0, data), [12, 10]);
    expect(both(0, tf.zeros([2, 1])).shape).toEqual([1, 1]);
    const error = errorOf(() => both(0, tf.zeros([5, 3])));
    expect(error).toMatchObject({ code: 'ShapeError', where: 'subsample("data")', got: 'shape [5, 3]' });
  });
});

describe('nextKey', () => {
  it('gives fresh keys that depend on the name and how often it came', () => {
    const keys = seed(0, () => [nextKey('a'), nextKey('a'), nextKey('b')])();
    expect(new Set(keys.map(String)).size).toBe(3);
    expect(seed(0, () => nextKey('b'))()).toEqual(keys[2]);
  });
});

describe('logDensity', () => {
  it('is where(mask, scale × log density, 0), without NaN from data under the mask', () => {
    const program = scale(
      3,
      mask(tf.tensor1d([1, 0], 'bool'), () =>
        sample('x', normal({ loc: tf.zeros([2]), scale: 1 }), { obs: tf.tensor1d([0, NaN]) }),
      ),
    );
    const [site] = sampleSites(trace(program)());
    expectClose(site === undefined ? [] : logDensity(site), [-1.5 * Math.log(2 * Math.PI), 0], { roundings: 4 });
  });

  it('discrete sites add theirs too', () => {
    const program = (): void => {
      sample('k', categorical({ probs: tf.tensor1d([0.25, 0.75]) }), { obs: tf.scalar(1, 'int32') });
      sample('b', bernoulli({ probs: 0.5 }), { obs: tf.scalar(1) });
    };
    expectClose(logProbSum(trace(program)()), Math.log(0.75) + Math.log(0.5), { roundings: 8 });
  });
});
