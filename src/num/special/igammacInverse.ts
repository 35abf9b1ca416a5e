import type * as tf from '@tensorflow/tfjs-core';
import { logGammaSlope } from '../random/logGammaSlope.js';
import { concaveRoot } from './float64/concaveRoot.js';
import { gammaPoint, logGammaPower, logIncompleteGamma } from './float64/gammaTail.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

const MAX_STEPS = 200;

/**
 * The x for which Q(a, x) = q, the inverse of `igammac`: exact also where q is so small that 1 - q is 1. Infinity at q = 0, 0 at
 * 1, NaN outside and unless a is finite and > 0. It has both gradients. Computed in float64 outside of the engine, so it reads
 * its arguments from the device.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param q of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igammacInverse(2, tf.tensor1d([0.5, 1e-30])).dataSync();   // [1.678347, 73.386833]
 */
export function igammacInverse(a: Numeric, q: Numeric): tf.Tensor {
  return withPartials('igammacInverse', { a, q }, onHost(value), [
    onHost((at, _, x) => (x > 0 && x < Infinity ? x * logGammaSlope(at, Math.log(x)) : 0)),
    onHost((at, _, x) => -x / (at * Math.exp(logGammaPower(gammaPoint(at, x))))),
  ]);
}

function value(a: number, q: number): number {
  if (!(a > 0 && a < Infinity && q >= 0 && q <= 1)) return NaN;
  if (q === 0 || q === 1) return q === 0 ? Infinity : 0;
  return Math.exp(-negativeLogQuantile(a, Math.log(q)));
}

/** In -log x, in which log Q is concave and increases; from where it is too low. */
function negativeLogQuantile(a: number, logQ: number): number {
  const excess = (w: number): number => logIncompleteGamma(gammaPoint(a, Math.exp(-w)), false) - logQ;
  let start = -Math.log(a - logQ);
  while (excess(start) > 0) start -= Math.LN2;
  return concaveRoot((w) => ({ value: excess(w), slope: slope(a, Math.exp(-w)) }), start, MAX_STEPS);
}

/** -x times the derivative of log Q. */
function slope(a: number, x: number): number {
  const point = gammaPoint(a, x);
  return a * Math.exp(logGammaPower(point) - logIncompleteGamma(point, false));
}
