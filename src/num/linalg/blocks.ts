import * as tf from '@tensorflow/tfjs-core';

/** A rectangle of the two rightmost dims: rows from `row` and columns from `column`, `rows` by `columns` of them. */
export function block(x: tf.Tensor, row: number, column: number, rows: number, columns: number): tf.Tensor {
  const batch = x.shape.slice(0, -2);
  return tf.slice(x, [...batch.map(() => 0), row, column], [...batch, rows, columns]);
}

/** [[a, 0], [b, c]] over the two rightmost dims. */
export function lowerBlocks(a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor {
  const [rows, columns] = [a.shape[a.rank - 2] ?? 0, c.shape[c.rank - 1] ?? 0];
  const corner = tf.zeros([...a.shape.slice(0, -2), rows, columns]);
  return tf.concat([tf.concat([a, corner], -1), tf.concat([b, c], -1)], -2);
}

/** The transpose of the two rightmost dims. */
export function transposed(x: tf.Tensor): tf.Tensor {
  const dims = x.shape.map((_, i) => i);
  return tf.transpose(x, [...dims.slice(0, -2), x.rank - 1, x.rank - 2]);
}
