import { betainc, betaincc } from './betainc.js';
import { betaPoint } from './float64/betaSeries.js';
import { logIncompleteBeta } from './float64/betaTail.js';
import { betaSlopes, logBetaDensity } from './float64/betaSlopes.js';
import { precise } from './float64/precise.js';
import type { Expression } from '../formula/index.js';
import { between, exp, type Lifted, scalarFunction, where } from '../formula/index.js';

type OfThree = Lifted<[number, number, number]>;

/** The log of the beta density at x inside. */
const logDensity: OfThree = scalarFunction('logBetaDensity', (a: number, b: number, x: number) =>
  logBetaDensity(betaPoint(a, b, x)),
);

/**
 * The log of the regularised incomplete beta function I_x(a, b), in nats, with all its digits also where it is too small for float32.
 * -Infinity for x <= 0 and 0 for x >= 1; NaN unless a and b are finite and > 0. Within 1 ulp.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * logBetainc(tf.scalar(50), 3, tf.tensor1d([0.01, 0.9])).dataSync();   // [-223.088292, -2.336832]
 */
export const logBetainc: OfThree = logTail('logBetainc', true);

/**
 * The log of the complement 1 - I_x(a, b), likewise.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * logBetaincc(tf.scalar(0.02), 2, tf.tensor1d([1e-10, 0.5])).dataSync();   // [-1.031636, -5.545506]
 */
export const logBetaincc: OfThree = logTail('logBetaincc', false);

function logTail(name: string, isLower: boolean): OfThree {
  const [left, right] = isLower ? [-Infinity, 0] : [0, -Infinity];
  const slope = (place: 0 | 1): OfThree =>
    scalarFunction(`${name}By${place}`, (a: number, b: number, x: number) => {
      if (!(x > 0 && x < 1)) return 0;
      const point = betaPoint(a, b, x);
      const byShape = betaSlopes(point)[place] * Math.exp(-logIncompleteBeta(point, isLower));
      return isLower ? byShape : -byShape;
    });
  const [byA, byB] = [slope(0), slope(1)];
  return scalarFunction(
    name,
    (a: number, b: number, x: number) => {
      if (!(Math.min(a, b) > 0 && Math.max(a, b) < Infinity) || Number.isNaN(x)) return NaN;
      if (x <= 0) return left;
      return x >= 1 ? right : precise(logIncompleteBeta, betaPoint(a, b, x), isLower);
    },
    (a: Expression, b: Expression, x: Expression, value: Expression) => {
      const byX = exp(logDensity(a, b, x).sub(value)).mul(isLower ? 1 : -1);
      return [byA(a, b, x), byB(a, b, x), where(between(x, Number.MIN_VALUE, 1 - 2 ** -53), byX, 0)];
    },
    undefined,
    isLower ? betainc : betaincc,
  );
}
