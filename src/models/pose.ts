import * as tf from '@tensorflow/tfjs-core';
import { lastSlice } from '../nn/index.js';
import type { Deformation } from './deformation.js';
import type { LatentValues } from './latents.js';
import type { ResolvedOptions } from './options.js';

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

/** What is known, as values of the model's latents, [count, 1, size] each. */
export function knownValues({ angle, shift, scale }: KnownPose, options: ResolvedOptions): LatentValues {
  const { invariances, anglePrior, shiftUnit, scaleUnit } = options;
  const columns = (...parts: tf.Tensor1D[]): tf.Tensor => tf.expandDims(tf.stack(parts, 1), 1);
  const uses = (name: (typeof invariances)[number]): boolean => invariances.includes(name);
  return {
    ...(angle !== undefined &&
      uses('rotation') && { angle: anglePrior === 'normal' ? columns(angle) : columns(tf.cos(angle), tf.sin(angle)) }),
    ...(shift !== undefined && uses('translation') && { shift: tf.expandDims(tf.div(shift, shiftUnit), 1) }),
    ...(scale !== undefined && uses('scale') && { scale: columns(tf.div(tf.log(scale), scaleUnit)) }),
  };
}

/**
 * Where the pixels of an image read the object's own picture, as rows for {@link resample}: p ↦ D⁻¹ R(angle) (p - shift) / scale,
 * with R(a) = [[cos a, -sin a], [sin a, cos a]] and y downwards, so that the object is deformed by D, turned counter-clockwise, and
 * then lies at `shift`.
 *
 * @returns [...batch, 6]; undefined without a pose
 */
export function readingMap(
  values: LatentValues,
  deformation: Deformation | undefined,
  options: ResolvedOptions,
): tf.Tensor | undefined {
  const { angle, shift, scale } = values;
  if (options.invariances.length === 0) return undefined;
  const [cos, sin] = angle === undefined ? [tf.scalar(1), tf.scalar(0)] : directionOf(angle, options);
  const shrink = scale === undefined ? tf.scalar(1) : tf.exp(tf.mul(scale, -options.scaleUnit));
  const { xx, xy, yy } = deformation ?? { xx: tf.scalar(1), xy: tf.scalar(0), yy: tf.scalar(1) };
  const times = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor): tf.Tensor =>
    tf.mul(shrink, tf.add(tf.mul(a, b), tf.mul(c, d)));
  const rows = [
    [times(xx, cos, xy, sin), times(xy, cos, tf.neg(xx), sin)],
    [times(xy, cos, yy, sin), times(yy, cos, tf.neg(xy), sin)],
  ] as const;
  const [right, down] =
    shift === undefined ? [tf.scalar(0), tf.scalar(0)] : coordinates(tf.mul(shift, options.shiftUnit));
  const entries = rows.flatMap(([byX, byY]) => [byX, byY, tf.neg(tf.add(tf.mul(byX, right), tf.mul(byY, down)))]);
  return besides(entries);
}

/** Cosine and sine, [...batch, 1] each. */
function directionOf(angle: tf.Tensor, { anglePrior }: ResolvedOptions): [tf.Tensor, tf.Tensor] {
  return anglePrior === 'normal' ? [tf.cos(angle), tf.sin(angle)] : coordinates(angle);
}

function coordinates(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  return [lastSlice(x, 0, 1), lastSlice(x, 1, 1)];
}

/** Columns whose batches broadcast, side by side. */
function besides(columns: readonly tf.Tensor[]): tf.Tensor {
  const like = columns.reduce((sum, column) => tf.add(sum, tf.zerosLike(column)), tf.zeros([1]));
  return tf.concat(
    columns.map((column) => tf.add(column, like)),
    -1,
  );
}
