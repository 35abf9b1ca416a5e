import { describe, expect, it } from 'vitest';
import { checkModel, describeModel, modelLaws, type ModelOptions, type Runner } from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { liars } from './liars.js';
import { coin, honest, regression } from './models.js';

// Rows have arguments of several types, each of which fits its own model.
const anyOf = (options: unknown): ModelOptions<readonly unknown[]> => options as ModelOptions<readonly unknown[]>;

const failures = (options: ModelOptions<readonly unknown[]>): string[] =>
  checkModel('model', options).flatMap(({ law, status, reason }) => (status === 'failed' ? [`${law}: ${reason}`] : []));

describe('checkModel', () => {
  useScalarEngine();

  it.each(Object.entries(honest))('%s: keeps all laws', (_name, options) => {
    expect(failures(anyOf(options))).toEqual([]);
  });

  it.each(Object.entries(liars))('%s: is found out', (_name, { options, law }) => {
    const laws = modelLaws.filter(({ name }) => name === law);
    const [result] = checkModel('liar', { ...anyOf(options), laws });
    expect(result).toMatchObject({ law, status: 'failed' });
    expect(result?.reason).not.toMatch(/ArgumentError|TypeError/);
  });

  it('has a liar for each law', () => {
    const caught = new Set(Object.values(liars).map(({ law }) => law));
    expect(modelLaws.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
  });

  it('exempts what a law says nothing of, with the reason', () => {
    const results = checkModel('regression', { ...regression, minibatches: [], except: { staticShapes: 'as it is' } });
    const reasons = results.flatMap(({ law, status, reason }) => (status === 'exempt' ? [[law, reason]] : []));
    expect(reasons).toEqual([
      ['staticShapes', 'as it is'],
      ['enumeratedMatchesList', 'it has no discrete latent site'],
      ['minibatchesAddUp', 'no minibatches were given'],
    ]);
    expect(errorOf(() => checkModel('regression', { ...regression, except: { shapes: 'a slip' } }))).toMatchObject({
      code: 'ArgumentError',
      expected: expect.stringContaining('guideCoversModel') as string,
      got: '"shapes"',
    });
  });
});

describe('describeModel', () => {
  useScalarEngine();

  it('makes one test for each law, whose failure says what came', () => {
    const tests = new Map<string, () => unknown>();
    const runner: Runner = { describe: (_name, body) => body(), it: (name, body) => tests.set(name, body) };
    const liar = liars['a parameter that nothing uses']?.options;
    describeModel('dead', { ...anyOf(liar), runner });
    expect([...tests.keys()].map((name) => name.split(':')[0])).toEqual(modelLaws.map(({ name }) => name));
    const failing = [...tests].find(([name]) => name.startsWith('everyParameterLearns'))?.[1];
    expect(() => failing?.()).toThrow(/^dead .*everyParameterLearns.*\n.*param\("unused"\).*\n.*key 0$/);
  });
});

describeEngines('checkModel', () => {
  it('finds nothing wrong with a coin', () => {
    const laws = modelLaws.filter(({ name }) => !/particles|training/i.test(name));
    expect(failures({ ...anyOf(coin), laws })).toEqual([]);
  });
});
