// What each handler does by itself, its errors and their near misses; the laws they share are in laws.test.ts.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { normal } from '../../../src/dist/index.js';
import { sampleSites } from '../../../src/infer/index.js';
import { ArgumentError, key } from '../../../src/num/index.js';
import {
  block,
  condition,
  inferConfig,
  intervene,
  locScaleReparam,
  mask,
  param,
  plate,
  reparam,
  replay,
  sample,
  scale,
  seed,
  substitute,
  trace,
  type Infer,
} from '../../../src/ppl/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { warningsOf } from '../../support/warningsOf.js';

const standard = normal({ loc: 0, scale: 1 });
const two = (): readonly [tf.Tensor, tf.Tensor] => [sample('a', standard), sample('b', standard)];

describe('trace', () => {
  it('records sites in order, and its result', () => {
    const traced = trace(seed(0, () => [param('w', tf.scalar(1)), ...two()].length))();
    expect([...traced.sites.keys()]).toEqual(['w', 'a', 'b']);
    expect(traced.result).toBe(3);
  });

  it('names both positions of two sites of one name', () => {
    const twice = trace(seed(0, () => [two(), sample('a', standard)]));
    const error = errorOf(twice);
    expect(error).toMatchObject({ code: 'SiteError', where: 'sample("a")' });
    expect(error.got).toMatch(/sample\("a"\), site 1 of the run, again at site 3/);
  });

  it('rejects one name for a sample and a parameter, in either order; a repeated parameter is fine', () => {
    const paramLast = trace(seed(0, () => [sample('a', standard), param('a', tf.scalar(0))]));
    const sampleLast = trace(seed(0, () => [param('a', tf.scalar(0)), sample('a', standard)]));
    expect(errorOf(paramLast)).toMatchObject({ code: 'SiteError', where: 'param("a")' });
    expect(errorOf(sampleLast)).toMatchObject({ code: 'SiteError', where: 'sample("a")' });
    expect(errorOf(sampleLast).got).toContain('param("a"), site 1');
    expect(trace(() => [param('a', tf.scalar(0)), param('a')])).not.toThrow();
  });

  it('paramOnly records parameters only', () => {
    const traced = trace(
      seed(0, () => [param('w', tf.scalar(1)), ...two()]),
      { paramOnly: true },
    )();
    expect([...traced.sites.keys()]).toEqual(['w']);
  });

  it('adds the table of sites to errors of any make, once, in message and stack', () => {
    const broken = trace(
      trace(
        seed(0, () => {
          two();
          tf.reshape(tf.zeros([3]), [2]);
        }),
      ),
    );
    const error = caught(broken);
    expect(error.message.match(/Sites so far:/g)).toHaveLength(1);
    expect(error.message).toContain('\n  sample a: []  batch [] event []\n  sample b: []');
    expect(error.stack).toContain('Sites so far:');
  });

  it('leaves an error without sites as it is', () => {
    expect(caught(trace(() => sample('a', standard))).message).not.toContain('Sites so far');
  });
});

describe('replay', () => {
  const old = trace(seed(1, two))();

  it('gives latent sites their old values and hints; new names are drawn', () => {
    const marked = trace(seed(1, () => sample('a', standard, { infer: { isAuxiliary: true } })))();
    const again = trace(seed(2, replay(marked, two)))();
    expectClose(again.sites.get('a')?.value ?? [], marked.result);
    expect(sampleSites(again).map(({ infer }) => infer)).toEqual([{ isAuxiliary: true }, {}]);
  });

  it('leaves a site alone that is observed now', () => {
    const observed = trace(seed(2, replay(old, condition({ a: tf.scalar(5) }, two))))();
    expectClose(observed.sites.get('a')?.value ?? [], 5);
  });

  it('rejects a site that was observed, or is a parameter, in the trace', () => {
    const data = trace(seed(0, condition({ a: tf.scalar(0) }, two)))();
    expect(replay(data, two)).toThrow(
      'replay of sample("a"): expected a latent sample site in the replayed trace, got an observed one',
    );
    const parameter = trace(() => param('a', tf.scalar(0)))();
    expect(seed(0, replay(parameter, two))).toThrow('got a param site');
  });

  it('answers parameters too, if asked', () => {
    const program = (): tf.Tensor => param('w', tf.scalar(1));
    expectClose(replay(old, program, { w: tf.scalar(3) })(), 3);
    expectClose(replay(old, program)(), 1);
  });
});

describe('seed', () => {
  const draw = (program: () => unknown): number =>
    Number(
      trace(seed(key(1), program))()
        .sites.get('a')
        ?.value.dataSync()[0],
    );

  it('a draw does not change when other sites come, go or move', () => {
    const alone = draw(() => sample('a', standard));
    expect(draw(two)).toBe(alone);
    expect(draw(() => [sample('b', standard), sample('a', standard)])).toBe(alone);
    expect(draw(() => [plate('p', 9, () => 0, { subsampleSize: 2 }), sample('a', standard)])).toBe(alone);
    expect(draw(block({ hide: ['b'] }, () => [sample('b', standard), sample('a', standard)]))).toBe(alone);
  });

  it('counts how often a name came, so that untraced repetitions differ', () => {
    const draws = seed(0, () => [0, 1, 2].map(() => sample('a', standard).dataSync()[0]))();
    expect(new Set(draws).size).toBe(3);
  });

  it('takes a number for its key, and each run starts afresh', () => {
    const program = seed(1, () => sample('a', standard));
    expectClose(program(), program());
    expect(draw(() => sample('a', standard))).toBe(program().dataSync()[0]);
  });

  it('the innermost seed counts', () => {
    expect(draw(seed(2, () => sample('a', standard)))).not.toBe(draw(() => sample('a', standard)));
  });
});

describe('block', () => {
  const names = (options: Parameters<typeof block>[0]): string[] => {
    const program = (): unknown => [param('w', tf.scalar(0)), ...two(), sample('x', standard, { obs: tf.scalar(0) })];
    return [...trace(seed(0, block(options, program)))().sites.keys()];
  };

  it.each([
    [{}, []],
    [{ hide: ['a'] }, ['w', 'b', 'x']],
    [{ expose: ['a'] }, ['a']],
    [{ hideTypes: ['sample'] }, ['w', 'x']],
    [{ hideTypes: ['observe'] }, ['w', 'a', 'b']],
    [{ exposeTypes: ['param'] }, ['w']],
    [{ exposeTypes: ['sample'], hide: ['b'] }, ['a']],
    [{ hideFn: ({ name }: { name: string }) => name > 'a' }, ['a']],
    [{ exposeFn: ({ name }: { name: string }) => name > 'a' }, ['w', 'b', 'x']],
  ] as const)('%j leaves %j', (options, left) => {
    expect(names(options)).toEqual(left);
  });

  it('a hidden site draws what it would draw if seen, plates too', () => {
    const program = (): unknown =>
      plate('p', 50, (indices) => [indices, [...sample('a', standard).dataSync()].slice(0, 1)], { subsampleSize: 3 });
    const [seen] = seed(0, program)() as [number[]];
    const [hidden] = seed(0, block({}, program))() as [number[]];
    expect(hidden).toEqual(seen);
    const twice = seed(
      0,
      block({}, () => [0, 1].map(() => plate('p', 50, (indices) => indices, { subsampleSize: 3 }))),
    )();
    expect(twice[1]).toEqual(twice[0]);
  });

  it('a hidden parameter has the value from outside, or that of the run so far, but is not recorded', () => {
    const hidden = block({}, () => param('w', tf.scalar(1)));
    expectClose(hidden(), 1);
    expectClose(substitute({ w: tf.scalar(4) }, hidden)(), 4);
    const after = trace(() => [param('w', tf.scalar(3)), hidden()] as const)();
    expectClose(after.result[1], 3);
    expect(trace(hidden)().sites.size).toBe(0);
  });

  it('rejects what is both hidden and exposed, functions with lists, and unknown options', () => {
    expect(() => block({ hide: ['a'], expose: ['a'] }, two)).toThrow(
      'block: expected names and types that are either hidden or exposed, got "a" in both',
    );
    expect(() => block({ hideTypes: ['param'], exposeTypes: ['param'] }, two)).toThrow(ArgumentError);
    expect(() => block({ hideFn: () => true, hide: ['a'] }, two)).toThrow(
      'block: expected one function or lists, got hideFn with hide',
    );
    expect(() => block({ hides: ['a'] } as object, two)).toThrow('got "hides". Try "hide"');
    expect(() => block({ hide: ['a'], expose: ['b'] }, two)).not.toThrow();
  });
});

describe('condition', () => {
  it('observes the named sites at the values of a record or of a trace', () => {
    const traced = trace(seed(0, condition({ a: tf.scalar(2) }, two)))();
    expect(sampleSites(traced).map(({ observed }) => observed)).toEqual([true, false]);
    const all = trace(condition(traced, two))();
    expect(sampleSites(all).map(({ observed }) => observed)).toEqual([true, true]);
    expectClose(all.sites.get('b')?.value ?? [], traced.sites.get('b')?.value ?? []);
  });

  it('checks the shape as for obs', () => {
    const program = condition({ x: tf.zeros([2]) }, () => plate('p', 3, () => sample('x', standard)));
    expect(program).toThrow('expected data that broadcasts to [3], got shape [2]');
  });

  it('knows sites whose names are those of object members', () => {
    expect(
      seed(
        0,
        condition({}, () => sample('constructor', standard)),
      ),
    ).not.toThrow();
    expect(substitute({}, () => param('toString', tf.scalar(1)))().dataSync()[0]).toBe(1);
  });
});

describe('substitute', () => {
  it('answers parameters, and warns of names that met none, with a near one', () => {
    const program = substitute({ weihgt: tf.scalar(1) }, () => param('weight', tf.scalar(2)));
    expect(warningsOf(() => expectClose(program(), 2))).toEqual([
      'substitute: no param("weihgt") in the program; did you mean "weight"?',
    ]);
    expect(warningsOf(substitute({ weight: tf.scalar(1) }, () => param('weight', tf.scalar(2))))).toEqual([]);
  });
});

// What was given names says which of them met nothing, and the nearest that exists.
describe('names', () => {
  const program = (): void => {
    sample('weight', standard);
    sample('bias', standard);
    param('rate', tf.scalar(1));
  };
  const x = tf.scalar(0);
  it.each([
    ['condition', 'sample', (name: string) => condition({ [name]: x }, program)],
    ['intervene', 'sample', (name: string) => intervene({ [name]: x }, program)],
    ['reparam', 'sample', (name: string) => reparam({ [name]: locScaleReparam({ centered: 0 }) }, program)],
    ['block', 'site', (name: string) => block({ hide: [name] }, program)],
    ['block', 'site', (name: string) => block({ expose: [name] }, program)],
  ])('%s warns of a name that no %s has, once, and of no other', (where, kind, make) => {
    const misspelt = seed(0, make('wieght'));
    expect(warningsOf(misspelt)).toEqual([`${where}: no ${kind}("wieght") in the program; did you mean "weight"?`]);
    expect(warningsOf(misspelt)).toEqual([]);
    expect(warningsOf(seed(0, make('weight')))).toEqual([]);
    expect(warningsOf(seed(0, make('elsewhere')))).toEqual([`${where}: no ${kind}("elsewhere") in the program`]);
  });

  it('a trace brings names that the program need not have', () => {
    const old = trace(seed(0, () => [program(), sample('other', standard)]))();
    expect(warningsOf(condition(old, program))).toEqual([]);
  });

  it('block meets parameters and plates as well as samples', () => {
    const mixed = (): void => {
      param('rate', tf.scalar(1));
      plate('rows', 2, () => undefined);
    };
    expect(warningsOf(block({ hide: ['rate', 'rows'] }, mixed))).toEqual([]);
  });

  it('a hint that no algorithm takes is refused, with a near one', () => {
    const infer = { enumarate: 'parallel' } as unknown as Infer;
    const error = errorOf(() => sample('k', standard, { infer }));
    expect(error).toMatchObject({ code: 'ArgumentError', where: 'sample("k").infer', got: '"enumarate"' });
    expect(error.hint).toContain('enumerate');
    const configured = inferConfig(
      () => infer,
      () => sample('k', standard),
    );
    expect(errorOf(seed(0, configured))).toMatchObject({ code: 'ArgumentError', got: '"enumarate"' });
  });
});

describe('scale', () => {
  it.each([0, -1, NaN, Infinity])('rejects %d', (factor) => {
    expect(() => scale(factor, two)).toThrow(`scale: expected a finite factor > 0, got ${factor}. Try mask`);
  });

  it('accepts the smallest number above 0', () => {
    expect(() => scale(Number.MIN_VALUE, two)).not.toThrow();
  });
});

describe('mask', () => {
  it('rejects what is not boolean', () => {
    expect(() => mask(tf.scalar(1), two)).toThrow(
      'mask: expected a boolean or a boolean tensor, got float32. Try tf.greater',
    );
    expect(() => mask(1 as unknown as boolean, two)).toThrow('got number');
    expect(() => mask(tf.scalar(true, 'bool'), two)).not.toThrow();
  });

  it('a plain false never evaluates the density', () => {
    const never = { ...standard, logProb: () => expect.unreachable('evaluated') };
    const masked = { ...standard, mask: (m: boolean | tf.Tensor) => (m === false ? standard.mask(false) : never) };
    const [site] = sampleSites(trace(mask(false, () => sample('x', masked, { obs: tf.scalar(0) })))());
    expectClose(site?.dist.mask(site.mask).logProb(site.value) ?? [], 0);
  });
});

describe('inferConfig', () => {
  it('merges hints over those of the site', () => {
    const program = inferConfig(
      ({ name }) => (name === 'a' ? { expand: true } : {}),
      () => sample('a', standard, { infer: { enumerate: 'parallel', expand: false } }),
    );
    expect(sampleSites(trace(seed(0, program))())[0]?.infer).toEqual({ enumerate: 'parallel', expand: true });
  });

  it('reaches params too', () => {
    const program = inferConfig(
      ({ type, name }) => (type === 'param' && name === 'w' ? { isAuxiliary: true } : {}),
      () => [param('w', tf.scalar(0)), param('v', tf.scalar(0))],
    );
    const { sites } = trace(program)();
    const inferOf = (name: string): unknown => {
      const site = sites.get(name);
      return site?.type === 'param' ? site.infer : undefined;
    };
    expect([inferOf('w'), inferOf('v')]).toEqual([{ isAuxiliary: true }, {}]);
  });
});

function caught(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
