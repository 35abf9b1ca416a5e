import { binaryFormula } from './binaryChoice.js';
import { floor } from '../num/index.js';
import * as tf from '@tensorflow/tfjs-core';
import { asTensor } from './asTensor.js';
import { failureOf, logitOnHost } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegativeInteger, positive, real, unitInterval } from './constraints/index.js';
import { countTails, logBinaryTails, tailFacts } from './countCdf.js';
import { defineFamily } from './defineFamily.js';
import { unboundedQuantiles } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { drawGammaPoisson, logStoppedMass } from './gammaPoissonMass.js';
import { givenOne, oneOf, valueOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type NegativeBinomialParams = ProbsOrLogits<Parameter> &
  FamilyOptions & {
    /** The number of failures r that ends the count, [batch], > 0; it need not be whole. */
    readonly totalCount: Parameter;
  };

const density = binaryFormula('negativeBinomial', logStoppedMass);

const tails = countTails('negativeBinomial', (name, part) =>
  binaryFormula(name, (logSuccess, logFailure, k, stops) =>
    part(k, ...logBinaryTails(logSuccess, logFailure, floor(k), stops)),
  ),
);

/**
 * The negative binomial distribution on 0, 1, 2, …, as float32, of the number of successes before r failures: log p(k) = log
 * Gamma(k + r) - log k! - log Gamma(r) + k log p + r log(1 - p), in nats; -Infinity elsewhere. Drawing reads the parameters from
 * the device.
 *
 * @param params.probs p, the chance of a success, [batch], from 0 to 1; at 1 it never ends, and draws are large
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
    const odds = given.probs === undefined ? tf.exp(asTensor(given.logits)) : tf.div(given.probs, failureOf(given));
    return tf.mul(totalCount, odds);
  };
  const scale = (): tf.Tensor => tf.div(1, failureOf(given));
  const variance = (): tf.Tensor => tf.mul(mean(), scale());
  const shares = tailFacts(tails, (part) => (value) => part(given, value, totalCount));
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
    ...shares,
    ...unboundedQuantiles(shares, () => ({ mean: mean(), variance: variance(), scale: scale() })),
  });
}
