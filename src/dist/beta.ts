import * as tf from '@tensorflow/tfjs-core';
import {
  Expression,
  weighted,
  formula,
  between,
  log,
  lgamma,
  where,
  betainc,
  betaincc,
  betaincInverse,
  betainccInverse,
  logBetainc,
  logBetaincc,
  log1p,
  logGamma,
  split,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { entropyCell, entropyTotal } from './dirichletEntropy.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { logBinaryMass } from './logCountMass.js';

/** The smallest normal float32, and the largest below 1: draws keep off both ends. */
const [LEAST, MOST] = [2 ** -126, 1 - 2 ** -24];

export interface BetaParams extends FamilyOptions {
  /** The exponents of x and of 1 - x in the density, plus 1; each [batch], > 0. */
  readonly concentration1: Parameter;
  readonly concentration0: Parameter;
}

const density = formula('beta', (x: Expression, a: Expression, b: Expression) => {
  const [logX, logRest, total] = [log(x), log1p(x.neg()), a.add(b)];
  const atEnds = weighted(a.sub(1), logX)
    .add(weighted(b.sub(1), logRest))
    .add(lgamma(total))
    .sub(lgamma(a).add(lgamma(b)));
  // The mass of a of a + b choices, whose large terms cancel beforehand, times a b / ((a + b) x (1 - x)).
  const odds = log(a).add(log(b)).sub(log(total)).sub(logX.add(logRest));
  const inside = logBinaryMass(a, b, logX, logRest).add(odds);
  return where(between(x, 0, 1), where(x.mul(Expression.of(1).sub(x)), inside, atEnds), -Infinity);
});

/**
 * The beta distribution on the numbers from 0 to 1: log p(x) = (a - 1) log x + (b - 1) log(1 - x) - log B(a, b), in nats, with a
 * = concentration1 and b = concentration0, also at 0 and 1, where it may be infinite; -Infinity outside. Draws carry implicit gradients; drawing reads both
 * from the device.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * beta({ concentration1: 2, concentration0: 3 }).mean().dataSync();   // [0.4]
 */
export function beta(params: BetaParams): Distribution {
  const { concentration1, concentration0, validate } = checkedOptions(
    'beta',
    params,
    ['concentration1', 'concentration0'],
    ['validate'],
  );
  const total = (): tf.Tensor => tf.add(concentration1, concentration0);
  const mean = (): tf.Tensor => tf.div(concentration1, total());
  return defineFamily({
    family: 'beta',
    validate,
    params: { concentration1, concentration0 },
    parameterConstraints: { concentration1: positive, concentration0: positive },
    support: unitInterval,
    hasRsample: true,
    draw: (key, shape) => {
      const [oneKey = key, zeroKey = key] = split(key);
      const logOdds = tf.sub(logGamma(oneKey, concentration1, shape), logGamma(zeroKey, concentration0, shape));
      return tf.clipByValue(tf.sigmoid(logOdds), LEAST, MOST);
    },
    logDensity: (value) => density(value, concentration1, concentration0),
    mean,
    variance: () => tf.div(tf.mul(mean(), tf.div(concentration0, total())), tf.add(total(), 1)),
    cdf: (value) => betainc(concentration1, concentration0, value),
    icdf: (q) => betaincInverse(concentration1, concentration0, q),
    survival: (value) => betaincc(concentration1, concentration0, value),
    inverseSurvival: (q) => betainccInverse(concentration1, concentration0, q),
    logCdf: (value) => logBetainc(concentration1, concentration0, value),
    logSurvival: (value) => logBetaincc(concentration1, concentration0, value),
    entropy: () => {
      const cells = tf.add(entropyCell(asTensor(concentration1)), entropyCell(asTensor(concentration0)));
      return tf.sub(cells, entropyTotal(total(), 2));
    },
  });
}
