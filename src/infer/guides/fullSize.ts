import type { Tensor } from '@tensorflow/tfjs-core';
import { sameShape, take, withSizeAt, type Shape } from '../../num/index.js';
import type { Frame, SampleMessage } from '../../ppl/index.js';

export type VectorisedFrame = Frame & { readonly dim: number };

/** The plates around a site that hold a dim. */
export function vectorised({ plates }: SampleMessage): VectorisedFrame[] {
  return plates.filter((frame): frame is VectorisedFrame => frame.dim !== undefined);
}

/** The batch shape of a site without subsampling. */
export function fullBatchShape(site: SampleMessage): Shape {
  return vectorised(site).reduce<Shape>(
    (shape, { dim, fullSize, indices }) =>
      indices === undefined || fullSize === undefined ? shape : withSizeAt(shape, dim, fullSize),
    site.dist.batchShape,
  );
}

/** The shape of a site's values without subsampling. */
export function fullShape(site: SampleMessage): number[] {
  return [...fullBatchShape(site), ...site.dist.eventShape];
}

/** A value of full size cut to the indices of the plates around the site; another one as it is. */
export function atIndices(site: SampleMessage, value: Tensor): Tensor {
  const { batchShape, eventShape } = site.dist;
  if (sameShape(value.shape, [...batchShape, ...eventShape]) || !sameShape(value.shape, fullShape(site))) return value;
  return vectorised(site).reduce(
    (cut, { dim, indices }) => (indices === undefined ? cut : take(cut, indices, dim - eventShape.length)),
    value,
  );
}
