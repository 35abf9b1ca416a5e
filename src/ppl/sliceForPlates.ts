import type { Tensor } from '@tensorflow/tfjs-core';
import { formatShape, ShapeError, sizeAt, take } from '../num/index.js';
import type { Frame } from './message.js';

/**
 * Cuts `value` [...batch, ...event] at the dim of each subsampled plate to the indices that take part.
 *
 * @throws ShapeError if the size at such a dim is neither 1 nor the plate's full size
 */
export function sliceForPlates(where: string, value: Tensor, plates: readonly Frame[], eventDim: number): Tensor {
  return plates.reduce((sliced, frame) => sliceAt(where, sliced, frame, eventDim), value);
}

function sliceAt(where: string, value: Tensor, frame: Frame, eventDim: number): Tensor {
  if (frame.dim === undefined || frame.fullSize === undefined) return value;
  const dim = frame.dim - eventDim;
  const size = sizeAt(value.shape, dim);
  if (size === 1) return value;
  if (size !== frame.fullSize) {
    throw new ShapeError({
      where,
      expected: `size 1 or ${frame.fullSize} at dim ${dim}, that of plate "${frame.name}"`,
      got: `shape ${formatShape(value.shape)}`,
      hint: 'the full data, before any subsampling, and the right eventDim',
    });
  }
  return frame.indices === undefined ? value : take(value, frame.indices, dim);
}
