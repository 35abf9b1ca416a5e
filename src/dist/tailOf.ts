import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from './distribution.js';

/** How much of a distribution lies above a value, and where. */
export type Tail = Required<Pick<Distribution, 'survival' | 'inverseSurvival'>>;

/** That of a distribution with a `cdf` and an `icdf`: its own where it has one, else with 1 less their probabilities. */
export function tailOf({ survival, inverseSurvival, cdf, icdf }: Distribution): Tail {
  if (survival !== undefined && inverseSurvival !== undefined) return { survival, inverseSurvival };
  return {
    survival: (value) => tf.sub(1, cdf(value)),
    inverseSurvival: (q) => icdf(tf.sub(1, q)),
  };
}
