import type * as tf from '@tensorflow/tfjs-core';
import { split } from '../key.js';
import type { Key } from '../key.js';
import type { Shape } from '../shape.js';
import { inverseGaussianMotion } from '../special/inverseGaussianCdf.js';
import { implicitDraw } from './implicitDraw.js';
import { normalArray } from './normal.js';
import { uniformArray } from './uniform.js';

/**
 * Inverse Gaussian draws of mean 1, float32, with implicit gradients to the concentration. Drawn on the host in float64, so that
 * the same numbers give the same bits on every engine; to that end the concentration is read from the device.
 *
 * @param concentration > 0, a number or a tensor that broadcasts to `shape`
 * @returns a tensor of that shape; NaN where the concentration is not a number > 0
 */
export function inverseGaussian(key: Key, concentration: tf.Tensor | number, shape: Shape): tf.Tensor {
  const draw = (concentrations: ArrayLike<number>): Float64Array => inverseGaussianArray(key, concentrations);
  return implicitDraw(concentration, shape, draw, (at, value) => inverseGaussianMotion(value, at));
}

/**
 * Draws of mean 1, one for each concentration, in float64; NaN where one is not a number > 0.
 *
 * A squared normal deviate w is c (x - 1)^2 / x at two values of x, 1 over each other, of which the smaller comes with probability
 * 1 / (1 + x).
 *
 * @see Michael, Schucany and Haas 1976, "Generating random variates using transformations with multiple roots"
 */
function inverseGaussianArray(key: Key, concentrations: ArrayLike<number>): Float64Array {
  const [normalKey = key, sideKey = key] = split(key);
  const normals = normalArray(normalKey, concentrations.length);
  const sides = uniformArray(sideKey, concentrations.length);
  return Float64Array.from(concentrations, (concentration, i) => {
    if (!(concentration > 0)) return NaN;
    const half = (normals[i] ?? NaN) ** 2 / (2 * concentration);
    const root = 1 / (1 + half + Math.sqrt(half * (half + 2)));
    return (sides[i] ?? NaN) < 1 / (1 + root) ? root : 1 / root;
  });
}
