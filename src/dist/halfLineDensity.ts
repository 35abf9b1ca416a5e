import { between, equal, type Expression, floor, where } from '../num/index.js';

/** A log density on the finite numbers >= 0, and -Infinity elsewhere. */
export function fromZero(x: Expression, logDensity: Expression): Expression {
  return where(between(x, 0, Number.MAX_VALUE), logDensity, -Infinity);
}

/** A log probability on 0, 1, 2, … up to `last`, and -Infinity elsewhere. */
export function ofCount(k: Expression, logMass: Expression, last: Expression | number = Number.MAX_VALUE): Expression {
  return where(between(k, 0, last), where(equal(k, floor(k)), logMass, -Infinity), -Infinity);
}

/** A log density on the finite numbers > 0, and -Infinity elsewhere. */
export function aboveZero(x: Expression, logDensity: Expression): Expression {
  return where(between(x, Number.MIN_VALUE, Number.MAX_VALUE), logDensity, -Infinity);
}
