import * as tf from '@tensorflow/tfjs-core';
import { weighted, categorical as drawIndex } from '../num/index.js';
import type { CategoricalParams } from './categorical.js';
import {
  choiceConstraints,
  choiceFormula,
  logProbsOf,
  numCategories,
  probsOf,
  unboundedLogits,
} from './categorical.js';
import { checkedOptions } from './checkedOptions.js';
import { choiceEntropy } from './choiceFacts.js';
import { oneHot } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution } from './distribution.js';
import { indexMask } from './indexMask.js';
import { givenOne, oneOf } from './probsOrLogits.js';
import { sumOfOthers } from './sumOfOthers.js';

const cell = choiceFormula('oneHotCategorical', (logProb, _prob, count) => weighted(count, logProb));

/**
 * The categorical distribution on one-hot vectors of K, as float32: log p(v) = sum v log probs, in nats.
 *
 * @param params as those of `categorical`
 * @throws ArgumentError unless exactly one of probs and logits is given
 */
export function oneHotCategorical(params: CategoricalParams): Distribution {
  checkedOptions('oneHotCategorical', params, [], ['probs', 'logits', 'validate']);
  const given = oneOf<tf.Tensor>('oneHotCategorical', params);
  const size = numCategories(given);
  return defineFamily({
    family: 'oneHotCategorical',
    validate: params.validate,
    params: givenOne(given),
    parameterConstraints: choiceConstraints,
    eventShape: [size],
    support: oneHot,
    hasRsample: false,
    draw: (key, shape) => tf.cast(indexMask(drawIndex(key, unboundedLogits(given), shape), size), 'float32'),
    logDensity: (value) => tf.sum(cell(given, value), -1),
    values: () => tf.eye(size),
    mean: () => probsOf(given),
    variance: () => tf.mul(probsOf(given), sumOfOthers(probsOf(given))),
    entropy: () => choiceEntropy(probsOf(given), logProbsOf(given)),
  });
}
