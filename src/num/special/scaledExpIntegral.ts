import { Expression, type Lifted, scalarFunction } from '../formula/index.js';

const EULER_GAMMA = 0.5772156649015329;

/**
 * exp(x) E1(x) for x > 0, with E1 the integral of exp(-t) / t over t from x up: about 1 / x for large x.
 *
 * @param x float32, any shape; borrowed
 * @see Abramowitz and Stegun 1964, equations (5.1.11) and (5.1.22)
 * @example
 * scaledExpIntegral(tf.tensor1d([0.5, 1, 100])).dataSync();   // [0.922911, 0.596347, 0.009902]
 */
export const scaledExpIntegral: Lifted<[number]> = scalarFunction('scaledExpIntegral', value, (x: Expression) => [
  slope(x),
]);

/** The function less 1 / x, which far out is -1 / x^2. */
const slope = scalarFunction(
  'scaledExpIntegralSlope',
  (x: number) => (x < 2 ? value(x) - 1 / x : ((fraction(x) - 1) / x) * value(x)),
  (x: Expression, own: Expression) => [own.add(Expression.of(1).div(x.square()))],
);

function value(x: number): number {
  if (!(x >= 0)) return NaN;
  return x < 2 ? Math.exp(x) * series(x) : 1 / (x + 1 - fraction(x));
}

/** -gamma - log x + x - x^2 / (2 2!) + x^3 / (3 3!) - … */
function series(x: number): number {
  let [power, sum] = [1, -EULER_GAMMA - Math.log(x)];
  for (let n = 1; n < 40; n += 1) {
    power *= -x / n;
    sum -= power / n;
  }
  return sum;
}

/** 1 / (x + 3 - 4 / (x + 5 - 9 / …)), from its end. */
function fraction(x: number): number {
  let rest = 0;
  for (let n = 60; n >= 1; n -= 1) rest = (n * n) / (x + 2 * n + 1 - rest);
  return rest;
}
