import { binaryFormula } from './binaryChoice.js';
import * as tf from '@tensorflow/tfjs-core';
import { exp, formula, less, where, softplus, Expression, weighted, select, uniform } from '../num/index.js';
import { failureOf } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { boolean, extendedReal, real, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';
import { oneOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type BernoulliParams = ProbsOrLogits<Parameter> &
  FamilyOptions & {
    /** Allows values between 0 and 1, such as grey pixels. Logits must then be finite. Default: false. */
    readonly allowGrey?: boolean;
  };

/** Of finite logits: three operations of the size of the value, which are the hot path of image models. */
const greyDensity = formula('bernoulli', (x: Expression, logits: Expression) => x.mul(logits).sub(softplus(logits)));

const density = binaryFormula('bernoulli', (logSuccess, logFailure, x) =>
  weighted(x, logSuccess).add(weighted(Expression.of(1).sub(x), logFailure)),
);

/**
 * The Bernoulli distribution on 0 and 1, as float32: log p(x) = x log p + (1 - x) log(1 - p), in nats. With grey values this
 * is a cross-entropy and not a density; see `continuousBernoulli` for one.
 *
 * @param params.probs p, [batch], from 0 to 1, both included
 * @param params.logits log(p / (1 - p)), [batch], instead of `probs`; infinite ones mean exactly 0 and 1
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @example
 * bernoulli({ probs: 0.25 }).logProb(tf.tensor1d([0, 1])).dataSync();   // [-0.287682, -1.386294]
 */
export function bernoulli(params: BernoulliParams): Distribution {
  checkedOptions('bernoulli', params, [], ['probs', 'logits', 'allowGrey', 'validate']);
  const { allowGrey = false } = params;
  const given = oneOf<Parameter>('bernoulli', params);
  const mean = (): Parameter => (given.logits === undefined ? given.probs : tf.sigmoid(given.logits));
  return defineFamily({
    family: 'bernoulli',
    validate: params.validate,
    params: given.probs === undefined ? { logits: given.logits } : { probs: given.probs },
    parameterConstraints: { probs: unitInterval, logits: allowGrey ? real : extendedReal },
    support: allowGrey ? unitInterval : boolean,
    isDiscrete: true,
    hasRsample: false,
    draw: (key, shape) => tf.cast(tf.less(uniform(key, shape), mean()), 'float32'),
    logDensity: (value) =>
      allowGrey && given.probs === undefined ? greyDensity(value, given.logits) : density(given, value),
    values: () => tf.tensor1d([0, 1]),
    mean,
    variance: () => tf.mul(mean(), failureOf(given)),
    entropy: () => entropy(given),
    ...(allowGrey ? {} : stepFunctions(() => failureOf(given))),
    ...(allowGrey
      ? {}
      : { logCdf: (value) => logCdf(given, value), logSurvival: (value) => logSurvival(given, value) }),
  });
}

const logCdf = binaryFormula('bernoulli.logCdf', (_logSuccess, logFailure, x) =>
  where(less(x, 1), where(less(x, 0), -Infinity, logFailure), 0),
);
const logSurvival = binaryFormula('bernoulli.logSurvival', (logSuccess, _logFailure, x) =>
  where(less(x, 1), where(less(x, 0), 0, logSuccess), -Infinity),
);

/** -p log p - (1 - p) log(1 - p), in which what never happens adds 0. */
const entropy = binaryFormula('bernoulli.entropy', (logSuccess, logFailure) =>
  weighted(exp(logSuccess), logSuccess)
    .add(weighted(exp(logFailure), logFailure))
    .neg(),
);

/** The distribution function, which jumps at 0 and at 1, and its inverse. */
function stepFunctions(failure: () => tf.Tensor): Required<Pick<FamilyFacts, 'cdf' | 'icdf'>> {
  return {
    cdf: (value) => select(tf.less(value, 1), select(tf.less(value, 0), 0, failure()), 1),
    icdf: (q) => tf.cast(tf.greater(q, failure()), 'float32'),
  };
}
