import type { Tensor } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors.js';
import { formatShape } from '../shape.js';

/** @throws ShapeError unless the two rightmost dims are of one size, of at least 1 */
export function checkSquare(where: string, matrix: Tensor): void {
  const [rows = 0, columns = 0] = matrix.shape.slice(-2);
  if (matrix.rank >= 2 && rows === columns && rows > 0) return;
  throw new ShapeError({ where, expected: 'square matrices [..., n, n]', got: formatShape(matrix.shape) });
}
