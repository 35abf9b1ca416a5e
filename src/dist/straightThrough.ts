import * as tf from '@tensorflow/tfjs-core';
import { gradientOnly } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { bernoulli } from './bernoulli.js';
import type { BernoulliParams } from './bernoulli.js';
import { checkedOptions } from './checkedOptions.js';
import { boolean, positive, real, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, Parameter } from './distribution.js';
import { logitsOfProbs, oneOf } from './probsOrLogits.js';
import { noisyLogits } from './relaxedBernoulli.js';
import type { RelaxedBernoulliParams } from './relaxedBernoulli.js';
import { withStraightThrough } from './withStraightThrough.js';

/** `bernoulli`, whose draws pass gradients on as if they were its mean; see `withStraightThrough`. */
export function bernoulliStraightThrough(params: BernoulliParams): Distribution {
  checkedOptions('bernoulliStraightThrough', params, [], ['probs', 'logits', 'allowGrey', 'validate']);
  oneOf<Parameter>('bernoulliStraightThrough', params);
  return withStraightThrough(bernoulli(params));
}

/**
 * `relaxedBernoulli` with its draws set to the nearer of 0 and 1, through which gradients flow as if they had not been: an
 * estimator that is biased, the less the lower the temperature, with a variance that is the higher. Draws, and so log p, are
 * those of `bernoulli` at the same logits: log p(x) = x log p + (1 - x) log(1 - p), in nats.
 *
 * @throws ArgumentError unless exactly one of `probs` and `logits` is given, or if a plain number is out of range
 * @see Jang, Gu and Poole 2017, "Categorical reparameterization with Gumbel-softmax", section 2.2
 * @example
 * relaxedBernoulliStraightThrough({ temperature: 0.5, probs: 0.25 }).logProb(tf.scalar(1)).dataSync();   // [-1.386294]
 */
export function relaxedBernoulliStraightThrough(params: RelaxedBernoulliParams): Distribution {
  checkedOptions('relaxedBernoulliStraightThrough', params, ['temperature'], ['probs', 'logits', 'validate']);
  const { temperature } = params;
  const given = oneOf<Parameter>('relaxedBernoulliStraightThrough', params);
  const logits = (): tf.Tensor => asTensor(given.probs === undefined ? given.logits : logitsOfProbs(given.probs));
  const hard = (): Distribution => bernoulli({ logits: logits(), validate: false });
  return defineFamily({
    family: 'relaxedBernoulliStraightThrough',
    validate: params.validate,
    params: { temperature, ...(given.probs === undefined ? { logits: given.logits } : { probs: given.probs }) },
    parameterConstraints: { temperature: positive, probs: unitInterval, logits: real },
    support: boolean,
    hasRsample: true,
    draw: (key, shape) => {
      const noisy = noisyLogits(key, shape, logits());
      // The second term is exactly 0, so that the value stays in the support.
      return tf.add(tf.cast(tf.greater(noisy, 0), 'float32'), gradientOnly(tf.sigmoid(tf.div(noisy, temperature))));
    },
    logDensity: (value) => hard().logProb(value),
    values: () => tf.tensor1d([0, 1]),
    mean: () => hard().mean(),
    variance: () => hard().variance(),
    entropy: () => hard().entropy(),
  });
}
