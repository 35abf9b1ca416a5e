import * as tf from '@tensorflow/tfjs-core';
import { bijectTo, type Constraint, type Distribution } from '../../dist/index.js';
import { ShapeError, type Shape } from '../../num/index.js';
import { imagesUnder } from '../frozenConstraint.js';

/** Sets whose numbers are sizes, which shapes say as well. */
const ARRANGED = ['independent', 'stack', 'cat'];

/** Whether a set is made of numbers or tensors, which a model may choose anew in each run. */
export function hasBounds({ kind, args, image }: Constraint): boolean {
  if (image !== undefined) return true;
  if (!ARRANGED.includes(kind)) return args.length > 0;
  return args.some((each) => typeof each === 'object' && 'kind' in each && hasBounds(each));
}

/** Whether two distributions of one shape have the same support, as far as its map from the reals tells. Reads data. */
export function isSameSupport(one: Distribution, other: Distribution): boolean {
  return tf.tidy(() => {
    const [a, b] = [imagesOf(one), imagesOf(other)];
    return a.length === b.length && a.every((x, i) => x === b[i]);
  });
}

/** Whether the support is there for values of another batch shape too. */
export function fitsBatch({ support, eventShape }: Distribution, batchShape: Shape): boolean {
  try {
    bijectTo(support).inverseShape([...batchShape, ...eventShape]);
    return true;
  } catch (error) {
    if (error instanceof ShapeError) return false;
    throw error;
  }
}

/** Whether the tensors that a set is made of are still there. */
export function isUsable(support: Constraint, shape: Shape): boolean {
  try {
    tf.tidy(() => {
      const bijector = bijectTo(support);
      bijector.forward(tf.zeros([...bijector.inverseShape(shape)]));
    });
    return true;
  } catch {
    // What engines throw at a tensor that is gone differs from one to the other.
    return false;
  }
}

function imagesOf({ support, batchShape, eventShape }: Distribution): Float32Array {
  const images = imagesUnder(bijectTo(support), [...batchShape, ...eventShape]);
  return tf.stack(images).dataSync<'float32'>();
}
