import { type Expression, log, log1p, type Lifted, scalarFunction } from '../formula/index.js';
import { betaPoint } from './float64/betaSeries.js';
import { betaSlopes, logBetaDensity } from './float64/betaSlopes.js';
import { logIncompleteBeta } from './float64/betaTail.js';
import { digammaDifference } from './polygamma.js';

type OfThree = Lifted<[number, number, number]>;

/** x^(a - 1) (1 - x)^(b - 1) / B(a, b), the derivative of I_x(a, b) by x. */
const density: OfThree = scalarFunction(
  'betaDensity',
  (a: number, b: number, x: number) => {
    const [left, right] = [x === 0 ? atEnd(a, b) : 0, x === 1 ? atEnd(b, a) : 0];
    return atEnds(a, b, x, left, right) ?? Math.exp(logBetaDensity(betaPoint(a, b, x)));
  },
  (a: Expression, b: Expression, x: Expression, value: Expression) => [
    value.mul(log(x).add(digammaDifference(a, b))),
    value.mul(log1p(x.neg()).add(digammaDifference(b, a))),
    value.mul(
      a
        .sub(1)
        .div(x)
        .add(b.sub(1).div(x.sub(1))),
    ),
  ],
);

const byA = scalarFunction('betaincByA', (a: number, b: number, x: number) => slopesByShape(a, b, x)[0]);
const byB = scalarFunction('betaincByB', (a: number, b: number, x: number) => slopesByShape(a, b, x)[1]);

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0: the distribution function at x of the beta distribution of
 * concentrations a (at 1) and b (at 0). 0 for x <= 0 and 1 for x >= 1; NaN unless a and b are finite and > 0. The upper tail is
 * betainc(b, a, 1 - x).
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betainc(2, 3, tf.tensor1d([0.1, 0.5])).dataSync();   // [0.0523, 0.6875]
 */
export const betainc: OfThree = scalarFunction(
  'betainc',
  (a: number, b: number, x: number) => atEnds(a, b, x, 0, 1) ?? Math.exp(logIncompleteBeta(betaPoint(a, b, x), true)),
  (a: Expression, b: Expression, x: Expression) => [byA(a, b, x), byB(a, b, x), density(a, b, x)],
);

/**
 * The complement 1 - I_x(a, b), with all its digits where it is small, also at an x near 0, of which 1 - x would keep none;
 * otherwise as `betainc`.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betaincc(2, 3, tf.tensor1d([0.1, 0.5])).dataSync();   // [0.9477, 0.3125]
 */
export const betaincc: OfThree = scalarFunction(
  'betaincc',
  (a: number, b: number, x: number) => atEnds(a, b, x, 1, 0) ?? Math.exp(logIncompleteBeta(betaPoint(a, b, x), false)),
  (a: Expression, b: Expression, x: Expression) => [byA(a, b, x).neg(), byB(a, b, x).neg(), density(a, b, x).neg()],
);

function slopesByShape(a: number, b: number, x: number): readonly [byA: number, byB: number] {
  const end = atEnds(a, b, x, 0, 0);
  return end === undefined ? betaSlopes(betaPoint(a, b, x)) : [end, end];
}

/** What holds for x <= 0 and for x >= 1, NaN for arguments that are not allowed, else nothing. */
function atEnds(a: number, b: number, x: number, left: number, right: number): number | undefined {
  if (!(Math.min(a, b) > 0 && Math.max(a, b) < Infinity) || Number.isNaN(x)) return NaN;
  if (x <= 0) return left;
  return x >= 1 ? right : undefined;
}

/** The density at 0. */
function atEnd(a: number, b: number): number {
  return a > 1 ? 0 : a === 1 ? b : Infinity;
}
