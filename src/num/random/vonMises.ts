import type * as tf from '@tensorflow/tfjs-core';
import { fold, split } from '../key.js';
import type { Key } from '../key.js';
import type { Shape } from '../shape.js';
import { vonMisesMotion } from '../special/vonMisesCdf.js';
import { implicitDraw } from './implicitDraw.js';
import { normalArray } from './normal.js';
import { uniformArray } from './uniform.js';

/** Beyond this the normal distribution of variance 1 / concentration is within one part in a million. */
const LARGE = 1e6;
const SMALL = 1e-6;

/**
 * Von Mises angles about 0, in radians, float32, from -pi to pi, with implicit gradients to the concentration. Drawn on the host
 * in float64.
 *
 * @param concentration >= 0, a number or a tensor that broadcasts to `shape`
 * @returns a tensor of that shape; NaN where the concentration is not a finite number >= 0
 */
export function vonMises(key: Key, concentration: tf.Tensor | number, shape: Shape): tf.Tensor {
  const draw = (concentrations: ArrayLike<number>): Float64Array => vonMisesArray(key, concentrations);
  return implicitDraw(concentration, shape, draw, (at, angle) => vonMisesMotion(angle, at));
}

/**
 * Von Mises angles about 0 in radians, one for each concentration, in float64; NaN where one is not a finite number >= 0.
 *
 * @see Best and Fisher 1979, "Efficient simulation of the von Mises distribution"
 */
export function vonMisesArray(key: Key, concentrations: ArrayLike<number>): Float64Array {
  const [signKey = key, tryKey = key] = split(key);
  const angles = new Float64Array(concentrations.length).fill(NaN);
  let pending = Array.from(angles.keys()).filter((i) => isAllowed(concentrations[i] ?? NaN));
  for (let round = 0; pending.length > 0; round += 1) {
    const [normalKey = key, placeKey = key, acceptKey = key] = split(fold(tryKey, round), 3);
    const normals = normalArray(normalKey, pending.length);
    const places = uniformArray(placeKey, pending.length);
    const accepts = uniformArray(acceptKey, pending.length);
    pending = pending.filter((i, j) => {
      angles[i] = proposal(concentrations[i] ?? NaN, normals[j] ?? 0, places[j] ?? 0, accepts[j] ?? 0);
      return Number.isNaN(angles[i]);
    });
  }
  uniformArray(signKey, angles.length).forEach((u, i) => {
    if (u < 0.5) angles[i] = -(angles[i] ?? NaN);
  });
  return angles;
}

function isAllowed(concentration: number): boolean {
  return concentration >= 0 && concentration < Infinity;
}

/** The size of an angle, or NaN if it is refused: at least 65 in 100 are not. */
function proposal(concentration: number, normal: number, place: number, accept: number): number {
  if (concentration > LARGE) return Math.abs(normal) / Math.sqrt(concentration);
  if (concentration < SMALL) return Math.PI * place;
  // A wrapped Cauchy density encloses the density; r is its parameter.
  const tau = 1 + Math.sqrt(1 + 4 * concentration * concentration);
  const rho = (tau - Math.sqrt(2 * tau)) / (2 * concentration);
  const r = (1 + rho * rho) / (2 * rho);
  const cosine = Math.cos(Math.PI * place);
  const f = (1 + r * cosine) / (r + cosine);
  const c = concentration * (r - f);
  if (Math.log(c / accept) + 1 - c < 0) return NaN;
  return Math.acos(Math.min(1, Math.max(-1, f)));
}
