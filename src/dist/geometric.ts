import { fromZero } from './halfLineDensity.js';
import { binaryFormula } from './binaryChoice.js';
import * as tf from '@tensorflow/tfjs-core';
import { weighted, drawOnHost, log1p, uniformArray } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { binaryChoice, logitOnHost } from './binaryChoice.js';
import type { BinaryChoice } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegativeInteger, real, unitInterval } from './constraints/index.js';
import { countCdf } from './countCdf.js';
import { defineFamily } from './defineFamily.js';
import { correctedQuantile } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { givenOne, oneOf, valueOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type GeometricParams = ProbsOrLogits<Parameter> & FamilyOptions;

const density = binaryFormula('geometric', (logSuccess, logFailure, k) =>
  fromZero(k, weighted(k, logFailure).add(logSuccess)),
);

/**
 * The geometric distribution on 0, 1, 2, …, as float32, of the number of failures before the first success: log p(k) = k log(1 -
 * p) + log p, in nats; -Infinity below 0. Drawing reads the parameter from the device; draws above 2^24 are rounded as float32.
 *
 * @param params.probs p, the chance of a success, [batch], from 0 to 1; kept at least 2^-23 away from both ends
 * @param params.logits log(p / (1 - p)), [batch], finite, instead of `probs`
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @example
 * geometric({ probs: 0.25 }).logProb(tf.tensor1d([0, 3])).dataSync();   // [-1.386294, -2.249341]
 */
export function geometric(params: GeometricParams): Distribution {
  checkedOptions('geometric', params, [], ['probs', 'logits', 'validate']);
  const given = oneOf<Parameter>('geometric', params);
  const choice = (): BinaryChoice => binaryChoice(given);
  const logFailure = (): tf.Tensor => choice().logFailure;
  /** (1 - p) / p. */
  const mean = (): tf.Tensor => {
    const { success, failure } = choice();
    return given.probs === undefined ? tf.exp(tf.neg(asTensor(given.logits))) : tf.div(failure, success);
  };
  const cdf = (value: tf.Tensor): tf.Tensor =>
    countCdf(value, Infinity, (k) => tf.neg(tf.expm1(tf.mul(tf.add(k, 1), logFailure()))));
  return defineFamily({
    family: 'geometric',
    validate: params.validate,
    params: givenOne(given),
    parameterConstraints: { probs: unitInterval, logits: real },
    support: nonnegativeInteger,
    hasRsample: false,
    draw: (key, shape) =>
      drawOnHost(shape, [valueOf(given)], (values = []) =>
        uniformArray(key, values.length).map((u, i) =>
          Math.floor(-Math.log(u) / softplus(logitOnHost(given)(values[i] ?? NaN))),
        ),
      ),
    logDensity: (value) => density(given, value),
    mean,
    variance: () => tf.div(mean(), choice().success),
    entropy: () => tf.neg(tf.add(choice().logSuccess, tf.mul(mean(), logFailure()))),
    cdf,
    icdf: (q) => correctedQuantile(tf.sub(tf.ceil(tf.div(log1p(tf.neg(q)), logFailure())), 1), q, cdf, 0),
  });
}

/** log(1 + exp(x)), in float64. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
