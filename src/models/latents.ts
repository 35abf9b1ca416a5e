import * as tf from '@tensorflow/tfjs-core';
import { normal, projectedNormal, type Distribution } from '../dist/index.js';
import type { Pose } from '../nn/index.js';
import type { ResolvedOptions } from './options.js';

/** One continuous latent site, with how its guide's distribution is read off the encoder's outputs. */
export interface Latent {
  readonly name: 'angle' | 'shift' | 'scale' | 'content';
  /** How many outputs of the encoder it takes. */
  readonly outputs: number;
  prior(): Distribution;
  /** @param outputs [...batch, this.outputs] */
  posterior(outputs: tf.Tensor): Distribution;
  /** The centre of the posterior, as a value of the site. */
  centre(outputs: tf.Tensor): tf.Tensor;
}

export type LatentValues = Readonly<Partial<Record<Latent['name'], tf.Tensor>>>;

/** The continuous latents of a model, in the order in which they are sampled. */
export function latentsOf({ invariances, contentDim, anglePrior, angleSpread }: ResolvedOptions): Latent[] {
  const angle = anglePrior === 'normal' ? gaussian('angle', 1, angleSpread) : circular(angleSpread);
  return [
    ...(invariances.includes('rotation') ? [angle] : []),
    ...(invariances.includes('translation') ? [gaussian('shift', 2, 1)] : []),
    ...(invariances.includes('scale') ? [gaussian('scale', 1, 1)] : []),
    ...(contentDim > 0 ? [gaussian('content', contentDim, 1)] : []),
  ];
}

function gaussian(name: Latent['name'], size: number, spread: number): Latent {
  const locOf = (outputs: tf.Tensor): tf.Tensor => lastSlice(outputs, 0, size);
  return {
    name,
    outputs: 2 * size,
    prior: () => normal({ loc: tf.zeros([size]), scale: spread }).toEvent(1),
    posterior: (outputs) =>
      normal({ loc: locOf(outputs), scale: tf.softplus(lastSlice(outputs, size, size)) }).toEvent(1),
    centre: locOf,
  };
}

/** The angle as a unit vector; a spread of s radians is a concentration of 1 / s, and Infinity the uniform circle. */
function circular(spread: number): Latent {
  return {
    name: 'angle',
    outputs: 2,
    prior: () => projectedNormal({ concentration: tf.tensor1d([1 / spread, 0]) }),
    posterior: (outputs) => projectedNormal({ concentration: outputs }),
    centre: (outputs) => tf.div(outputs, tf.maximum(tf.norm(outputs, 'euclidean', -1, true), 1e-12)),
  };
}

/** The pose that the values of the pose latents stand for. */
export function poseOf(values: LatentValues, options: ResolvedOptions): Pose {
  const { angle, shift, scale } = values;
  return {
    ...(angle === undefined ? {} : { rotation: rotationOf(angle, options) }),
    ...(shift === undefined ? {} : { shift: tf.mul(shift, options.shiftUnit) }),
    ...(scale === undefined ? {} : { scale: tf.add(1, tf.mul(scale, options.scaleUnit)) }),
  };
}

function rotationOf(angle: tf.Tensor, { anglePrior }: ResolvedOptions): { cos: tf.Tensor; sin: tf.Tensor } {
  if (anglePrior === 'normal') return { cos: tf.cos(angle), sin: tf.sin(angle) };
  return { cos: lastSlice(angle, 0, 1), sin: lastSlice(angle, 1, 1) };
}

/** `size` entries of the last dim from `start`. */
export function lastSlice(x: tf.Tensor, start: number, size: number): tf.Tensor {
  const begin = x.shape.map((_, i) => (i === x.rank - 1 ? start : 0));
  const extent = x.shape.map((length, i) => (i === x.rank - 1 ? size : length));
  return tf.slice(x, begin, extent);
}
