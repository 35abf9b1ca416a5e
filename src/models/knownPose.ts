import * as tf from '@tensorflow/tfjs-core';
import type { LatentValues } from './latents.js';
import type { ResolvedOptions } from './options.js';

/**
 * Poses that are known of images, as the decoder has them: an image in this pose has at p what the upright one has at
 * scale · R(angle) p + shift. What is not among a model's invariances is not looked at.
 */
export interface KnownPose {
  /** Radians, [count]. */
  readonly angle?: tf.Tensor1D;
  /** Grid units to the right and down, [count, 2]. */
  readonly shift?: tf.Tensor2D;
  /** Factors, [count]. */
  readonly scale?: tf.Tensor1D;
}

/** What is known, as values of the model's latents, [count, 1, size] each. */
export function poseValues(
  { angle, shift, scale }: KnownPose,
  { invariances, anglePrior, shiftUnit, scaleUnit }: ResolvedOptions,
): LatentValues {
  const ofImages = (...parts: tf.Tensor1D[]): tf.Tensor => tf.expandDims(tf.stack(parts, 1), 1);
  return {
    ...(angle !== undefined &&
      invariances.includes('rotation') && {
        angle: anglePrior === 'normal' ? ofImages(angle) : ofImages(tf.cos(angle), tf.sin(angle)),
      }),
    ...(shift !== undefined &&
      invariances.includes('translation') && { shift: tf.expandDims(tf.div(shift, shiftUnit), 1) }),
    ...(scale !== undefined &&
      invariances.includes('scale') && { scale: ofImages(tf.div(tf.sub(scale, 1), scaleUnit)) }),
  };
}
