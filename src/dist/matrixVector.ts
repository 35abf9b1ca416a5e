import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, formatShape, ShapeError, type Shape } from '../num/index.js';

/**
 * The products of matrices [...batch, m, n] with vectors [...sample, ...batch, n], of batch dims that broadcast: [..., m].
 * One matrix for all vectors is one product of matrices.
 */
export function flattenedProduct(matrix: tf.Tensor, vectors: tf.Tensor): tf.Tensor {
  const [rows = 1, columns = 1] = matrix.shape.slice(-2);
  if (vectors.size === 0) {
    // The wasm engine cannot multiply without elements.
    const batches = { matrix: matrix.shape.slice(0, -2), vectors: vectors.shape.slice(0, -1) };
    return tf.zeros([...broadcastShapes('product', batches), rows]);
  }
  if (matrix.rank > 2) return tf.squeeze(tf.matMul(matrix, tf.expandDims(vectors, -1)), [-1]);
  const flat = tf.matMul(tf.reshape(vectors, [-1, columns]), matrix, false, true);
  return tf.reshape(flat, [...vectors.shape.slice(0, -1), rows]);
}

/**
 * The size of the vectors and the batch shape that a mean [...batch, n] and matrices of shapes [...batch, n, any] have together.
 *
 * @throws ShapeError naming them if they do not fit
 */
export function broadcastVectors(
  where: string,
  loc: tf.Tensor,
  matrices: Readonly<Record<string, Shape>>,
): { readonly size: number; readonly batchShape: Shape } {
  const size = loc.shape[loc.rank - 1];
  for (const [name, shape] of Object.entries(matrices)) {
    if (size !== undefined && shape.length >= 2 && shape[shape.length - 2] === size) continue;
    const got = `${formatShape(shape)} beside loc ${formatShape(loc.shape)}`;
    throw new ShapeError({ where: `${where}.${name}`, expected: 'matrices [..., n, any] for vectors [..., n]', got });
  }
  const batches = Object.entries(matrices).map(([name, shape]) => [name, shape.slice(0, -2)] as const);
  const batchShape = broadcastShapes(where, { loc: loc.shape.slice(0, -1), ...Object.fromEntries(batches) });
  return { size: size ?? 1, batchShape };
}
