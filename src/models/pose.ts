import * as tf from '@tensorflow/tfjs-core';
import { product } from '../nn/index.js';
import type { LatentValues } from './latents.js';
import type { ResolvedOptions } from './options.js';
import { rotatedBack } from './rotatedBack.js';

/** Poses that are known of images. What is not among a model's invariances is not looked at. */
export interface KnownPose {
  /** Radians, counter-clockwise as seen, [count]. */
  readonly angle?: tf.Tensor1D;
  /** Grid units to the right and down, [count, 2]. */
  readonly shift?: tf.Tensor2D;
  /** Factors of the object's size, [count]. */
  readonly scale?: tf.Tensor1D;
  /**
   * Where angles are not known: by how much each image was rotated after it was taken, radians counter-clockwise, [count]; images i and
   * i + count / 2 were one. Then it is known by how much their angles differ.
   */
  readonly rotatedBy?: tf.Tensor1D;
}

/** What is known, as values of the model's latents, [count, 1, size] each; a shift after the rotation is not what a place tells. */
export function knownValues({ angle, shift, scale }: KnownPose, options: ResolvedOptions): LatentValues {
  const { invariances, anglePrior, shiftFrame, shiftUnit, scaleUnit } = options;
  const columns = (...parts: tf.Tensor1D[]): tf.Tensor => tf.expandDims(tf.stack(parts, 1), 1);
  const uses = (name: (typeof invariances)[number]): boolean => invariances.includes(name);
  const isPlace = uses('translation') && shiftFrame === 'image';
  return {
    ...(angle !== undefined &&
      uses('rotation') && { angle: anglePrior === 'normal' ? columns(angle) : columns(tf.cos(angle), tf.sin(angle)) }),
    ...(shift !== undefined && isPlace && { shift: tf.expandDims(tf.div(shift, shiftUnit), 1) }),
    ...(scale !== undefined && uses('scale') && { scale: columns(tf.div(tf.log(scale), scaleUnit)) }),
  };
}

/** Where objects lie, grid units to the right and down, [...batch, 2]; undefined without translation. */
export function placeOf({ angle, shift, scale }: LatentValues, options: ResolvedOptions): tf.Tensor | undefined {
  if (shift === undefined || options.shiftFrame === 'image') return shift && tf.mul(shift, options.shiftUnit);
  const [cos = shift, sin = shift] = tf.split(angle === undefined ? UPRIGHT() : directionOf(angle, options), 2, -1);
  const size = scale === undefined ? 1 : tf.exp(tf.mul(scale, options.scaleUnit));
  return tf.mul(rotatedBack(shift, cos, sin), tf.mul(size, -options.shiftUnit));
}

const UPRIGHT = (): tf.Tensor => tf.tensor1d([1, 0]);

/**
 * Where the pixels of an image read the object's own picture, as rows for {@link resample}: p ↦ D⁻¹ R(angle) (p - shift) / scale,
 * with R(a) = [[cos a, -sin a], [sin a, cos a]] and y downwards, so that the object is deformed by D, rotated counter-clockwise, and
 * then lies at `shift`. With `shiftFrame: 'object'` as the paper has it: p ↦ R(angle) p / scale + shift.
 *
 * @returns [...batch, 6]; undefined without a pose
 */
export function readingMap(
  values: LatentValues,
  deformation: tf.Tensor | undefined,
  options: ResolvedOptions,
): tf.Tensor | undefined {
  const { angle, shift, scale } = values;
  if (options.invariances.length === 0) return undefined;
  const direction = angle === undefined ? UPRIGHT() : directionOf(angle, options);
  const pairs = tf.mul(tf.expandDims(deformation ?? tf.tensor1d([1, 0, 1]), -1), tf.expandDims(direction, -2));
  const rotated = product(tf.reshape(pairs, [...pairs.shape.slice(0, -2), 6]), tf.tensor2d(ROTATION, [6, 4]));
  const linear = scale === undefined ? rotated : tf.mul(rotated, tf.exp(tf.mul(scale, -options.scaleUnit)));
  const still = product(linear, tf.tensor2d(STILL, [4, 6]));
  if (shift === undefined) return still;
  if (options.shiftFrame === 'object')
    return tf.add(still, product(tf.mul(shift, options.shiftUnit), tf.tensor2d(BESIDE, [2, 6])));
  const away = tf.mul(linear, tf.tile(tf.mul(shift, -options.shiftUnit), [...shift.shape.slice(1).map(() => 1), 2]));
  return tf.add(still, product(away, tf.tensor2d(AWAY, [4, 6])));
}

/** From products (xx cos, xx sin, xy cos, xy sin, yy cos, yy sin) to the entries of D⁻¹ R, row by row. */
const ROTATION = [
  [1, 0, 0, 0],
  [0, -1, 0, 0],
  [0, 1, 1, 0],
  [1, 0, 0, -1],
  [0, 0, 0, 1],
  [0, 0, 1, 0],
];

/** From the entries of a linear map to those of a map without a shift, and from their products with a shift to where that takes it. */
const STILL = [
  [1, 0, 0, 0, 0, 0],
  [0, 1, 0, 0, 0, 0],
  [0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0, 1, 0],
];
/** From a shift after all else to what it adds to the map. */
const BESIDE = [
  [0, 0, 1, 0, 0, 0],
  [0, 0, 0, 0, 0, 1],
];

const AWAY = BESIDE.flatMap((row) => [row, row]);

/** Cosine and sine, [...batch, 2]. */
function directionOf(angle: tf.Tensor, { anglePrior }: ResolvedOptions): tf.Tensor {
  return anglePrior === 'normal' ? tf.concat([tf.cos(angle), tf.sin(angle)], -1) : angle;
}
