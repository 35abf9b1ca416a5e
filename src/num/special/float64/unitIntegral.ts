import { BERNOULLI, falling, horner } from './logGamma.js';

/** From here on without the power series. */
const FAR = 1;

/**
 * The derivative of that order, from 0 to 3, of the log of the integral of exp(x u) over u from 0 to 1, log((exp(x) - 1) / x): about 0 it is
 * x / 2 and the sum of B_2k x^2k / (2 k (2 k)!).
 */
export function unitIntegralOf(order: 0 | 1 | 2 | 3): (x: number) => number {
  const first = order === 0 ? 0 : Math.ceil(order / 2) - 1;
  const power = 2 * (first + 1) - order;
  const coefficients = BERNOULLI.slice(first).map((bernoulli, i) => {
    const even = 2 * (first + i + 1);
    return (bernoulli / even / falling(even, even)) * falling(even, order);
  });
  const halfDerivative = (x: number): number => (order === 0 ? x / 2 : order === 1 ? 0.5 : 0);
  return (x) => (Math.abs(x) < FAR ? halfDerivative(x) + x ** power * horner(x * x, coefficients) : far[order](x));
}

/** Far on the right; the sums on the left are the mirror images of those on the right, but for x in order 0 and 1 in order 1. */
const far = [
  (x: number): number => Math.max(x, 0) + Math.log(-Math.expm1(-Math.abs(x)) / Math.abs(x)),
  (x: number): number => (x < 0 ? rest(-x) : 1 - rest(x)),
  (x: number): number => 1 / x / x - falloff(Math.abs(x)) * (1 + falloff(Math.abs(x))),
  (x: number): number =>
    Math.sign(x) *
    (falloff(Math.abs(x)) * (1 + falloff(Math.abs(x))) * (1 + 2 * falloff(Math.abs(x))) - 2 / Math.abs(x) ** 3),
] as const;

function rest(x: number): number {
  return 1 / x - falloff(x);
}

/** 1 / (exp(x) - 1). */
function falloff(x: number): number {
  return 1 / Math.expm1(x);
}
