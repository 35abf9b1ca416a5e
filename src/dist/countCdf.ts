import * as tf from '@tensorflow/tfjs-core';
import { betainc, betaincc, select } from '../num/index.js';
import type { BinaryChoice } from './binaryChoice.js';
import type { Parameter } from './distribution.js';
import { whereInside } from './whereInside.js';

/**
 * The distribution function of a number from 0 to `end`, which may be Infinity: that of the integer below the value, 0 below
 * 0, and 1 from the end on.
 *
 * @param inside gets integers from 0 to below `end`, and also 0 where `end` is 0
 */
export function countCdf(value: tf.Tensor, end: Parameter, inside: (count: tf.Tensor) => tf.Tensor): tf.Tensor {
  const whole = tf.floor(tf.cast(value, 'float32'));
  const isInside = tf.logicalAnd(tf.greaterEqual(whole, 0), tf.less(whole, end));
  return select(tf.greaterEqual(whole, tf.maximum(end, 0)), 1, whereInside(isInside, whole, 0, inside, 0));
}

/**
 * The chance that of a row of choices the `failures`-th failure comes no later than the choice before the success after
 * `successes` others: that of at most `successes` successes when both together make the number of choices.
 */
export function binaryCdf(successes: tf.Tensor, failures: tf.Tensor, { success, failure }: BinaryChoice): tf.Tensor {
  const next = tf.add(successes, 1);
  // Of the two chances the smaller one has the more digits.
  const isRare = tf.lessEqual(success, failure);
  return select(isRare, betaincc(next, failures, success), betainc(failures, next, failure));
}
