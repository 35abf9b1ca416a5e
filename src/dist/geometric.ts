import { ofCount } from './halfLineDensity.js';
import { binaryFormula } from './binaryChoice.js';
import * as tf from '@tensorflow/tfjs-core';
import { drawOnHost, exp, floor, less, where, log1mexp, select, log1p, uniformArray, weighted } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { binaryChoice, failureOf, logitOnHost, meanOf } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegativeInteger, real, unitInterval } from './constraints/index.js';
import { countTails, tailFacts } from './countCdf.js';
import { defineFamily } from './defineFamily.js';
import { correctedQuantile } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { givenOne, oneOf, valueOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

/** The largest float32. */
const MOST = (2 - 2 ** -23) * 2 ** 127;

export type GeometricParams = ProbsOrLogits<Parameter> & FamilyOptions;

const density = binaryFormula('geometric', (logSuccess, logFailure, k) =>
  ofCount(k, weighted(k, logFailure).add(logSuccess)),
);

/** -log p - (1 - p) / p log(1 - p), of which the second term is 0 at p = 1. */
const entropy = binaryFormula('geometric.entropy', (logSuccess, logFailure) => {
  const mean = exp(logFailure.sub(logSuccess));
  return logSuccess.add(where(less(-Infinity, logFailure), weighted(logFailure, mean), 0)).neg();
});
const tails = countTails('geometric', (name, part) =>
  binaryFormula(name, (_logSuccess, logFailure, k) => {
    const logAbove = weighted(floor(k).add(1), logFailure);
    return part(k, log1mexp(logAbove), logAbove);
  }),
);

/**
 * The geometric distribution on 0, 1, 2, …, as float32, of the number of failures before the first success: log p(k) = k log(1 -
 * p) + log p, in nats; -Infinity elsewhere. Drawing reads the parameter from the device; draws above 2^24 are rounded as float32.
 *
 * @param params.probs p, the chance of a success, [batch], from 0 to 1; at 0 it never ends, and draws are the largest float32
 * @param params.logits log(p / (1 - p)), [batch], finite, instead of `probs`
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @example
 * geometric({ probs: 0.25 }).logProb(tf.tensor1d([0, 3])).dataSync();   // [-1.386294, -2.249341]
 */
export function geometric(params: GeometricParams): Distribution {
  checkedOptions('geometric', params, [], ['probs', 'logits', 'validate']);
  const given = oneOf<Parameter>('geometric', params);
  /** (1 - p) / p. */
  const mean = (): tf.Tensor =>
    given.probs === undefined ? tf.exp(tf.neg(asTensor(given.logits))) : tf.div(failureOf(given), meanOf(given));
  /** The whole number below the one with a given log of the share above it. */
  const guess = (logAbove: tf.Tensor): tf.Tensor => {
    const { logFailure } = binaryChoice(given);
    const never = tf.equal(logFailure, -Infinity);
    return tf.sub(tf.ceil(select(never, 0, tf.div(logAbove, select(never, -1, logFailure)))), 1);
  };
  const shares = tailFacts(tails, (part) => (value) => part(given, value));
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
          Math.min(Math.floor(-Math.log(u) / softplus(logitOnHost(given)(values[i] ?? NaN))), MOST),
        ),
      ),
    logDensity: (value) => density(given, value),
    mean,
    variance: () => tf.div(mean(), meanOf(given)),
    entropy: () => entropy(given),
    ...shares,
    icdf: (q) => correctedQuantile(guess(log1p(tf.neg(q))), q, shares.cdf, 0),
    inverseSurvival: (q) => correctedQuantile(guess(tf.log(q)), tf.neg(q), (k) => tf.neg(shares.survival(k)), 0),
  });
}

/** log(1 + exp(x)), in float64. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
