import { floor, log, type Expression, log1p, formula } from '../num/index.js';
import * as tf from '@tensorflow/tfjs-core';
import { checkedOptions } from './checkedOptions.js';
import { nonnegativeInteger, positive } from './constraints/index.js';
import { countTails, logBinaryTails, tailFacts } from './countCdf.js';
import { defineFamily } from './defineFamily.js';
import { unboundedQuantiles } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { drawGammaPoisson, logStoppedMass } from './gammaPoissonMass.js';

export interface GammaPoissonParams extends FamilyOptions {
  /** Those of the gamma distribution of the rate, each [batch], > 0. */
  readonly concentration: Parameter;
  readonly rate: Parameter;
}

const density = formula('gammaPoisson', (k: Expression, concentration: Expression, rate: Expression) => {
  return logStoppedMass(...logChancesOf(rate), k, concentration);
});
const tails = countTails('gammaPoisson', (name, part) =>
  formula(name, (k: Expression, concentration: Expression, rate: Expression) =>
    part(k, ...logBinaryTails(...logChancesOf(rate), floor(k), concentration)),
  ),
);

/** Those of one more and of no more, as in the negative binomial distribution. */
function logChancesOf(rate: Expression): [logSuccess: Expression, logFailure: Expression] {
  const logSuccess = log1p(rate).neg();
  return [logSuccess, log(rate).add(logSuccess)];
}

/**
 * The Poisson distribution whose rate has a gamma distribution, on 0, 1, 2, …, as float32: log p(k) = log Gamma(k + a) - log k! -
 * log Gamma(a) + a log(b / (b + 1)) - k log(b + 1), in nats, with a = concentration and b = rate; -Infinity below 0. It is the
 * `negativeBinomial` of totalCount a and logits -log b. Drawing reads the parameters from the device.
 *
 * @throws ArgumentError if a plain number is out of range
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * gammaPoisson({ concentration: 2.5, rate: 3 }).logProb(tf.tensor1d([0, 2])).dataSync();   // [-0.719205, -2.015887]
 */
export function gammaPoisson(params: GammaPoissonParams): Distribution {
  const { concentration, rate, validate } = checkedOptions(
    'gammaPoisson',
    params,
    ['concentration', 'rate'],
    ['validate'],
  );
  const mean = (): tf.Tensor => tf.div(concentration, rate);
  const variance = (): tf.Tensor => tf.add(mean(), tf.div(mean(), rate));
  const shares = tailFacts(tails, (part) => (value) => part(value, concentration, rate));
  return defineFamily({
    family: 'gammaPoisson',
    validate,
    params: { concentration, rate },
    parameterConstraints: { concentration: positive, rate: positive },
    support: nonnegativeInteger,
    hasRsample: false,
    draw: (key, shape) => drawGammaPoisson(key, shape, concentration, rate, (value) => -Math.log(value)),
    logDensity: (value) => density(value, concentration, rate),
    mean,
    variance,
    ...shares,
    ...unboundedQuantiles(shares, () => ({ mean: mean(), variance: variance(), scale: tf.add(1, tf.div(1, rate)) })),
  });
}
