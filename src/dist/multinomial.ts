import * as tf from '@tensorflow/tfjs-core';
import { factorialExcess } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { choiceConstraints, choiceFormula, numCategories, probsOf } from './categorical.js';
import { checkedOptions } from './checkedOptions.js';
import { countsOfTotal, nonnegativeInteger } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { drawCounts, weightsOfLogs } from './drawCounts.js';
import { logCategoryCell } from './logCountMass.js';
import { givenOne, oneOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';
import { sumOfOthers } from './sumOfOthers.js';

export type MultinomialParams = ProbsOrLogits<tf.Tensor> &
  FamilyOptions & {
    /** The number of trials n, [batch], whole and >= 0. */
    readonly totalCount: Parameter;
  };

const cell = choiceFormula('multinomial', (logProb, prob, count, total) =>
  logCategoryCell(count, total, logProb, prob),
);

/**
 * The multinomial distribution on vectors of K counts with sum n, as float32: log p(k) = log n! - sum log k! + sum k log probs, in
 * nats. It is computed as deviances from n probs, and keeps its digits at counts of a million and more. Drawing reads the
 * parameters from the device.
 *
 * @param params.probs [...batch, K], divided by the sum of each row; 0 means exactly never
 * @param params.logits [...batch, K] instead of `probs`, up to a constant; -Infinity means exactly never
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * multinomial({ totalCount: 4, probs: tf.tensor1d([0.5, 0.25, 0.25]) }).logProb(tf.tensor1d([2, 1, 1])).dataSync();   // [-1.67398]
 */
export function multinomial(params: MultinomialParams): Distribution {
  checkedOptions('multinomial', params, ['totalCount'], ['probs', 'logits', 'validate']);
  const { totalCount } = params;
  const given = oneOf<tf.Tensor>('multinomial', params);
  const size = numCategories(given);
  const total = (): tf.Tensor => tf.cast(asTensor(totalCount), 'float32');
  const mean = (): tf.Tensor => tf.mul(tf.expandDims(total(), -1), probsOf(given));
  return defineFamily({
    family: 'multinomial',
    validate: params.validate,
    params: { totalCount, ...givenOne(given) },
    parameterConstraints: { totalCount: nonnegativeInteger, ...choiceConstraints },
    eventShape: [size],
    support: countsOfTotal(totalCount),
    hasRsample: false,
    draw: (key, shape) =>
      drawCounts(
        key,
        shape,
        totalCount,
        given.probs ?? given.logits,
        given.probs === undefined ? weightsOfLogs : (probs) => probs,
      ),
    logDensity: (value) => {
      const column = tf.expandDims(total(), -1);
      return tf.add(factorialExcess(total()), tf.sum(cell(given, value, column), -1));
    },
    mean,
    variance: () => tf.mul(mean(), sumOfOthers(probsOf(given))),
  });
}
