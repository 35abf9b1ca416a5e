import { ofCount } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import { type Expression, formula, binomialArray, drawOnHost, logGammaArray, split } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { integerInterval, nonnegativeInteger, positive } from './constraints/index.js';
import { tableFunctions } from './choiceFacts.js';
import { countValues } from './countValues.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { logPolyaCell, logPolyaTotal } from './logCountMass.js';

export interface BetaBinomialParams extends FamilyOptions {
  /** The number of trials n, [batch], whole and >= 0; with one for all the batch the support can be enumerated. */
  readonly totalCount: Parameter;
  /** Those of the beta distribution of the chance of a success, each [batch], > 0. */
  readonly concentration1: Parameter;
  readonly concentration0: Parameter;
}

const density = formula('betaBinomial', (k: Expression, total: Expression, a: Expression, b: Expression) => {
  const concentration = a.add(b);
  const cells = logPolyaCell(k, a, total, concentration).add(logPolyaCell(total.sub(k), b, total, concentration));
  return ofCount(k, cells.sub(logPolyaTotal(total, concentration)), total);
});

/**
 * The binomial distribution whose chance of a success has a beta distribution, on 0, …, n, as float32: log p(k) = log(n! / (k! (n -
 * k)!)) + log B(k + a, n - k + b) - log B(a, b), in nats, with a = concentration1 and b = concentration0; -Infinity below 0 and
 * above n. Drawing reads the parameters from the device.
 *
 * @throws ArgumentError if a plain number is out of range
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betaBinomial({ totalCount: 4, concentration1: 2, concentration0: 3 }).logProb(tf.tensor1d([0, 2])).dataSync();   // [-1.540445, -1.358124]
 */
export function betaBinomial(params: BetaBinomialParams): Distribution {
  checkedOptions('betaBinomial', params, ['totalCount', 'concentration1', 'concentration0'], ['validate']);
  const { totalCount, concentration1, concentration0, validate } = params;
  const total = (): tf.Tensor => tf.cast(asTensor(totalCount), 'float32');
  const sum = (): tf.Tensor => tf.add(concentration1, concentration0);
  const mean = (): tf.Tensor => tf.mul(total(), tf.div(concentration1, sum()));
  const logDensity = (value: tf.Tensor): tf.Tensor => density(value, totalCount, concentration1, concentration0);
  const logTable = (): tf.Tensor => logMassTable(Number(totalCount), logDensity);
  return defineFamily({
    family: 'betaBinomial',
    validate,
    params: { totalCount, concentration1, concentration0 },
    parameterConstraints: { totalCount: nonnegativeInteger, concentration1: positive, concentration0: positive },
    support: integerInterval(0, totalCount),
    hasRsample: false,
    draw: (key, shape) => {
      const [oneKey = key, zeroKey = key, countKey = key] = split(key, 3);
      return drawOnHost(shape, [totalCount, concentration1, concentration0], (totals = [], ones = [], zeros = []) => {
        const others = logGammaArray(zeroKey, zeros);
        const probs = logGammaArray(oneKey, ones).map((log, i) => 1 / (1 + Math.exp((others[i] ?? NaN) - log)));
        return binomialArray(countKey, totals, probs);
      });
    },
    logDensity,
    ...countValues(0, totalCount),
    ...(typeof totalCount === 'number' ? tableFunctions(totalCount + 1, () => tf.exp(logTable()), logTable) : {}),
    mean,
    variance: () => {
      const spread = tf.div(tf.add(total(), sum()), tf.add(sum(), 1));
      return tf.mul(tf.mul(mean(), tf.div(concentration0, sum())), spread);
    },
  });
}

/** The log probabilities of 0 to `total`, [...batch, total + 1]. */
function logMassTable(total: number, logDensity: (value: tf.Tensor) => tf.Tensor): tf.Tensor {
  const { rank } = logDensity(tf.scalar(0));
  const counts = tf.reshape(tf.range(0, total + 1), [total + 1, ...Array<number>(rank).fill(1)]);
  return tf.transpose(logDensity(counts), [...Array.from({ length: rank }, (_, i) => i + 1), 0]);
}
