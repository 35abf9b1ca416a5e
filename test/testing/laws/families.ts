// Honest families as factories of named tensors.
import type * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../src/dist/index.js';
import type { DistributionFactory } from '../../../src/testing/index.js';

type Named = Readonly<Record<string, tf.Tensor | number>>;

// The names of the parameters are those of the family, which checks them.
const normalOf = (parameters: Named) => dist.normal(parameters as unknown as dist.NormalParams);

export const normal: (parameters: Named) => dist.Distribution = normalOf;
export const gamma: DistributionFactory = (p) => dist.gamma(p as unknown as dist.GammaParams);
export const uniform: (parameters: Named) => dist.Distribution = (p) =>
  dist.uniform(p as unknown as dist.UniformParams);
export const bernoulli: DistributionFactory = (p) => dist.bernoulli(p as unknown as dist.BernoulliParams);
export const categorical: DistributionFactory = (p) => dist.categorical(p as unknown as dist.CategoricalParams);
export const independent: DistributionFactory = (p) => normalOf(p).toEvent(1);
