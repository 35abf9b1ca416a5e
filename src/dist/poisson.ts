import { ofCount } from './halfLineDensity.js';
import {
  type Expression,
  formula,
  deviance,
  drawOnHost,
  factorialExcess,
  floor,
  logIgamma,
  logIgammac,
  poissonArray,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegative, nonnegativeInteger } from './constraints/index.js';
import { countTails, tailFacts } from './countCdf.js';
import { defineFamily } from './defineFamily.js';
import { unboundedQuantiles } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

export interface PoissonParams extends FamilyOptions {
  /** The mean number, [batch], >= 0. */
  readonly rate: Parameter;
}

const density = formula('poisson', (k: Expression, rate: Expression) =>
  ofCount(k, factorialExcess(k).add(deviance(k, rate)).neg()),
);

const tails = countTails('poisson', (name, part) =>
  formula(name, (k: Expression, rate: Expression) => {
    const next = floor(k).add(1);
    return part(k, logIgammac(next, rate), logIgamma(next, rate));
  }),
);

/**
 * The Poisson distribution on 0, 1, 2, …, as float32: log p(k) = k log(rate) - rate - log k!, in nats; -Infinity elsewhere. It is
 * computed as a deviance from the rate, and keeps its digits at rates of a million and more. Drawing reads the rate from the
 * device; draws above 2^24 are rounded as float32.
 *
 * @throws ArgumentError if a plain number is out of range
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities"
 * @example
 * poisson({ rate: 3 }).logProb(tf.tensor1d([0, 4])).dataSync();   // [-3, -1.783605]
 */
export function poisson(params: PoissonParams): Distribution {
  const { rate, validate } = checkedOptions('poisson', params, ['rate'], ['validate']);
  const shares = tailFacts(tails, (part) => (value) => part(value, rate));
  return defineFamily({
    family: 'poisson',
    validate,
    params: { rate },
    parameterConstraints: { rate: nonnegative },
    support: nonnegativeInteger,
    hasRsample: false,
    draw: (key, shape) => drawOnHost(shape, [rate], (rates = []) => poissonArray(key, rates)),
    logDensity: (value) => density(value, rate),
    mean: () => rate,
    variance: () => rate,
    ...shares,
    ...unboundedQuantiles(shares, () => ({ mean: rate, variance: rate, scale: 1 })),
  });
}
