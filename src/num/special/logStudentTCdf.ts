import type { BetaPoint } from './float64/betaSeries.js';
import { logBetaPower, logIncompleteBeta } from './float64/betaTail.js';
import { betaSlopes } from './float64/betaSlopes.js';
import { logGammaHalfStep } from './logGammaHalfStep.js';
import type { Expression } from '../formula/index.js';
import { exp, log1p, type Lifted, scalarFunction } from '../formula/index.js';

/**
 * The log of the distribution function of Student's t distribution with `df` > 0 degrees of freedom, in nats, with all its digits far on
 * either side. Within 1 ulp.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * logStudentTCdf(tf.tensor1d([-1e10, 0, 1]), 5).dataSync();   // [-112.878999, -0.693147, -0.200415]
 */
export const logStudentTCdf: Lifted<[number, number]> = scalarFunction(
  'logStudentTCdf',
  value,
  (z: Expression, df: Expression, result: Expression) => {
    const fall = df
      .add(1)
      .mul(0.5)
      .mul(log1p(z.square().div(df)));
    const logDensity = logGammaHalfStep(df.mul(0.5))
      .sub(fall)
      .sub(0.5 * Math.log(2 * Math.PI));
    return [exp(logDensity.sub(result)), byDf(z, df)];
  },
);

const byDf = scalarFunction('logStudentTCdfByDf', (z: number, df: number) => {
  if (z === 0 || Math.abs(z) === Infinity) return 0;
  const point = pointOf(z, df);
  const tail = 0.25 * betaSlopes(point)[0] + (0.5 * Math.exp(logBetaPower(point))) / df;
  return (z < 0 ? tail : -tail) * Math.exp(-value(z, df));
});

function value(z: number, df: number): number {
  if (z === 0) return -Math.LN2;
  const logTail = Math.abs(z) === Infinity ? -Infinity : logIncompleteBeta(pointOf(z, df), true) - Math.LN2;
  return z < 0 ? logTail : Math.log1p(-Math.exp(logTail));
}

/** The arguments of the incomplete beta function, of which half is the tail beyond z. */
function pointOf(z: number, df: number): BetaPoint {
  const sum = df + z * z;
  return { a: df / 2, b: 0.5, x: df / sum, y: (z * z) / sum, offset: (0.5 * df * (1 - z * z)) / sum };
}
