import * as tf from '@tensorflow/tfjs-core';
import { select } from '../num/index.js';
import type { ClosedForm } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';

/** The moments of K parts, each [...batch, K, ...event]. */
export interface PartMoments {
  readonly mean: () => tf.Tensor;
  readonly variance: () => tf.Tensor;
  readonly eventDim: number;
}

/** Mean and variance of a mixture with weights [...batch, K], where all its parts have them. */
export function mixtureMoments(
  known: ReadonlySet<ClosedForm>,
  logWeights: () => tf.Tensor,
  { mean, variance, eventDim }: PartMoments,
): Pick<FamilyFacts, 'mean' | 'variance'> {
  // A part of weight 0 counts for nothing, also where its moments are infinite.
  const averaged = (parts: tf.Tensor): tf.Tensor => {
    const weights = overEvent(tf.exp(logWeights()), eventDim);
    const isThere = tf.greater(weights, 0);
    return tf.sum(tf.mul(weights, select(isThere, parts, 0)), -1 - eventDim);
  };
  const around = (): tf.Tensor => {
    const means = mean();
    const whole = tf.expandDims(averaged(means), -1 - eventDim);
    return tf.add(variance(), tf.square(tf.sub(means, whole)));
  };
  return {
    ...(known.has('mean') ? { mean: () => averaged(mean()) } : {}),
    ...(known.has('mean') && known.has('variance') ? { variance: () => averaged(around()) } : {}),
  };
}

function overEvent(x: tf.Tensor, eventDim: number): tf.Tensor {
  return tf.reshape(x, [...x.shape, ...Array<number>(eventDim).fill(1)]);
}
