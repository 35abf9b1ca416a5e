import * as tf from '@tensorflow/tfjs-core';
import { normal, projectedNormal, type Distribution } from '../dist/index.js';
import { lastSlice } from '../nn/index.js';
import { stopGradient } from '../num/index.js';
import type { ResolvedOptions } from './options.js';
import { rotatedBack } from './rotatedBack.js';

/** One continuous latent site, with how its guide's distribution is read off the encoder's outputs. */
export interface Latent {
  readonly name: 'angle' | 'shift' | 'scale' | 'content' | 'exposure';
  /** How many outputs of the encoder it takes. */
  readonly outputs: number;
  /** What of its first two outputs is rotated with the image: see `meanOfViews`. */
  readonly rotatesAs?: 'direction' | 'place';
  prior(): Distribution;
  /** @param outputs [...batch, this.outputs] */
  posterior(outputs: tf.Tensor): Distribution;
  /** What a known value teaches the encoder, about log q(value), [...batch]. */
  lesson(outputs: tf.Tensor, value: tf.Tensor): tf.Tensor;
  /** What two images of one object that were rotated teach the encoder, [...batch]; see `KnownPose.rotatedBy`. */
  pairLesson?(outputs: tf.Tensor, rotatedBy: tf.Tensor1D): tf.Tensor;
  /** The centre of the posterior, as a value of the site. */
  centre(outputs: tf.Tensor): tf.Tensor;
}

export type LatentValues = Readonly<Partial<Record<Latent['name'], tf.Tensor>>>;

/** A unit of an encoder's output is so much of a concentration, which is to reach the inverse of a degree. */
const CONCENTRATION_UNIT = 10;
/** What a known angle teaches the direction by itself, in nats: as if it were known to about the root of the inverse, in radians. */
const DIRECTION_WEIGHT = 12;

/**
 * How much the cosine of twice the error counts beside the cosine of the error: an object that looks the same after half a turn is known up to
 * that, and its two angles take the cosine from each other. From a quarter on half a turn would be a place to stay for all others.
 */
const AXIS_WEIGHT = { known: 1 / 8, pairs: 1 / 4 } as const;

/** The least standard deviation of a posterior. */
const LEAST_SPREAD = 1e-3;

/** The latents of the pose, in the order in which they are sampled. */
export function poseLatents({ invariances, anglePrior, angleSpread, shiftFrame }: ResolvedOptions): Latent[] {
  const angle = anglePrior === 'normal' ? gaussian('angle', 1, angleSpread) : circular(angleSpread);
  return [
    ...(invariances.includes('rotation') ? [angle] : []),
    ...(invariances.includes('translation')
      ? [{ ...gaussian('shift', 2), ...(shiftFrame === 'image' && { rotatesAs: 'place' as const }) }]
      : []),
    ...(invariances.includes('scale') ? [gaussian('scale', 1)] : []),
  ];
}

/** The latents of what an object looks like beyond its class, and of how the image was taken. */
export function contentLatents({ contentDim, exposure }: ResolvedOptions): Latent[] {
  return [...(contentDim > 0 ? [gaussian('content', contentDim)] : []), ...(exposure ? [gaussian('exposure', 2)] : [])];
}

function gaussian(name: Latent['name'], size: number, spread = 1): Latent {
  const locOf = (outputs: tf.Tensor): tf.Tensor => lastSlice(outputs, 0, size);
  const posterior = (outputs: tf.Tensor): Distribution =>
    normal({ loc: locOf(outputs), scale: spreadOf(lastSlice(outputs, size, size)) }).toEvent(1);
  return {
    name,
    outputs: 2 * size,
    prior: () => normal({ loc: tf.zeros([size]), scale: spread }).toEvent(1),
    posterior,
    lesson: (outputs, value) => posterior(outputs).logProb(value),
    centre: locOf,
  };
}

/**
 * The angle as a unit vector, from outputs for its direction and its concentration; a prior's spread of s radians is a concentration of
 * 1 / s, and Infinity the uniform circle.
 *
 * Where an angle is known, log q alone would have the encoder learn to be unsure before it has found any direction. So direction and
 * concentration learn apart: one by cosines of its error, the other by log q at the direction as it is.
 */
function circular(spread: number): Latent {
  const posterior = (direction: tf.Tensor, outputs: tf.Tensor): Distribution => {
    const concentration = tf.mul(tf.softplus(lastSlice(outputs, 2, 1)), CONCENTRATION_UNIT);
    return projectedNormal({ concentration: tf.mul(direction, concentration) });
  };
  return {
    name: 'angle',
    outputs: 3,
    rotatesAs: 'direction',
    prior: () => projectedNormal({ concentration: tf.tensor1d([1 / spread, 0]) }),
    posterior: (outputs) => posterior(directionOf(outputs), outputs),
    lesson: (outputs, value) => {
      const direction = directionOf(outputs);
      const spreadAlone = posterior(stopGradient(direction), outputs).logProb(value);
      return tf.add(spreadAlone, agreement(direction, value, AXIS_WEIGHT.known));
    },
    pairLesson: (outputs, rotatedBy) => {
      const by = tf.reshape(rotatedBy, [-1, 1, 1]);
      const back = rotatedBack(directionOf(outputs), tf.cos(by), tf.sin(by));
      const [first = back, second = back] = tf.split(back, 2);
      return agreement(back, tf.concat([second, first]), AXIS_WEIGHT.pairs);
    },
    centre: directionOf,
  };
}

/** Above 0 by enough that a value which is always the same cannot be known without bound. */
function spreadOf(output: tf.Tensor): tf.Tensor {
  return tf.add(tf.softplus(output), LEAST_SPREAD);
}

/** What two directions that should be one are worth, in nats: the cosine of what they differ by, and a share of that of twice as much. */
function agreement(direction: tf.Tensor, other: tf.Tensor, axisWeight: number): tf.Tensor {
  const cosine = tf.sum(tf.mul(direction, other), -1);
  const ofTwice = tf.sub(tf.mul(tf.square(cosine), 2), 1);
  return tf.mul(tf.add(cosine, tf.mul(ofTwice, axisWeight)), DIRECTION_WEIGHT);
}

function directionOf(outputs: tf.Tensor): tf.Tensor {
  const vector = lastSlice(outputs, 0, 2);
  return tf.div(vector, tf.sqrt(tf.add(tf.sum(tf.square(vector), -1, true), 1e-12)));
}
