import { binaryFormula } from './binaryChoice.js';
import * as tf from '@tensorflow/tfjs-core';
import { asTensor } from './asTensor.js';
import { binaryChoice, logitOnHost } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegativeInteger, positive, real, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { unboundedQuantile } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { drawGammaPoisson, logStoppedMass, stoppedCdf } from './gammaPoissonMass.js';
import { givenOne, oneOf, valueOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type NegativeBinomialParams = ProbsOrLogits<Parameter> &
  FamilyOptions & {
    /** The number of failures r that ends the count, [batch], > 0; it need not be whole. */
    readonly totalCount: Parameter;
  };

const density = binaryFormula('negativeBinomial', logStoppedMass);

/**
 * The negative binomial distribution on 0, 1, 2, …, as float32, of the number of successes before r failures: log p(k) = log
 * Gamma(k + r) - log k! - log Gamma(r) + k log p + r log(1 - p), in nats; -Infinity below 0. Drawing reads the parameters from
 * the device.
 *
 * @param params.probs p, the chance of a success, [batch], from 0 to 1; kept at least 2^-23 away from both ends
 * @param params.logits log(p / (1 - p)), [batch], finite, instead of `probs`
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * negativeBinomial({ totalCount: 2.5, probs: 0.25 }).logProb(tf.tensor1d([0, 2])).dataSync();   // [-0.719205, -2.015887]
 */
export function negativeBinomial(params: NegativeBinomialParams): Distribution {
  checkedOptions('negativeBinomial', params, ['totalCount'], ['probs', 'logits', 'validate']);
  const { totalCount } = params;
  const given = oneOf<Parameter>('negativeBinomial', params);
  const mean = (): tf.Tensor => {
    const { success, failure } = binaryChoice(given);
    return tf.mul(totalCount, given.probs === undefined ? tf.exp(asTensor(given.logits)) : tf.div(success, failure));
  };
  const scale = (): tf.Tensor => tf.div(1, binaryChoice(given).failure);
  const variance = (): tf.Tensor => tf.mul(mean(), scale());
  const cdf = (value: tf.Tensor): tf.Tensor => stoppedCdf(value, totalCount, binaryChoice(given));
  return defineFamily({
    family: 'negativeBinomial',
    validate: params.validate,
    params: { totalCount, ...givenOne(given) },
    parameterConstraints: { totalCount: positive, probs: unitInterval, logits: real },
    support: nonnegativeInteger,
    hasRsample: false,
    draw: (key, shape) => drawGammaPoisson(key, shape, totalCount, valueOf(given), logitOnHost(given)),
    logDensity: (value) => density(given, value, totalCount),
    mean,
    variance,
    cdf,
    icdf: (q) => unboundedQuantile(q, cdf, { mean: mean(), variance: variance(), scale: scale() }),
  });
}
