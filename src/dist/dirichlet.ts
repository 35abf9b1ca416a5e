import * as tf from '@tensorflow/tfjs-core';
import {
  type Expression,
  weighted,
  formula,
  log,
  less,
  where,
  factorialExcess,
  lgamma,
  logGamma,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { independent, positive, simplex } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { entropyCell, entropyTotal } from './dirichletEntropy.js';
import type { Distribution, FamilyOptions } from './distribution.js';
import { sumOfOthers } from './sumOfOthers.js';

const TINY = 2 ** -126;

export interface DirichletParams extends FamilyOptions {
  /** The exponents of the density plus 1, [...batch, K], > 0. */
  readonly concentration: tf.Tensor;
}

/** What one cell adds: (a - 1) log x - log Gamma(a), less terms that over the cells of one total add up to those of `ofTotal`. */
const cell = formula('dirichlet', (x: Expression, a: Expression, total: Expression) => {
  const share = weighted(a, log(total).sub(log(a))).add(a.sub(total.mul(x)));
  const inside = weighted(a.sub(1), log(x)).add(share).add(log(a)).sub(factorialExcess(a));
  return where(less(x, 0), -Infinity, inside);
});
const ofTotal = formula('dirichlet', (total: Expression) => log(total).sub(factorialExcess(total)));

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
    logDensity: (value) => tf.sub(tf.sum(cell(value, concentration, total()), -1), tf.squeeze(ofTotal(total()), [-1])),
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
