import { binaryFormula } from './binaryChoice.js';
import { ofCount } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import { binomialArray, floor, drawOnHost } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { failureOf, meanOf, probsOnHost } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { extendedReal, integerInterval, nonnegativeInteger, unitInterval } from './constraints/index.js';
import { countTails, logBinaryTails, tailFacts } from './countCdf.js';
import { countValues } from './countValues.js';
import { defineFamily } from './defineFamily.js';
import { searchedQuantile } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { logBinaryMass } from './logCountMass.js';
import { givenOne, oneOf, valueOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type BinomialParams = ProbsOrLogits<Parameter> &
  FamilyOptions & {
    /** The number of trials n, [batch], whole and >= 0; with one for all the batch the support can be enumerated. */
    readonly totalCount: Parameter;
  };

const density = binaryFormula('binomial', (logSuccess, logFailure, k, total) =>
  ofCount(k, logBinaryMass(k, total.sub(k), logSuccess, logFailure), total),
);

const tails = countTails('binomial', (name, part) =>
  binaryFormula(name, (logSuccess, logFailure, k, total) => {
    const whole = floor(k);
    return part(k, ...logBinaryTails(logSuccess, logFailure, whole, total.sub(whole)), total);
  }),
);

/**
 * The binomial distribution on 0, …, n, as float32: log p(k) = log(n! / (k! (n - k)!)) + k log p + (n - k) log(1 - p), in nats;
 * -Infinity elsewhere. It is computed as deviances from n p and n (1 - p), and keeps its digits at counts of a million
 * and more. Drawing reads the parameters from the device; draws above 2^24 are rounded as float32.
 *
 * @param params.probs p, [batch], from 0 to 1
 * @param params.logits log(p / (1 - p)), [batch], instead of `probs`; infinite ones mean exactly 0 and 1
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @throws ShapeError if the shapes do not broadcast
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities"
 * @example
 * binomial({ totalCount: 4, probs: 0.25 }).logProb(tf.tensor1d([0, 2])).dataSync();   // [-1.150728, -1.556193]
 */
export function binomial(params: BinomialParams): Distribution {
  checkedOptions('binomial', params, ['totalCount'], ['probs', 'logits', 'validate']);
  const { totalCount } = params;
  const given = oneOf<Parameter>('binomial', params);
  const total = (): tf.Tensor => tf.cast(asTensor(totalCount), 'float32');
  const shares = tailFacts(tails, (part) => (value) => part(given, value, totalCount));
  return defineFamily({
    family: 'binomial',
    validate: params.validate,
    params: { totalCount, ...givenOne(given) },
    parameterConstraints: { totalCount: nonnegativeInteger, probs: unitInterval, logits: extendedReal },
    support: integerInterval(0, totalCount),
    hasRsample: false,
    draw: (key, shape) =>
      drawOnHost(shape, [totalCount, valueOf(given)], (totals = [], values = []) =>
        binomialArray(key, totals, probsOnHost(given, values)),
      ),
    logDensity: (value) => density(given, value, totalCount),
    ...countValues(0, totalCount),
    mean: () => tf.mul(total(), meanOf(given)),
    variance: () => tf.mul(total(), tf.mul(meanOf(given), failureOf(given))),
    ...shares,
    icdf: (q) => searchedQuantile(q, shares.cdf, 0, total()),
    inverseSurvival: (q) => searchedQuantile(tf.neg(q), (k) => tf.neg(shares.survival(k)), 0, total()),
  });
}
