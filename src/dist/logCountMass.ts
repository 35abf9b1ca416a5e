import { deviance, type Expression, factorialExcess, log, weighted } from '../num/index.js';

/**
 * log Gamma(x + y + 1) - log Gamma(x + 1) - log Gamma(y + 1) + x log p + y log(1 - p): of x successes among x + y choices. Probabilities
 * of exactly 0 and 1 are right.
 */
export function logBinaryMass(
  x: Expression,
  y: Expression,
  logSuccess: Expression,
  logFailure: Expression,
): Expression {
  const total = x.add(y);
  const ways = factorialExcess(total).sub(factorialExcess(x).add(factorialExcess(y)));
  return ways.add(logCountShare(x, total, logSuccess)).add(logCountShare(y, total, logFailure));
}

/** x log(total p / x): how much less likely a category makes its number than the number itself would. */
function logCountShare(x: Expression, total: Expression, logProb: Expression): Expression {
  return weighted(x, log(total).sub(log(x)).add(logProb));
}

/**
 * What one category adds to the log probability of counts of a total: its share, x - total p, which over the categories adds up to 0 and in which
 * rounding of log p cancels, and what is left of log x!.
 */
export function logCategoryCell(x: Expression, total: Expression, logProb: Expression, prob: Expression): Expression {
  return logCountShare(x, total, logProb)
    .add(x.sub(total.mul(prob)))
    .sub(factorialExcess(x));
}

/**
 * log Gamma(x + a) - log Gamma(x + 1) - log Gamma(a), less what terms that belong to the cells of one table cancel: the x of
 * all cells add up to `total`, their a to `concentration`. Added up, with `logPolyaTotal` taken away, they are the log probability
 * of the counts.
 */
export function logPolyaCell(x: Expression, a: Expression, total: Expression, concentration: Expression): Expression {
  const [own, all] = [x.add(a), total.add(concentration)];
  const expectedCount = own.mul(total.div(all));
  const expectedConcentration = own.mul(concentration.div(all));
  return logPolyaTotal(x, a).sub(deviance(x, expectedCount).add(deviance(a, expectedConcentration)));
}

/** log Gamma(x + a) - log Gamma(x + 1) - log Gamma(a), less (x + a) log(x + a) - x log x - a log a. */
export function logPolyaTotal(x: Expression, a: Expression): Expression {
  const own = x.add(a);
  const excess = factorialExcess(own).sub(factorialExcess(x).add(factorialExcess(a)));
  return excess.add(log(a).sub(log(own)));
}
