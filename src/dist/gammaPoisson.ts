import { log, type Expression, log1p, formula } from '../num/index.js';
import * as tf from '@tensorflow/tfjs-core';
import { asTensor } from './asTensor.js';
import { binaryChoice } from './binaryChoice.js';
import type { BinaryChoice } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegativeInteger, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { unboundedQuantile } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { drawGammaPoisson, logStoppedMass, stoppedCdf } from './gammaPoissonMass.js';

export interface GammaPoissonParams extends FamilyOptions {
  /** Those of the gamma distribution of the rate, each [batch], > 0. */
  readonly concentration: Parameter;
  readonly rate: Parameter;
}

const density = formula('gammaPoisson', (k: Expression, concentration: Expression, rate: Expression) => {
  const logSuccess = log1p(rate).neg();
  return logStoppedMass(logSuccess, log(rate).add(logSuccess), k, concentration);
});

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
  const choice = (): BinaryChoice => binaryChoice({ logits: tf.neg(tf.log(asTensor(rate))) });
  const cdf = (value: tf.Tensor): tf.Tensor => stoppedCdf(value, concentration, choice());
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
    cdf,
    icdf: (q) => unboundedQuantile(q, cdf, { mean: mean(), variance: variance(), scale: tf.add(1, tf.div(1, rate)) }),
  });
}
