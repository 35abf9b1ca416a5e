import { type Expression, less, lgamma, trigamma, where } from '../num/index.js';

/** log Gamma(c + 2 t) - 2 log Gamma(c + t) + log Gamma(c), of which for a small t the second derivative is left. */
export function lgammaBend(c: Expression, t: Expression): Expression {
  const middle = c.add(t);
  const exact = lgamma(middle.add(t)).sub(lgamma(middle).mul(2)).add(lgamma(c));
  return where(less(t, c.mul(3e-4)), t.square().mul(trigamma(middle)), exact);
}
