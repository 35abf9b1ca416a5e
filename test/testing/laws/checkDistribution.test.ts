import { expect, it } from 'vitest';
import { constraints, normal } from '../../../src/dist/index.js';
import { checkDistribution, type DistributionFactory, type Law } from '../../../src/testing/index.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

useScalarEngine();

const factory: DistributionFactory = ({ loc }) => normal({ loc: loc ?? 0, scale: 1 });

/** A law that counts how often it is asked, and never holds. */
function never(isStatistical: boolean): { readonly law: Law; readonly asked: () => number } {
  let asked = 0;
  const problem = (): string => {
    asked += 1;
    return `asked ${asked} times`;
  };
  const law: Law = {
    name: 'densityIntegrates',
    statement: 'nothing holds',
    isStatistical,
    exempts: () => undefined,
    problem,
  };
  return { law, asked: () => asked };
}

it.each([
  [true, 12],
  [false, 50],
])(
  'a failure that is dear to find (statistical: %s) is made simpler for a limited number of tries',
  (isStatistical, most) => {
    const { law, asked } = never(isStatistical);
    const [result] = checkDistribution('normal', factory, { loc: constraints.real }, { laws: [law] });
    expect(result?.status).toBe('failed');
    expect(asked()).toBeLessThanOrEqual(most);
    expect(result?.parameters).toHaveProperty('loc');
  },
);
