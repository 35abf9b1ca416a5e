// Every family against every law. Draws and log densities of all engines are compared as well.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineName, ready } from '../../src/num/index.js';
import { describeDistribution } from '../../src/testing/index.js';
import { testedEngines } from '../support/engines.js';
import { familyCases } from './cases/index.js';

// The fastest for tensors of a few numbers.
const engine = (process.env.KILN_ENGINE ?? 'cpu') as EngineName;
const engines = [engine, ...testedEngines.filter((name) => name !== engine)].map((name) => ({
  name,
  use: () => ready({ engine: name }),
}));

beforeAll(async () => {
  await ready({ engine });
});

afterAll(async () => {
  await ready();
});

describe('the list of families', () => {
  it('names each once', () => {
    const names = familyCases.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  });
});

for (const { name, factory, parameters, extremes, except } of familyCases) {
  describeDistribution(name, factory, parameters, { runner: { describe, it }, extremes, except, engines });
}
