import { atLeast, exp, Expression, formula, less, log, log1p, where } from '../formula/index.js';
import { log1mexp } from './logExpm1.js';

/** log(p) and log(1 - p) of probabilities, with no gradient where that is -Infinity. */
export const logShare = formula('logShare', (p: Expression) => where(less(0, p), log(p), logNever(p)));
export const logOtherShare = formula('logOtherShare', (p: Expression) =>
  where(less(p, 1), log1p(p.neg()), logNever(Expression.of(1).sub(p))),
);

/** log(exp(a) - exp(b)) of logs of probabilities a >= b, in nats; -Infinity, without gradient, where they are equal. */
export const logDifference = formula('logDifference', (a: Expression, b: Expression) =>
  where(less(b, a), a.add(where(less(-Infinity, b), log1mexp(b.sub(a)), 0)), where(atLeast(b, a), -Infinity, NaN)),
);

/** log(w exp(a) + (1 - w) exp(b)) of logs of probabilities a >= b, in nats, for w from 0 to 1. */
export const logBetween = formula('logBetween', (a: Expression, b: Expression, w: Expression) => {
  const smaller = where(less(-Infinity, b), exp(b.sub(a)), 0);
  return a.add(logShare(w.add(Expression.of(1).sub(w).mul(smaller))));
});

/** -Infinity for what is not above 0, and NaN for what is no number. */
function logNever(x: Expression): Expression {
  return where(atLeast(0, x), -Infinity, NaN);
}
