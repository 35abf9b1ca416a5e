import * as tf from '@tensorflow/tfjs-core';
import { factorialExcess, lgamma, logGamma, select } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { independent, positive, simplex } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { entropyCell, entropyTotal } from './dirichletEntropy.js';
import type { Distribution, FamilyOptions } from './distribution.js';
import { categoryDeviance } from './logCountMass.js';
import { sumOfOthers } from './sumOfOthers.js';

const TINY = 2 ** -126;

export interface DirichletParams extends FamilyOptions {
  /** The exponents of the density plus 1, [...batch, K], > 0. */
  readonly concentration: tf.Tensor;
}

/**
 * The Dirichlet distribution on the simplex of K: log p(x) = sum (a - 1) log x - log B(a), in nats; -Infinity where an entry is 0
 * or less. Draws carry implicit gradients; drawing reads the concentration from the device.
 */
export function dirichlet(params: DirichletParams): Distribution {
  const { concentration, validate } = checkedOptions('dirichlet', params, ['concentration'], ['validate']);
  const size = concentration.shape[concentration.rank - 1] ?? 1;
  const total = (): tf.Tensor => tf.sum(concentration, -1, true);
  const mean = (): tf.Tensor => tf.div(concentration, total());
  return defineFamily({
    family: 'dirichlet',
    validate,
    params: { concentration },
    parameterConstraints: { concentration: independent(positive, 1) },
    eventShape: [size],
    support: simplex,
    hasRsample: true,
    // The softmax of log-gammas: in small concentrations all gammas but one underflow, and their ratios would be lost.
    draw: (key, shape) => tf.maximum(tf.softmax(logGamma(key, concentration, [...shape, size])), TINY),
    logDensity: (value) => {
      const isInside = tf.greater(value, 0);
      const safe = select(isInside, value, 1);
      return select(tf.all(isInside, -1), logDensity(safe, concentration, total()), -Infinity);
    },
    mean,
    variance: () => tf.div(tf.mul(mean(), sumOfOthers(mean())), tf.add(total(), 1)),
    entropy: () => {
      const cells = tf.sum(entropyCell(concentration), -1);
      return tf.sub(cells, entropyTotal(tf.squeeze(total(), [-1]), size));
    },
  });
}

/** log B(a) = sum log Gamma(a) - log Gamma(sum a), over the last dim. */
export function logMultiBeta(concentration: tf.Tensor): tf.Tensor {
  return tf.sub(tf.sum(lgamma(concentration), -1), lgamma(tf.sum(concentration, -1)));
}

/** By deviances of the concentrations from their total times x, so that large ones lose no digits. */
function logDensity(x: tf.Tensor, a: tf.Tensor, total: tf.Tensor): tf.Tensor {
  const logs = tf.log(x);
  const deviances = tf.add(factorialExcess(a), categoryDeviance(a, total, x, logs));
  const cells = tf.sub(tf.sub(tf.log(a), logs), deviances);
  return tf.add(tf.sum(cells, -1), tf.squeeze(tf.sub(factorialExcess(total), tf.log(total)), [-1]));
}
