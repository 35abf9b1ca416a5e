import { Expression, expm1, scalarFunction } from '../formula/index.js';

/**
 * log(1 - exp(x)) for x <= 0, in nats: -Infinity at 0, NaN above.
 *
 * @param x float32, any shape; borrowed
 * @see Mächler 2012, "Accurately computing log(1 - exp(-|a|))", equation (7)
 * @example
 * log1mexp(tf.tensor1d([-1e-6, -1])).dataSync();   // [-13.815511, -0.458675]
 */
export const log1mexp = scalarFunction(
  'log1mexp',
  (x: number) => (x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))),
  (x: Expression) => [Expression.of(-1).div(expm1(x.neg()))],
);
