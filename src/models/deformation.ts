import * as tf from '@tensorflow/tfjs-core';
import { lastSlice, product } from '../nn/index.js';
import { param } from '../ppl/index.js';

/** A unit of the parameter is so much of a logarithm: steps of the optimiser are larger here than elsewhere. */
export const DEFORMATION_UNIT = 5;

/** What a unit of a latent may change, (size, stretch, shear), each 1 or 0, and what it does before training. */
interface Row {
  readonly may: readonly number[];
  readonly start: readonly number[];
}

/**
 * The first latent changes the size alone, the next two the shape alone, so that each means one thing; three make all symmetric maps.
 * Latents beyond them may change both, and do nothing to begin with.
 */
export function deformationRow(latent: number): Row {
  return ROWS[latent] ?? { may: [1, 1, 1], start: [0, 0, 0] };
}

const ROWS: readonly Row[] = [
  { may: [1, 0, 0], start: [0.1, 0, 0] },
  { may: [0, 1, 1], start: [0, 0.15, 0.15] },
  { may: [0, 1, 1], start: [0, 0.15, -0.15] },
];

/**
 * What content does to the plane, one map for all classes: D(z) = exp(Σ zₖ Aₖ) with learned symmetric
 * Aₖ = [[size + stretch, shear], [shear, size - stretch]], in the parameter `deformation`, rows [k, (size, stretch, shear)]. The
 * antisymmetric part is left out: it would be a rotation, which is the pose's.
 *
 * @param content the latents that deform, the first `count` of [...batch, width]
 * @returns D⁻¹, which is where to read: (xx, xy, yy) of a symmetric map, [...batch, 3]
 */
export function deformation(content: tf.Tensor, count: number): tf.Tensor {
  const rows = Array.from({ length: count }, (_, k) => deformationRow(k));
  const start = (): tf.Tensor => tf.div(tf.tensor2d(rows.map((row) => [...row.start])), DEFORMATION_UNIT);
  const learned = tf.mul(param('deformation', start), tf.tensor2d(rows.map(({ may }) => [...may])));
  const logs = tf.mul(product(lastSlice(content, 0, count), learned), -DEFORMATION_UNIT);
  const [size, stretch, shear] = [0, 1, 2].map((i) => lastSlice(logs, i, 1)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  // exp of a traceless symmetric matrix N is cosh(r) I + sinh(r) / r N, with r² = stretch² + shear²; kept from 0, where r has no slope.
  const r = tf.sqrt(tf.add(tf.add(tf.square(stretch), tf.square(shear)), 1e-8));
  const [grown, shrunk] = [tf.exp(tf.add(size, r)), tf.exp(tf.sub(size, r))];
  const even = tf.mul(tf.add(grown, shrunk), 0.5);
  const odd = tf.div(tf.mul(tf.sub(grown, shrunk), 0.5), r);
  const along = tf.mul(odd, stretch);
  return tf.concat([tf.add(even, along), tf.mul(odd, shear), tf.sub(even, along)], -1);
}
