import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constraints } from '../../../src/dist/index.js';
import { ready } from '../../../src/num/index.js';
import {
  allLaws,
  checkDistribution,
  checkEngines,
  checkLaw,
  describeDistribution,
  laws,
  parametersIn,
  type Law,
  type Runner,
} from '../../../src/testing/index.js';
import { testedEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { normal } from './families.js';

const sets = { loc: constraints.real, scale: constraints.positive };

/** A runner that only writes down; `run` gives each test's error, or undefined. */
function recorder(): Runner & { readonly run: () => Promise<Map<string, string | undefined>> } {
  const tests = new Map<string, () => void | Promise<void>>();
  return {
    describe: (_name, body) => body(),
    it: (name, body) => tests.set(name, body),
    run: async () => {
      const outcomes = new Map<string, string | undefined>();
      for (const [name, body] of tests) {
        try {
          await body();
          outcomes.set(name, undefined);
        } catch (error) {
          outcomes.set(name, String(error));
        }
      }
      return outcomes;
    },
  };
}

/** A law that only scales of at most 2 keep. */
const smallScale: Law = {
  name: 'smallScale',
  statement: 'scales are at most 2',
  isStatistical: false,
  exempts: () => undefined,
  problem: ({ parameters }) => {
    const scales = parameters['scale'] as number[];
    const worst = Math.max(...scales);
    return worst <= 2 ? undefined : `expected a scale of at most 2 at index [${scales.indexOf(worst)}], got ${worst}`;
  },
};

describe('describeDistribution', () => {
  useScalarEngine();
  const cheap = [laws.shapes, laws.sameKeySameDraw, laws.noLeak];

  it('makes one test for each law, and an honest family passes them', async () => {
    const runner = recorder();
    describeDistribution('normal', normal, sets, { runner, laws: cheap });
    const outcomes = await runner.run();
    expect([...outcomes.keys()].map((name) => name.split(':')[0])).toEqual(['shapes', 'sameKeySameDraw', 'noLeak']);
    expect([...outcomes.values()]).toEqual([undefined, undefined, undefined]);
  });

  it('says of a failure which law, what came, the simplest parameters, the key and how to run it again', async () => {
    const runner = recorder();
    const loc = fc.constant([0, 0]);
    const scale = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
    const options = { runner, laws: [smallScale], key: 7, runs: 20 };
    describeDistribution('my normal', normal, fc.record({ loc, scale }), options);
    const [text = ''] = (await runner.run()).values();
    const [law, problem, parameters, withKey, again] = text.split('\n');
    expect(law).toContain(`my normal breaks the law smallScale: ${smallScale.statement}`);
    expect(problem).toContain('index [0], got 3');
    expect(parameters).toContain('{ loc: [0, 0], scale: [3, 1] }');
    expect(withKey).toContain('key 7');
    expect(again?.trim()).toBe(
      'checkLaw(laws.smallScale, { name: "my normal", factory, parameters: { loc: [0, 0], scale: [3, 1] }, key: 7 })',
    );
  });

  it('says what to pass where no runner is global', () => {
    expect(errorOf(() => describeDistribution('normal', normal, sets))).toMatchObject({
      code: 'ArgumentError',
      where: 'describeDistribution',
      hint: expect.stringContaining('vitest') as string,
    });
  });

  it('compares engines where it is given several', async () => {
    const runner = recorder();
    const engines = testedEngines.map((engine) => ({ name: engine, use: () => ready({ engine }) }));
    describeDistribution('normal', normal, sets, { runner, laws: [], engines });
    const outcomes = await runner.run();
    expect(outcomes.size).toBe(testedEngines.length > 1 ? 1 : 0);
    expect([...outcomes.values()].filter((text) => text !== undefined)).toEqual([]);
  });

  it('names the engine, the answer and the numbers that differ', async () => {
    const current = { name: 'one' };
    const engines = ['one', 'two'].map((name) => ({ name, use: () => (current.name = name) }));
    const shifting = (parameters: Readonly<Record<string, tf.Tensor>>) => {
      const honest = normal(parameters);
      const logProb = (x: tf.Tensor) => tf.tidy(() => tf.add(honest.logProb(x), current.name === 'one' ? 0 : 1e-3));
      return { ...honest, logProb };
    };
    const problem = await checkEngines(shifting, { loc: [0, 0], scale: [1, 1] }, engines);
    expect(problem).toMatch(/two.*one.*logProb.*\[0, 0\].*\{ loc: \[0, 0\], scale: \[1, 1\] \}.*key 0$/);
    expect(current.name).toBe('one');
  });
});

describe('checkDistribution', () => {
  useScalarEngine();

  it('gives one result a law, exempt ones with the reason', () => {
    const results = checkDistribution('normal', normal, sets, {
      laws: [laws.shapes, laws.enumerateSupport, laws.noLeak],
      except: { noLeak: 'it is known to leak' },
    });
    expect(results.map(({ law, status, reason }) => [law, status, reason])).toEqual([
      ['shapes', 'passed', ''],
      ['enumerateSupport', 'exempt', 'its support is not finite'],
      ['noLeak', 'exempt', 'it is known to leak'],
    ]);
  });

  it('takes one choice of parameters, or an arbitrary', () => {
    const options = { laws: [laws.shapes] };
    const one = { loc: [1, 2], scale: [3, 4] };
    expect(checkDistribution('normal', normal, one, options)[0]?.parameters).toEqual(one);
    expect(checkDistribution('normal', normal, parametersIn(sets), options)[0]?.status).toBe('passed');
  });

  it('looks for NaN at the extremes as well', () => {
    const breaking = (parameters: Readonly<Record<string, tf.Tensor>>) => {
      const honest = normal(parameters);
      const logScale = () => tf.log(parameters['scale'] ?? tf.scalar(NaN));
      return { ...honest, entropy: () => tf.tidy(() => tf.div(logScale(), logScale())) };
    };
    const ordinary = { loc: [0], scale: [2] };
    const extreme = { loc: [0], scale: [1] };
    const options = { laws: [laws.noNaN] };
    expect(checkDistribution('x', breaking, ordinary, options)[0]?.status).toBe('passed');
    const result = checkDistribution('x', breaking, ordinary, { ...options, extremes: [extreme] })[0];
    expect(result).toMatchObject({
      status: 'failed',
      parameters: extreme,
      reason: expect.stringContaining('entropy') as string,
    });
  });

  it('refuses exceptions of laws that do not exist', () => {
    const except = { shape: 'a slip' };
    expect(errorOf(() => checkDistribution('normal', normal, sets, { except }))).toMatchObject({
      code: 'ArgumentError',
      expected: expect.stringContaining('shapes') as string,
      got: '"shape"',
    });
  });
});

describe('laws', () => {
  it('holds every law under its own name, once', () => {
    expect(Object.entries(laws).map(([name, law]) => [name, law.name])).toEqual(
      Object.keys(laws).map((name) => [name, name]),
    );
    expect(allLaws.map(({ name }) => name).sort()).toEqual(Object.keys(laws).sort());
  });
});

describe('checkLaw', () => {
  it('takes an error of the distribution for a failure, and says where it came from', () => {
    const factory = (): never => {
      throw new Error('no such family');
    };
    const { status, reason } = checkLaw(laws.shapes, { factory });
    expect(status).toBe('failed');
    expect(reason).toMatch(/no such family.*describeDistribution\.test/);
  });
});
