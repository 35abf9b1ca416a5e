// The rows of the table of errors that the kernel raises and that no other file of this folder tests: each with a near miss.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constraints, normal } from '../../src/dist/index.js';
import { ArgumentError, key, onWarning, ParamError, ShapeError, SiteError } from '../../src/num/index.js';
import {
  block,
  intervene,
  lift,
  mask,
  module,
  param,
  plate,
  reparam,
  sample,
  scale,
  scope,
  seed,
  sequentialPlate,
  subsample,
  trace,
  transformReparam,
  uncondition,
  type BlockedType,
  type Program,
} from '../../src/ppl/index.js';
import { errorOf } from '../support/errorOf.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

useScalarEngine();

const standard = normal({ loc: 0, scale: 1 });
const z = (): tf.Tensor => sample('z', standard);

describe('a parameter declared again', () => {
  const twice =
    (second: () => tf.Tensor): Program =>
    () => [param('w', tf.ones([2]), { constraint: constraints.positive, eventDim: 1 }), second()];
  const same = { constraint: constraints.positive, eventDim: 1 };

  it.each([
    [
      'with another shape',
      () => param('w', tf.ones([3]), same),
      'got a second one (shape [3], constraint positive, eventDim 1)',
    ],
    ['with another constraint', () => param('w', tf.ones([2]), { eventDim: 1 }), 'constraint real'],
    [
      'with another constraint, by a function',
      () => param('w', () => tf.ones([2]), { eventDim: 1 }),
      'constraint real',
    ],
    ['with another eventDim', () => param('w', tf.ones([2]), { ...same, eventDim: 0 }), 'eventDim 0'],
  ])('%s is an error that names both declarations', (_how, second, got) => {
    expect(trace(twice(second))).toThrow(ParamError);
    expect(trace(twice(second))).toThrow(
      'param("w"): expected its first declaration (shape [2], constraint positive, eventDim 1)',
    );
    expect(trace(twice(second))).toThrow(got);
  });

  it('in the same way, or without init, is fine', () => {
    expect(trace(twice(() => param('w', tf.zeros([2]), same)))).not.toThrow();
    expect(trace(twice(() => param('w')))).not.toThrow();
  });
});

describe('unknown words', () => {
  it.each([
    [
      'block',
      () => block({ hideTypes: ['params' as BlockedType] }, z),
      'expected types among sample, observe, param, deterministic, plate, got "params". Try "param"',
    ],
    ['block', () => block({ exposeTypes: ['xyzzy' as BlockedType] }, z), 'got "xyzzy".'],
    ['trace', () => trace(z, { paramsOnly: true } as object)(), 'got "paramsOnly". Try "paramOnly"'],
    ['transformReparam', () => transformReparam({ bijecter: 1 } as object), 'Try "bijector"'],
    ['subsample', () => plate('p', 2, () => 0, { subSampleSize: 1 } as object), 'Try "subsampleSize"'],
  ])('of %s are errors that name those there are', (_where, body, message) => {
    expect(body).toThrow(ArgumentError);
    expect(body).toThrow(message);
  });

  it('known ones are fine', () => {
    expect(() => block({ hideTypes: ['param'], exposeTypes: ['plate'] }, z)).not.toThrow();
    expect(seed(0, () => trace(z, { paramOnly: true })())).not.toThrow();
  });
});

describe('subsample', () => {
  it.each([undefined, -1, 0.5])('rejects eventDim %s', (eventDim) => {
    const error = errorOf(() => subsample(tf.zeros([2]), { eventDim: eventDim as number }));
    expect(error).toMatchObject({ code: 'ArgumentError', where: 'subsample', got: String(eventDim) });
    expect(() => subsample(tf.zeros([2]), { eventDim: 0 })).not.toThrow();
  });
});

describe('bodies that are asynchronous', () => {
  it.each([
    ['uncondition', uncondition],
    ['intervene', (f: Program) => intervene({}, f)],
    ['lift', (f: Program) => lift({}, f)],
    ['reparam', (f: Program) => reparam({}, f)],
    ['scope', (f: Program) => scope('a', f)],
    ['module', (f: Program) => module('a', f)],
    ['plate', (f: Program) => () => plate('p', 2, f)],
    ['sequentialPlate', (f: Program) => () => sequentialPlate('p', 2, f)],
  ] as const)('are refused by %s', (_name, wrap: (f: Program) => Program) => {
    expect(wrap(() => Promise.resolve())).toThrow(SiteError);
    expect(wrap(() => 0)).not.toThrow();
  });
});

describe('an error inside a trace', () => {
  const wrong: Program = () => {
    z();
    plate('p', 3, () => sample('x', standard, { obs: tf.zeros([4]) }));
  };
  const text = (program: Program): string => {
    try {
      program();
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  it('says where the statement stands, under any number of handlers', () => {
    let program: Program = wrong;
    for (let i = 0; i < 8; i += 1) program = scale(1, mask(true, program));
    for (const each of [wrong, program]) {
      const message = text(trace(trace(seed(key(0), each))));
      expect(message).toMatch(/\nCalled at errors\.test\.ts:\d+:\d+\.\nSites so far:\n {2}sample z: \[\]/);
      expect(message.match(/Called at/g)).toHaveLength(1);
    }
  });

  it('names site, plates, both shapes and remedies', () => {
    expect(trace(seed(0, wrong))).toThrow(ShapeError);
    expect(text(trace(seed(0, wrong)))).toContain(
      'sample("x") in plates "p" (size 3, dim -1): expected data that broadcasts to [3], got shape [4]. Try tf.reshape',
    );
  });
});

describe('warnings', () => {
  it('go to one function that can be replaced', () => {
    const seen: string[] = [];
    const before = onWarning((warning) => void seen.push(warning));
    try {
      sample('x', standard, { obs: tf.scalar(0) });
      lift({ nothing: standard }, () => 0)();
      seed(0, intervene({ z: tf.scalar(1) }, intervene({ z: tf.scalar(1) }, z)))();
    } finally {
      onWarning(before);
    }
    expect(seen.map((warning) => warning.split(':')[0])).toEqual(['sample("x")', 'lift', 'intervene']);
  });
});
