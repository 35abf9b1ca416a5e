import * as tf from '@tensorflow/tfjs-core';
import { abs, exp, type Expression, formula, inverseTransform, less, log1p, select, where } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';
import { sideOf, smallerShare } from './smallerShare.js';

export interface LaplaceParams extends FamilyOptions {
  /** Mean and median, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** Mean distance from `loc`, [batch], > 0, same units. */
  readonly scale: Parameter;
}

const density = noiseDensity('laplace', (z) => abs(z).neg().sub(Math.LN2));

const logCdf = formula('laplace.logCdf', (z: Expression) =>
  where(less(z, 0), z.sub(Math.LN2), log1p(exp(z.neg()).mul(-0.5))),
);

/**
 * The Laplace distribution on the real line: log p(x) = -|x - loc| / scale - log(2 scale), in nats.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * laplace({ loc: 0, scale: 0.5 }).logProb(tf.scalar(2)).dataSync();   // [-4]
 */
export function laplace(params: LaplaceParams): Distribution {
  const { loc, scale, validate } = checkedOptions('laplace', params, ['loc', 'scale'], ['validate']);
  return locationScale({
    family: 'laplace',
    validate,
    loc,
    scale,
    draw: (key, shape) => inverseTransform(key, shape, (u) => (u < 0.5 ? Math.log(2 * u) : -Math.log(2 - 2 * u))),
    density,
    isSymmetric: true,
    mean: () => 0,
    variance: () => 2,
    entropy: () => 1 + Math.LN2,
    cdf: (z) => {
      const tail = tf.mul(tf.exp(tf.neg(tf.abs(z))), 0.5);
      return select(tf.less(z, 0), tail, tf.sub(1, tail));
    },
    icdf: (q) => tf.mul(tf.neg(sideOf(q)), tf.log(tf.mul(smallerShare(q), 2))),
    logCdf,
    relocated: (newLoc, newScale) => laplace({ loc: newLoc, scale: newScale, validate }),
  });
}
