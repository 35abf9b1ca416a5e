// The derivatives of log Gamma in float64, for x > 0, to about 13 digits. Order 0 is digamma.

import { falling, FAR, logGamma, stirlingCoefficients, stirlingSeries } from './logGamma.js';

/** The zero of digamma, as a float64 and the rest. */
const [ROOT, ROOT_REST] = [1.4616321449683622, 9.549995429965698e-17];

/** psi^(order)(x): infinite at 0, NaN below. */
export function polygammaOf(order: number): (x: number) => number {
  const tail = stirlingSeries(order + 1);
  const ofInverse = falling(-1, order);
  const difference = polygammaDifferenceOf(order);
  return (x) => {
    if (!(x > 0)) return x === 0 ? -ofInverse * Infinity : NaN;
    if (order === 0 && Math.abs(x - ROOT) < 0.2) return difference(ROOT, x - ROOT - ROOT_REST);
    let [at, sum] = [x, 0];
    for (; at < FAR + order; at += 1) sum += at ** (-1 - order);
    return logDerivative(order, at) - ofInverse * (sum + 0.5 * at ** (-1 - order)) + tail(at);
  };
}

/** psi^(order)(x + d) - psi^(order)(x), without the cancellation: each power is differenced by rule. */
export function polygammaDifferenceOf(order: number): (x: number, d: number) => number {
  const coefficients = stirlingCoefficients(order + 1);
  const ofInverse = falling(-1, order);
  return (x, d) => {
    if (!(x > 0)) return x === 0 && d > 0 ? ofInverse * Infinity : NaN;
    let [at, sum] = [x, 0];
    for (; at < FAR + order; at += 1) sum += powerDifference(at, d, -1 - order);
    const logRatio = Math.log1p(d / at);
    const ofLog = order === 0 ? logRatio : falling(-1, order - 1) * powerDifference(at, d, -order);
    const tail = coefficients.reduce(
      (total, coefficient, i) =>
        total + coefficient * at ** (-2 - order - 2 * i) * Math.expm1((-2 - order - 2 * i) * logRatio),
      0,
    );
    return ofLog - ofInverse * (sum + 0.5 * powerDifference(at, d, -1 - order)) + tail;
  };
}

/** The derivative of that order of digamma(x + 1) - log x, which is about 1 / (2 x) for large x. */
export function digammaExcessOf(order: number): (x: number) => number {
  const [tail, near] = [stirlingSeries(order + 1), polygammaOf(order)];
  const ofInverse = falling(-1, order);
  return (x) => {
    if (x < FAR + order) return near(x + 1) - logDerivative(order, x);
    return 0.5 * ofInverse * x ** (-1 - order) + tail(x);
  };
}

/** The derivative of that order of log Gamma(x + 1/2) - log Gamma(x) - log(x) / 2. */
export function halfStepOf(order: number): (x: number) => number {
  // B_2k(1/2) is (2^(1 - 2 k) - 1) B_2k.
  const tail = stirlingSeries(order, (power) => 2 ** -power - 2);
  const difference = order === 0 ? logGammaDifference : polygammaDifferenceOf(order - 1);
  return (x) => (x < FAR + order ? difference(x, 0.5) - 0.5 * logDerivative(order, x) : tail(x));
}

function logGammaDifference(x: number, d: number): number {
  return logGamma(x + d) - logGamma(x);
}

function powerDifference(x: number, d: number, power: number): number {
  return x ** power * Math.expm1(power * Math.log1p(d / x));
}

function logDerivative(order: number, x: number): number {
  return order === 0 ? Math.log(x) : falling(-1, order - 1) * x ** -order;
}

const excess = digammaExcessOf(0);

/** log x - digamma(x), which is about 1 / (2 x) for large x. */
export function digammaGap(x: number): number {
  return 1 / x - excess(x);
}
