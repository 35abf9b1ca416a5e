import { describe, expect, it } from 'vitest';
import { scale } from '../../../src/ppl/index.js';
import {
  checkHandler,
  checkHandlerLaw,
  describeHandler,
  handlerLaws,
  type HandlerOptions,
  type HandlerUnderTest,
  type Runner,
} from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { honest } from './handlers.js';
import { liars } from './liars.js';

const failures = (name: string, handler: HandlerUnderTest, options: HandlerOptions): string[] =>
  checkHandler(name, handler, options).flatMap(({ law, status, reason }) =>
    status === 'failed' ? [`${law}: ${reason}`] : [],
  );

describe('checkHandler', () => {
  useScalarEngine();

  it.each(Object.entries(honest))('%s: keeps the laws that it does not declare to break', (name, row) => {
    const { handler, ...options } = row;
    expect(failures(name, handler, { ...options, runs: 3 })).toEqual([]);
  });

  it.each(Object.entries(liars))('%s: is found out', (_name, { handler, law, ...options }) => {
    const laws = handlerLaws.filter(({ name }) => name === law);
    const [result] = checkHandler('liar', handler, { ...options, laws });
    expect(result).toMatchObject({ law, status: 'failed' });
  });

  it('has a liar for each law but that of inner traces, which is as much about trace as about handlers', () => {
    const caught = new Set(Object.values(liars).map(({ law }) => law));
    expect(handlerLaws.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual(['innerTrace']);
  });

  it('says which site, what was expected and what came, and runs the program again by its seed', () => {
    const laws = handlerLaws.filter(({ name }) => name === 'keepsDensities');
    const double: HandlerUnderTest = (program) => scale(2, program);
    const [result] = checkHandler('double', double, { laws });
    expect(result?.reason).toMatch(/site ".*": .*log density.*index \d+/);
    const again = laws.map((law) => checkHandlerLaw(law, double, result?.program ?? -1));
    expect(again).toEqual([result]);
  });

  it('repeats the reason of an exemption, and refuses one of a law that does not exist', () => {
    const same: HandlerUnderTest = (program) => program;
    const laws = handlerLaws.slice(0, 1);
    expect(checkHandler('same', same, { laws, except: { runsOnce: 'as it is' } })[0]).toMatchObject({
      status: 'exempt',
      reason: 'as it is',
    });
    expect(errorOf(() => checkHandler('same', same, { except: { runOnce: 'a slip' } }))).toMatchObject({
      code: 'ArgumentError',
      expected: expect.stringContaining('runsOnce') as string,
      got: '"runOnce"',
    });
  });
});

describe('describeHandler', () => {
  useScalarEngine();

  it('makes one test for each law, whose failure says how to run it again', () => {
    const tests = new Map<string, () => unknown>();
    const runner: Runner = { describe: (_name, body) => body(), it: (name, body) => tests.set(name, body) };
    describeHandler('double', (program) => scale(2, program), { runner, runs: 1 });
    expect([...tests.keys()].map((name) => name.split(':')[0])).toEqual(handlerLaws.map(({ name }) => name));
    const failing = [...tests].find(([name]) => name.startsWith('keepsDensities'))?.[1];
    expect(() => failing?.()).toThrow(
      /^double .*keepsDensities.*\n.*site .*\n.*smallProgram\(\d+\).*key 0.*\n.*checkHandlerLaw\(.*, handler, \d+, \{ key: 0 \}\)$/,
    );
  });
});

describeEngines('checkHandler', () => {
  it('finds nothing wrong with a handler that changes nothing', () => {
    expect(failures('same', (program) => program, { runs: 1, isIdempotent: true })).toEqual([]);
  });
});
