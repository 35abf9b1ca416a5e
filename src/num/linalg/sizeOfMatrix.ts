import type { Tensor } from '@tensorflow/tfjs-core';

/** How many rows and columns square matrices [..., n, n] have. */
export function sizeOfMatrix(matrix: Tensor): number {
  return matrix.shape[matrix.rank - 1] ?? 1;
}
