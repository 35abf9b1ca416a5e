// scope, module and lift: what handlers outside see of names and of parameters.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli, normal } from '../../../src/dist/index.js';
import { logDensity, logProbSum, sampleSites, traceEnumElbo } from '../../../src/infer/index.js';
import { key } from '../../../src/num/index.js';
import {
  block,
  broadcast,
  condition,
  deterministic,
  handle,
  lift,
  module,
  param,
  plate,
  replay,
  sample,
  scope,
  seed,
  substitute,
  trace,
} from '../../../src/ppl/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { summaryOf } from '../../support/summaryOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

useScalarEngine();

const standard = normal({ loc: 0, scale: 1 });
const program = (): tf.Tensor => {
  const w = param('w', tf.scalar(2));
  const z = plate('p', 6, () => sample('z', normal({ loc: w, scale: 1 })), { subsampleSize: 2 });
  return deterministic('twice', tf.mul(z, 2));
};

describe('scope', () => {
  it('shows every kind of name with the prefix outside, and without it inside', () => {
    const traced = trace(
      seed(
        0,
        scope('a', () => trace(program)()),
      ),
    )();
    const frames = (t: typeof traced | typeof traced.result): unknown =>
      sampleSites(t).flatMap(({ plates }) => plates.map(({ name }) => name));
    expect([...traced.sites.keys(), ...traced.plates.keys()]).toEqual(['a/w', 'a/z', 'a/twice', 'a/p']);
    expect(frames(traced)).toEqual(['a/p']);
    expect([...traced.result.sites.keys(), ...traced.result.plates.keys()]).toEqual(['w', 'z', 'twice', 'p']);
    expect(frames(traced.result)).toEqual(['p']);
  });

  it('nests: scope(p)(scope(q)(f)) is scope(p/q)(f)', () => {
    const nested = trace(seed(0, scope('p', scope('q', program))))();
    expect(summaryOf(nested)).toEqual(summaryOf(trace(seed(0, scope('p/q', program)))()));
  });

  it('lets one program run twice, with plates and sites of its own', () => {
    const twice = trace(seed(0, () => [scope('a', program)(), scope('b', program)()]))();
    expect(twice.sites.size).toBe(6);
    expect(twice.plates.size).toBe(2);
    expect(errorOf(trace(seed(0, () => [program(), program()])))).toMatchObject({
      code: 'SiteError',
      where: 'sample("z")',
    });
  });

  it('outer handlers address sites by the long names', () => {
    const data = { 'a/z': tf.zeros([2]) };
    const traced = trace(seed(0, condition(data, substitute({ 'a/w': tf.scalar(5) }, scope('a', program)))))();
    expectClose(traced.result, [0, 0]);
    expectClose(traced.sites.get('a/w')?.value ?? [], 5);
    const again = trace(seed(9, replay(trace(seed(0, scope('a', program)))(), scope('a', program))))();
    expectClose(again.result, seed(0, scope('a', program))());
  });

  it('what is hidden inside draws and slices as if it were seen', () => {
    const seen = seed(0, scope('a', program))();
    expectClose(seed(0, scope('a', block({}, program)))(), seen);
    const sliced = (): tf.Tensor =>
      plate(
        'q',
        3,
        scope('a', () => block({}, () => param('v', tf.range(0, 3), { eventDim: 0 }))()),
        { subsample: [2, 0] },
      );
    expectClose(sliced(), [2, 0]);
  });

  it('keeps apart plates of one name when sites are summed out', () => {
    const coins = (size: number) => (): void => {
      plate('p', size, () => {
        const k = sample('k', bernoulli({ probs: 0.25 }), { infer: { enumerate: 'parallel' } });
        sample('x', normal({ loc: k, scale: 1 }), { obs: tf.zeros([size]) });
      });
    };
    const both = (): void => {
      scope('a', coins(2))();
      scope('b', coins(3))();
    };
    const guide = (): void => undefined;
    const loss = (model: () => void): number =>
      tf.tidy(
        () => traceEnumElbo().loss({ model, guide, args: [] }, key(0), { maxPlateNesting: 1 }).dataSync()[0] ?? NaN,
      );
    expectClose(loss(both), loss(coins(2)) + loss(coins(3)), { roundings: 16 });
  });
});

describe('module', () => {
  it('prefixes parameters, and nothing else', () => {
    const traced = trace(seed(0, module('net', program)))();
    expect([...traced.sites.keys()]).toEqual(['net/w', 'z', 'twice']);
    expect([...traced.plates.keys()]).toEqual(['p']);
  });

  it('two calls of one name share their parameters; two names do not', () => {
    const layer = (name: string): (() => tf.Tensor) => module(name, () => param('w', () => tf.scalar(Math.PI)));
    const traced = trace(() => [layer('a')(), layer('a')(), layer('b')()])();
    expect([...traced.sites.keys()]).toEqual(['a/w', 'b/w']);
    expect(traced.result[1]).toBe(traced.result[0]);
  });

  it('passes arguments and results on, nests, and draws starting values by the long name, hidden or not', () => {
    const inner = module('inner', (x: number) => [x, param('w', (k) => standard.sample(k))] as const);
    const outer = module('outer', inner);
    const traced = trace(seed(0, outer))(3);
    expect(traced.result[0]).toBe(3);
    expect([...traced.sites.keys()]).toEqual(['outer/inner/w']);
    const hidden = seed(
      0,
      module(
        'outer',
        module(
          'inner',
          block({}, () => param('w', (k) => standard.sample(k))),
        ),
      ),
    )();
    expectClose(hidden, traced.result[1]);
    expectClose(substitute({ 'outer/inner/w': tf.scalar(4) }, outer)(0)[1], 4);
  });
});

describe('lift', () => {
  const two = (): tf.Tensor => tf.add(param('a', tf.scalar(1)), param('b', tf.scalar(2)));

  it.each([
    ['one prior for all', standard, ['sample', 'sample']],
    ['a record', { b: standard }, ['param', 'sample']],
    ['a function', (name: string) => (name === 'a' ? standard : undefined), ['sample', 'param']],
  ] as const)('takes %s', (_what, prior, types) => {
    const traced = trace(seed(0, lift(prior, two)))();
    expect([...traced.sites.values()].map(({ type }) => type)).toEqual(types);
  });

  it('drops starting value and constraint: the density is that of the prior', () => {
    const traced = trace(seed(0, lift({ a: normal({ loc: 100, scale: 1 }) }, two)))();
    const [a] = sampleSites(traced);
    expect(Math.abs((a?.value.dataSync()[0] ?? NaN) - 100)).toBeLessThan(6);
    expectClose(logProbSum(traced), a === undefined ? [] : logDensity(a));
  });

  it('a repeated parameter has the first value and one density, also where it is hidden', () => {
    const repeated = (): readonly tf.Tensor[] => [
      param('a', tf.scalar(1)),
      param('a'),
      block({}, () => param('a', tf.scalar(1)))(),
    ];
    const { result, sites } = trace(seed(0, lift(standard, repeated)))();
    expect(result[1]).toBe(result[0]);
    expect(result[2]).toBe(result[0]);
    expect(sites.size).toBe(1);
  });

  it('each run draws afresh', () => {
    const lifted = lift(standard, two);
    const draw = (seedNumber: number): number => seed(seedNumber, lifted)().dataSync()[0] ?? NaN;
    expect(draw(0)).not.toBe(draw(1));
    expect(draw(0)).toBe(draw(0));
  });

  it('is global: plates inside neither expand nor scale it, but slice its value', () => {
    const inPlate = (): tf.Tensor =>
      plate('p', 4, () => param('a', tf.zeros([4]), { eventDim: 0 }), { subsample: [3] });
    const traced = trace(seed(0, lift(standard.expand([4]).toEvent(1), inPlate)))();
    const [a] = sampleSites(traced);
    expect([a?.scale, a?.plates, a?.value.shape]).toEqual([1, [], [4]]);
    expectClose(traced.result, [a?.value.dataSync()[3] ?? NaN]);
  });

  it('can be conditioned from outside, and does not replace values from inside', () => {
    expectClose(seed(0, condition({ a: tf.scalar(5), b: tf.scalar(6) }, lift(standard, two)))(), 11);
    expectClose(lift(standard, substitute({ a: tf.scalar(3), b: tf.scalar(4) }, two))(), 7);
  });

  it('warns of names of a record that met no parameter, with a near one', () => {
    expect(warningsOf(seed(0, lift({ a: standard, bb: standard }, two)))).toEqual([
      'lift: no param("bb") in the program; did you mean "b"?',
    ]);
    expect(warningsOf(seed(0, lift({ a: standard }, two)))).toEqual([]);
  });
});

describe('broadcast', () => {
  it('expands what a handler put in the place of a distribution, and changes nothing else', () => {
    const replaced = (): tf.Tensor =>
      plate('p', 3, () =>
        broadcast(() =>
          handle({ sample: (message, outer) => outer({ ...message, dist: standard }) }, () =>
            sample('x', standard.expand([3])),
          ),
        )(),
      );
    expect(seed(0, replaced)().shape).toEqual([3]);
    expect(summaryOf(trace(seed(0, broadcast(program)))())).toEqual(summaryOf(trace(seed(0, program))()));
  });
});
