// Examples of what makes a distribution without parameters of its own to vary, and so has no case of the law suite.
import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import type { Distribution } from '../../../src/dist/index.js';

const coin = (): Distribution => dist.bernoulli({ probs: 0.3 });
const standard = (): Distribution => dist.normal({ loc: tf.zeros([2]), scale: 1 });

/** By the name of the factory. */
export const structural: Readonly<Record<string, () => Distribution>> = {
  delta: () => dist.delta({ value: 1 }),
  expanded: () => dist.expanded(standard(), [3, 2]),
  improperUniform: () => dist.improperUniform(dist.constraints.positive),
  independent: () => dist.independent(standard(), 1),
  masked: () => dist.masked(standard(), false),
  pullBack: () => dist.pullBack(dist.gamma({ concentration: 2, rate: 1 }), dist.transforms.expHalfLine(0, 1)),
  unit: () => dist.unit({ logFactor: -1 }),
  withStraightThrough: () => dist.withStraightThrough(coin()),
  withoutRsample: () => dist.withoutRsample(standard()),
};
