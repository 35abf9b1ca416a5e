import type { Tensor } from '@tensorflow/tfjs-core';
import { formatShape, ShapeError, sizeAt, take } from '../num/index.js';
import type { Frame } from './message.js';

/**
 * Cuts `value` [...batch, ...event] at the dim of each subsampled plate to the indices that take part.
 *
 * @throws ShapeError if the size at such a dim is neither 1 nor the plate's full size
 */
export function sliceForPlates(where: string, value: Tensor, plates: readonly Frame[], eventDim: number): Tensor {
  for (const frame of plates) checkSize(where, value, frame, eventDim);
  return plates.reduce((sliced, { dim, indices }) => {
    if (dim === undefined || indices === undefined || sizeAt(value.shape, dim - eventDim) === 1) return sliced;
    return take(sliced, indices, dim - eventDim);
  }, value);
}

function checkSize(where: string, value: Tensor, { name, dim, fullSize }: Frame, eventDim: number): void {
  if (dim === undefined || fullSize === undefined) return;
  const size = sizeAt(value.shape, dim - eventDim);
  if (size === 1 || size === fullSize) return;
  throw new ShapeError({
    where,
    expected: `size 1 or ${fullSize} at dim ${dim - eventDim}, that of plate "${name}"`,
    got: `shape ${formatShape(value.shape)}`,
    hint: 'the full data, before any subsampling, and the right eventDim',
  });
}
