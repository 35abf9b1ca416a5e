import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import type { DistributionFactory } from '../../../src/testing/laws/law.js';
import { familyCases } from '../cases/index.js';

const { constraints, transforms } = dist;

/** What golden.json has beside the cases of all laws: wrappers, and distributions with little to compute. */
const others: Readonly<Record<string, DistributionFactory>> = {
  'binomial of logits': ({ totalCount = 1, logits = 0 }) => dist.binomial({ totalCount, logits }),
  delta: ({ point = 0, logDensity = 0 }) => dist.delta({ value: point, logDensity }),
  expanded: ({ loc = 0, scale = 1 }) => dist.expanded(dist.laplace({ loc, scale }), tf.add(loc, scale).shape),
  improperUniform: ({ unused }) => dist.improperUniform(constraints.positive, unused?.shape),
  'pullBack of beta': ({ concentration1 = 1, concentration0 = 1 }) =>
    dist.pullBack(dist.beta({ concentration1, concentration0 }), transforms.sigmoid),
  unit: ({ logFactor = 0 }) => dist.unit({ logFactor }),
  withoutRsample: ({ loc = 0, scale = 1 }) => dist.withoutRsample(dist.laplace({ loc, scale })),
};

const factories = new Map<string, DistributionFactory>([
  ...Object.entries(others),
  ...familyCases.map(({ name, factory }) => [name, factory] as const),
]);

/** The distribution that golden.json has under a name, from its parameters. */
export function factoryOf(family: string): DistributionFactory {
  const found = factories.get(family);
  if (found === undefined) throw new Error(`no factory of ${family}`);
  return found;
}
