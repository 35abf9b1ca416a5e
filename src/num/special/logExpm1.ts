import { expm1, Expression, less, type Lifted, scalarFunction, where } from '../formula/index.js';

// The part of log 2 that a float64 does not hold.
const LN2_REST = 2.3190468138462996e-17;

/**
 * log(exp(x) - 1) for x >= 0, in nats, the inverse of `softplus`: -Infinity at 0, NaN below.
 *
 * @param x float32, any shape; borrowed
 * @example
 * logExpm1(tf.tensor1d([1e-6, 1, 1000])).dataSync();   // [-13.815511, 0.541325, 1000]
 */
export const logExpm1: Lifted<[number]> = scalarFunction(
  'logExpm1',
  (x: number) => {
    if (x < 0.5) return Math.log(Math.expm1(x));
    // Where it passes through 0, exp(x) - 1 is 1 + 2 (exp(d) - 1) with d = x - log 2.
    if (x < 1) return Math.log1p(2 * Math.expm1(x - Math.LN2 - LN2_REST));
    return x + Math.log1p(-Math.exp(-x));
  },
  (x: Expression) => [where(less(x, 0), NaN, slope(x))],
);

/**
 * log(1 - exp(x)) for x <= 0, in nats: -Infinity at 0, NaN above.
 *
 * @param x float32, any shape; borrowed
 * @see Mächler 2012, "Accurately computing log(1 - exp(-|a|))", equation (7)
 * @example
 * log1mexp(tf.tensor1d([-1e-6, -1])).dataSync();   // [-13.815511, -0.458675]
 */
export const log1mexp: Lifted<[number]> = scalarFunction(
  'log1mexp',
  (x: number) => (x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))),
  (x: Expression) => [slope(x)],
  undefined,
  (x: Expression) => expm1(x).neg(),
);

/** 1 / (1 - exp(-x)), which is that of both. */
function slope(x: Expression): Expression {
  return Expression.of(-1).div(expm1(x.neg()));
}
