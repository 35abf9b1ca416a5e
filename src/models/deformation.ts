import * as tf from '@tensorflow/tfjs-core';
import { lastSlice, product } from '../nn/index.js';
import { param } from '../ppl/index.js';

/** The inverse of a symmetric map of the plane, [[xx, xy], [xy, yy]], [...batch, 1] each. */
export interface Deformation {
  readonly xx: tf.Tensor;
  readonly xy: tf.Tensor;
  readonly yy: tf.Tensor;
}

/** A unit of the parameter is so much of a logarithm: steps of the optimiser are larger here than elsewhere. */
export const DEFORMATION_UNIT = 5;
/**
 * What the first latents do before training, (size, stretch, shear) a unit: a size, and an elongation in two directions at an angle. As the
 * prior has no axes of its own, they keep to these.
 */
const FIRST = [
  [0.1, 0, 0],
  [0, 0.07, 0.07],
  [0, 0.07, -0.07],
] as const;

/**
 * What content does to the plane, one map for all classes: D(z) = exp(Σ zₖ Aₖ) with learned symmetric
 * Aₖ = [[size + stretch, shear], [shear, size - stretch]], in the parameter `deformation`, rows [k, (size, stretch, shear)]. The
 * antisymmetric part is left out: it would be a turn, which is the pose's.
 *
 * @param content the latents that deform, the first `count` of [...batch, width]
 * @returns D⁻¹, which is where to read
 */
export function deformation(content: tf.Tensor, count: number): Deformation {
  const rows = param('deformation', () => tf.div(tf.tensor2d(firstRows(count), [count, 3]), DEFORMATION_UNIT));
  const logs = tf.mul(product(lastSlice(content, 0, count), rows), -DEFORMATION_UNIT);
  const [size, stretch, shear] = [0, 1, 2].map((i) => lastSlice(logs, i, 1)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  // exp of a traceless symmetric matrix N is cosh(r) I + sinh(r) / r N, with r² = stretch² + shear²; kept from 0, where r has no slope.
  const r = tf.sqrt(tf.add(tf.add(tf.square(stretch), tf.square(shear)), 1e-8));
  const [grown, shrunk] = [tf.exp(tf.add(size, r)), tf.exp(tf.sub(size, r))];
  const even = tf.mul(tf.add(grown, shrunk), 0.5);
  const odd = tf.div(tf.mul(tf.sub(grown, shrunk), 0.5), r);
  const along = tf.mul(odd, stretch);
  return { xx: tf.add(even, along), xy: tf.mul(odd, shear), yy: tf.sub(even, along) };
}

/** Latents beyond the third do nothing to begin with: three make all symmetric maps. */
function firstRows(count: number): number[][] {
  return Array.from({ length: count }, (_, k) => [...(FIRST[k] ?? [0, 0, 0])]);
}
