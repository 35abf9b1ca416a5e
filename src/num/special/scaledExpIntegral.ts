import type * as tf from '@tensorflow/tfjs-core';
import { onHost } from './onHost.js';
import { withPartials } from './withPartials.js';

const EULER_GAMMA = 0.5772156649015329;

/**
 * exp(x) E1(x) for x > 0, with E1 the integral of exp(-t) / t over t from x up: about 1 / x for large x. Computed on the host in
 * float64: the argument is read from the device.
 *
 * @param x float32, any shape; borrowed
 * @see Abramowitz and Stegun 1964, equations (5.1.11) and (5.1.22)
 * @example
 * scaledExpIntegral(tf.tensor1d([0.5, 1, 100])).dataSync();   // [0.922911, 0.596347, 0.009902]
 */
export function scaledExpIntegral(x: tf.Tensor): tf.Tensor {
  return withPartials('scaledExpIntegral', { x }, onHost(value), [onHost((at) => value(at) - 1 / at)]);
}

function value(x: number): number {
  if (!(x >= 0)) return NaN;
  return x < 2 ? Math.exp(x) * series(x) : fraction(x);
}

/** -gamma - log x + x - x^2 / (2 2!) + x^3 / (3 3!) - … */
function series(x: number): number {
  let [power, sum] = [1, -EULER_GAMMA - Math.log(x)];
  for (let n = 1; n < 40; n += 1) {
    power *= -x / n;
    sum -= power / n;
  }
  return sum;
}

/** 1 / (x + 1 - 1 / (x + 3 - 4 / (x + 5 - 9 / …))), from its end. */
function fraction(x: number): number {
  let rest = 0;
  for (let n = 60; n >= 1; n -= 1) rest = (n * n) / (x + 2 * n + 1 - rest);
  return 1 / (x + 1 - rest);
}
