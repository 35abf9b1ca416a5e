import { igamma, igammac } from './igamma.js';
import { deviance } from './deviance.js';
import { factorialExcess } from './factorialExcess.js';
import { gammaPoint, logGammaPower, logIncompleteGamma } from './float64/gammaTail.js';
import type { Expression } from '../formula/index.js';
import { exp, less, type Lifted, log, scalarFunction, where } from '../formula/index.js';
import { precise } from './float64/precise.js';
import { logGammaSlope } from '../random/logGammaSlope.js';

/**
 * The log of the regularised lower incomplete gamma function P(a, x), in nats, with all its digits also where P is too small for float32.
 * -Infinity for x <= 0; NaN unless a is finite and > 0. Within 1 ulp.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * logIgamma(tf.scalar(20), tf.tensor1d([0.01, 20])).dataSync();   // [-134.448544, -0.635364]
 */
export const logIgamma: Lifted<[number, number]> = logTail('logIgamma', true);

/**
 * The log of the upper one, Q(a, x) = 1 - P(a, x), likewise; 0 for x <= 0.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * logIgammac(tf.scalar(2), tf.tensor1d([1, 500])).dataSync();   // [-0.306853, -493.783394]
 */
export const logIgammac: Lifted<[number, number]> = logTail('logIgammac', false);

function logTail(name: string, isLower: boolean): Lifted<[number, number]> {
  const [left, right] = isLower ? [-Infinity, 0] : [0, -Infinity];
  const byA = scalarFunction(`${name}ByA`, (a: number, x: number) => {
    if (!(x > 0 && x < Infinity)) return 0;
    const point = gammaPoint(a, x);
    // The quantile moves up with a, so P falls.
    const slope =
      a * Math.exp(logGammaPower(point) - logIncompleteGamma(point, isLower)) * logGammaSlope(a, Math.log(x));
    return isLower ? -slope : slope;
  });
  return scalarFunction(
    name,
    (a: number, x: number) => {
      if (!(a > 0 && a < Infinity) || Number.isNaN(x)) return NaN;
      if (x <= 0) return left;
      return x === Infinity ? right : precise(logIncompleteGamma, gammaPoint(a, x), isLower);
    },
    (a: Expression, x: Expression, value: Expression) => {
      const density = log(a).sub(deviance(a, x)).sub(factorialExcess(a)).sub(log(x));
      const byX = exp(density.sub(value)).mul(isLower ? 1 : -1);
      return [byA(a, x), where(less(0, x), byX, 0)];
    },
    undefined,
    isLower ? igamma : igammac,
  );
}
