import type * as tf from '@tensorflow/tfjs-core';
import { exp, type Expression, formula, weighted } from '../../num/index.js';
import type { BinaryChoice } from '../binaryChoice.js';
import type { Distribution } from '../distribution.js';
import { choiceOf } from './choiceOf.js';

/** p_q log(p_q / p_p) + (1 - p_q) log((1 - p_q) / (1 - p_p)), in which what never happens under q adds 0. */
export function bernoulliKl(q: Distribution, p: Distribution): tf.Tensor {
  const [own, other] = [choiceOf(q), choiceOf(p)];
  return divergence(...logsOf(own), ...logsOf(other));
}

const divergence = formula(
  'bernoulliKl',
  (one: Expression, zero: Expression, onePrior: Expression, zeroPrior: Expression) =>
    weighted(exp(one), one.sub(onePrior)).add(weighted(exp(zero), zero.sub(zeroPrior))),
);

function logsOf({ logSuccess, logFailure }: BinaryChoice): [tf.Tensor, tf.Tensor] {
  return [logSuccess, logFailure];
}
