// Log probabilities of counts in float64, for acceptance tests: differences of log-factorials would lose all digits at counts
// of 1e15, this form none. Loader 2000, "Fast and accurate computation of binomial probabilities".

/** log p(k) = k log(rate) - rate - log k!, for k = 0, 1, … and rate > 0. */
export function logPoissonMass(k: number, rate: number): number {
  return -factorialExcess(k) - deviance(k, rate);
}

/** log p(k) of k successes in n trials of probability p, for k from 0 to n and 0 < p < 1. */
export function logBinomialMass(k: number, n: number, p: number): number {
  const ways = factorialExcess(n) - factorialExcess(k) - factorialExcess(n - k);
  return ways - deviance(k, n * p) - deviance(n - k, n * (1 - p));
}

/** log k! - (k log k - k), which is log(2 pi k) / 2 and a little. */
function factorialExcess(k: number): number {
  if (k === 0) return 0;
  if (k < 16) {
    let logFactorial = 0;
    for (let i = 2; i <= k; i += 1) logFactorial += Math.log(i);
    return logFactorial - k * Math.log(k) + k;
  }
  const w = 1 / (k * k);
  return 0.5 * Math.log(2 * Math.PI * k) + (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w / 1680))) / k;
}

/** x log(x / mean) + mean - x >= 0; where the two are close by a series in their relative difference. */
function deviance(x: number, mean: number): number {
  const v = (x - mean) / (x + mean);
  if (Math.abs(v) > 0.1) return (x === 0 ? 0 : x * Math.log(x / mean)) + mean - x;
  let [sum, term] = [(x - mean) * v, 2 * x * v];
  for (let j = 3; j < 24; j += 2) {
    term *= v * v;
    sum += term / j;
  }
  return sum;
}
