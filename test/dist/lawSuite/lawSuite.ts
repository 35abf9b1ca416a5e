import { afterAll, beforeAll, describe, it } from 'vitest';
import { type EngineName, ready } from '../../../src/num/index.js';
import { describeDistribution } from '../../../src/testing/index.js';
import { testedEngines } from '../../support/engines.js';
import type { FamilyCase } from '../cases/index.js';
import { knownFaults } from '../cases/knownFaults.js';

// The fastest for tensors of a few numbers.
const engine = (process.env.KILN_ENGINE ?? 'cpu') as EngineName;
// On engines that take long over small tensors, fewer draws will do: that they draw alike is the business of enginesAgree.
const maxDraws = process.env.KILN_DRAWS === undefined ? undefined : Number(process.env.KILN_DRAWS);
const engines = [engine, ...testedEngines.filter((name) => name !== engine)].map((name) => ({
  name,
  use: () => ready({ engine: name }),
}));

/** Every family of a list against every law. Draws and log densities of all engines are compared as well. */
export function suiteOf(cases: readonly FamilyCase[]): void {
  beforeAll(async () => {
    await ready({ engine });
  });
  afterAll(async () => {
    await ready();
  });
  for (const { name, factory, parameters, extremes, except } of cases) {
    describeDistribution(name, factory, parameters, {
      runner: { describe, it },
      extremes,
      except: { ...except, ...knownFaults[name] },
      engines,
      maxDraws,
    });
  }
}
