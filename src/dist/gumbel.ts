import * as tf from '@tensorflow/tfjs-core';
import { type Expression, formula, less, log1mexp, log1p, where, exp, gumbel as standardGumbel } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';
import { whereInside } from './whereInside.js';

const EULER_GAMMA = 0.5772156649015329;
/** Below minus this, exp(-z) leaves the range of float32. */
const LEAST = -88.7;

export interface GumbelParams extends FamilyOptions {
  /** The most likely value, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** [batch], > 0, same units; the standard deviation is pi / sqrt(6) times it. */
  readonly scale: Parameter;
}

const density = noiseDensity('gumbel', (z) => where(less(z, LEAST), -Infinity, z.add(exp(z.neg())).neg()));

const logCdf = formula('gumbel.logCdf', (z: Expression) => exp(z.neg()).neg());
const logSurvival = formula('gumbel.logSurvival', (z: Expression) => log1mexp(exp(z.neg()).neg()));
const survival = formula('gumbel.survival', (z: Expression) => exp(logSurvival(z)));

/**
 * The Gumbel distribution on the real line, that of the largest of many draws: log p(x) = -z - exp(-z) - log(scale) with
 * z = (x - loc) / scale, in nats. -Infinity below z = -88.7, where it leaves the range of float32.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * gumbel({ loc: 0, scale: 2 }).mean().dataSync();   // [1.154431]
 */
export function gumbel(params: GumbelParams): Distribution {
  const { loc, scale, validate } = checkedOptions('gumbel', params, ['loc', 'scale'], ['validate']);
  return locationScale({
    family: 'gumbel',
    validate,
    loc,
    scale,
    draw: standardGumbel,
    density,
    mean: () => EULER_GAMMA,
    variance: () => Math.PI ** 2 / 6,
    entropy: () => EULER_GAMMA + 1,
    cdf: (z) => whereInside(tf.greater(z, LEAST), z, 0, (safe) => tf.exp(tf.neg(tf.exp(tf.neg(safe)))), 0),
    icdf: (q) => tf.neg(tf.log(tf.neg(tf.log(q)))),
    survival,
    inverseSurvival: (q) => tf.neg(tf.log(tf.neg(log1p(tf.neg(q))))),
    logCdf,
    logSurvival,
    relocated: (newLoc, newScale) => gumbel({ loc: newLoc, scale: newScale, validate }),
  });
}
