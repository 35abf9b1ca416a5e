import type * as tf from '@tensorflow/tfjs-core';
import { equal, Expression, less, type Lifted, type Numeric, scalarFunction, where } from '../formula/index.js';
import { devianceOf, logQuotientOf } from './float64/deviance.js';

/** Means below it may have lost digits, where their logarithm is known beside them. */
const SMALL = 1e-15;

/** log(x / y) for x, y >= 0 in nats, with all its digits near x = y; 0 where both are 0. */
export const logQuotient: Lifted<[number, number]> = scalarFunction(
  'logQuotient',
  logQuotientOf,
  (x: Expression, y: Expression) => [inverse(x), inverse(y).neg()],
);

const ofMean = scalarFunction('deviance', devianceOf, (x: Expression, mean: Expression) => [
  logQuotient(x, mean),
  bySize(x, mean),
]);

const ofLogMean = scalarFunction(
  'deviance',
  (x: number, mean: number, logMean: number) => {
    if (mean > SMALL) return devianceOf(x, mean);
    return x === 0 ? mean : x * (Math.log(x) - logMean) + mean - x;
  },
  (x: Expression, mean: Expression, logMean: Expression) => [
    where(less(SMALL, mean), logQuotient(x, mean), logLess(x, logMean)),
    where(less(SMALL, mean), bySize(x, mean), 1),
    where(less(SMALL, mean), 0, x.neg()),
  ],
);

const logLess = scalarFunction(
  'logLess',
  (x: number, logMean: number) => (x === 0 && logMean === -Infinity ? 0 : Math.log(x) - logMean),
  (x: Expression) => [inverse(x), -1],
);

/** `x` >= 0 and `mean` >= 0 broadcast; `logMean` is for where it is known exactly although the mean itself underflows. */
interface Deviance {
  (x: Numeric, mean: Numeric, logMean?: Numeric): tf.Tensor;
  (x: Expression | number, mean: Expression | number, logMean?: Expression | number): Expression;
}

/**
 * x log(x / mean) + mean - x >= 0: how much less likely a count is at `mean` than at x, in nats. Where the two are close it is a
 * series in their difference, so that nothing cancels: at 1e6 it keeps all digits where the terms by themselves have none left.
 * Where the mean is 0 it is 0 at x = 0 and otherwise Infinity.
 *
 * @example
 * deviance(tf.tensor1d([0, 1e6, 1001000]), tf.scalar(1e6)).dataSync();   // [1000000, 0, 0.499833]
 */
export const deviance = ((x: Numeric, mean: Numeric, logMean?: Numeric) =>
  logMean === undefined ? ofMean(x, mean) : ofLogMean(x, mean, logMean)) as Deviance;

/** The derivative by the mean, 1 - x / mean. */
function bySize(x: Expression, mean: Expression): Expression {
  return where(equal(x, 0), 1, mean.sub(x).div(mean));
}

function inverse(x: Expression): Expression {
  return Expression.of(1).div(x);
}
