import { devianceOf } from '../special/float64/deviance.js';
import { factorialExcess } from '../special/float64/logGamma.js';

// Log probabilities of counts in float64, for acceptance tests: differences of log-factorials would lose all digits at counts
// of 1e15, this form none. Loader 2000, "Fast and accurate computation of binomial probabilities".

/** log p(k) = k log(rate) - rate - log k!, for k = 0, 1, … and rate > 0. */
export function logPoissonMass(k: number, rate: number): number {
  return -factorialExcess(k) - devianceOf(k, rate);
}

/** log p(k) of k successes in n trials of probability p, for k from 0 to n and 0 < p < 1. */
export function logBinomialMass(k: number, n: number, p: number): number {
  const ways = factorialExcess(n) - factorialExcess(k) - factorialExcess(n - k);
  return ways - devianceOf(k, n * p) - devianceOf(n - k, n * (1 - p));
}
