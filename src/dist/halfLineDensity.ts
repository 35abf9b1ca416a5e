import { between, type Expression, where } from '../num/index.js';

/** A log density on the finite numbers >= 0, and -Infinity elsewhere. */
export function fromZero(x: Expression, logDensity: Expression): Expression {
  return where(between(x, 0, Number.MAX_VALUE), logDensity, -Infinity);
}

/** A log density on the finite numbers > 0, and -Infinity elsewhere. */
export function aboveZero(x: Expression, logDensity: Expression): Expression {
  return where(between(x, Number.MIN_VALUE, Number.MAX_VALUE), logDensity, -Infinity);
}
