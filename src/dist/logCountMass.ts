import * as tf from '@tensorflow/tfjs-core';
import { deviance, factorialExcess } from '../num/index.js';
import type { BinaryChoice } from './binaryChoice.js';

const TINY = 2 ** -126;

/**
 * log Gamma(x + y + 1) - log Gamma(x + 1) - log Gamma(y + 1) + x log p + y log(1 - p): of x successes among x + y choices. By
 * deviances from the expected numbers, so that counts of a million lose no digits.
 *
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities"
 */
export function logBinaryMass(x: tf.Tensor, y: tf.Tensor, choice: BinaryChoice): tf.Tensor {
  const total = tf.add(x, y);
  const ways = tf.sub(factorialExcess(total), tf.add(factorialExcess(x), factorialExcess(y)));
  const successes = categoryDeviance(x, total, choice.success, choice.logSuccess);
  return tf.sub(ways, tf.add(successes, categoryDeviance(y, total, choice.failure, choice.logFailure)));
}

/** How far a count is from its share of a total, in nats. */
export function categoryDeviance(count: tf.Tensor, total: tf.Tensor, prob: tf.Tensor, logProb: tf.Tensor): tf.Tensor {
  return deviance(count, tf.mul(total, prob), tf.add(tf.log(tf.maximum(total, TINY)), logProb));
}

/**
 * log Gamma(x + a) - log Gamma(x + 1) - log Gamma(a), less what terms that belong to the cells of one table cancel: the x of
 * all cells add up to `total`, their a to `concentration`. Added up, with `logPolyaTotal` taken away, they are the log probability
 * of the counts.
 */
export function logPolyaCell(x: tf.Tensor, a: tf.Tensor, total: tf.Tensor, concentration: tf.Tensor): tf.Tensor {
  const [own, all] = [tf.add(x, a), tf.add(total, concentration)];
  const expectedCount = tf.mul(own, tf.div(total, all));
  const expectedConcentration = tf.mul(own, tf.div(concentration, all));
  return tf.sub(logPolyaTotal(x, a), tf.add(deviance(x, expectedCount), deviance(a, expectedConcentration)));
}

/** log Gamma(x + a) - log Gamma(x + 1) - log Gamma(a), less (x + a) log(x + a) - x log x - a log a. */
export function logPolyaTotal(x: tf.Tensor, a: tf.Tensor): tf.Tensor {
  const own = tf.add(x, a);
  const excess = tf.sub(factorialExcess(own), tf.add(factorialExcess(x), factorialExcess(a)));
  return tf.add(excess, tf.sub(tf.log(a), tf.log(own)));
}
