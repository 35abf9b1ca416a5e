import * as tf from '@tensorflow/tfjs-core';
import { digamma, lgamma, logGamma, select } from '../num/index.js';
import { independent, positive, simplex } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions } from './distribution.js';

const TINY = 2 ** -126;

export interface DirichletParams extends FamilyOptions {
  /** The exponents of the density plus 1, [...batch, K], > 0. */
  readonly concentration: tf.Tensor;
}

/**
 * The Dirichlet distribution on the simplex of K: log p(x) = sum (a - 1) log x - log B(a), in nats; -Infinity where an entry is 0
 * or less. Draws carry implicit gradients; drawing reads the concentration from the device.
 */
export function dirichlet({ concentration, validate }: DirichletParams): Distribution {
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
      const powers = tf.mul(tf.sub(concentration, 1), tf.log(select(isInside, value, 1)));
      return select(tf.all(isInside, -1), tf.sub(tf.sum(powers, -1), logMultiBeta(concentration)), -Infinity);
    },
    mean,
    variance: () => tf.div(tf.mul(mean(), tf.sub(1, mean())), tf.add(total(), 1)),
    entropy: () => entropy(concentration, size),
  });
}

/** log B(a) = sum log Gamma(a) - log Gamma(sum a), over the last dim. */
export function logMultiBeta(concentration: tf.Tensor): tf.Tensor {
  return tf.sub(tf.sum(lgamma(concentration), -1), lgamma(tf.sum(concentration, -1)));
}

function entropy(concentration: tf.Tensor, size: number): tf.Tensor {
  const total = tf.sum(concentration, -1);
  const own = tf.sum(tf.mul(tf.sub(concentration, 1), digamma(concentration)), -1);
  return tf.sub(tf.add(logMultiBeta(concentration), tf.mul(tf.sub(total, size), digamma(total))), own);
}
