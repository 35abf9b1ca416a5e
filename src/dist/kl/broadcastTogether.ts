import type { Tensor } from '@tensorflow/tfjs-core';
import { broadcastShapes, broadcastTo } from '../../num/index.js';

/** Two tensors repeated to the shape that they broadcast to. */
export function broadcastTogether(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const shape = broadcastShapes('klDivergence', { a: a.shape, b: b.shape });
  return [broadcastTo(a, shape), broadcastTo(b, shape)];
}
