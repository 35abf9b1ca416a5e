import * as tf from '@tensorflow/tfjs-core';
import { log, abs, exp, Expression, formula, inverseTransform, less, log1p, select, where } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';

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

const quantile = formula('laplace.icdf', (q: Expression) =>
  where(less(q, 0.5), log(q.mul(2)), log(Expression.of(1).sub(q).mul(2)).neg()),
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
    icdf: quantile,
    logCdf,
    relocated: (newLoc, newScale) => laplace({ loc: newLoc, scale: newScale, validate }),
  });
}
