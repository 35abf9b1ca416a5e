import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from './broadcast.js';
import { ArgumentError, ShapeError } from './errors.js';
import { broadcastShapes, formatShape, sizeOf } from './shape.js';

/**
 * Entries of a table, picked by one index for each of its last dims; the indices broadcast against each other and against the table's
 * dims before those. So an index with dims of its own, as an enumerated site has, keeps them.
 *
 * Gradients flow to the table.
 *
 * @param table   [...batch, n1, …, nk, ...event]
 * @param indices k tensors of integers (in any dtype, so that draws of a bernoulli serve as they are) or numbers, index i from 0 to ni - 1
 * @param options eventDim: how many of the last dims are kept whole. Default: 0
 * @returns [...broadcast of batch and indices, ...event]; the caller owns it
 * @throws ShapeError if the table has too few dims, or the shapes do not broadcast
 * @throws ArgumentError if an index is not an integer, or out of range
 * @see Pyro, `pyro.ops.indexing.Vindex`: `Vindex(table)[..., i, j]`
 * @example
 * const table = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
 * const row = tf.tensor2d([0, 1], [2, 1]);   // as an enumerated site has it
 * vindex(table, [row, tf.tensor1d([2, 0])]).arraySync();   // [[3, 1], [6, 4]]
 */
export function vindex(
  table: tf.Tensor,
  indices: readonly (tf.Tensor | number)[],
  { eventDim = 0 }: { readonly eventDim?: number } = {},
): tf.Tensor {
  const numBatch = table.rank - indices.length - eventDim;
  if (numBatch < 0) throw tooFewDims(table, indices.length, eventDim);
  const [batch, sizes] = [table.shape.slice(0, numBatch), table.shape.slice(numBatch, numBatch + indices.length)];
  const event = table.shape.slice(numBatch + indices.length);
  return tf.tidy(() => {
    const given = indices.map((index, i) => checkedIndex(index, sizes[i] ?? 0, i));
    const shapes = Object.fromEntries(given.map(({ shape }, i) => [`index ${i}`, shape]));
    const shape = broadcastShapes('vindex', { 'batch of the table': batch, ...shapes });
    // Counts entries in C order, batch first.
    const ofBatch = tf.reshape(tf.range(0, sizeOf(batch), 1, 'int32'), batch);
    const flat = given.reduce<tf.Tensor>((sum, index, i) => tf.add(tf.mul(sum, sizes[i] ?? 1), index), ofBatch);
    const entries = tf.reshape(table, [sizeOf(batch) * sizeOf(sizes), ...event]);
    return tf.gather(entries, tf.cast(broadcastTo(flat, shape), 'int32'));
  });
}

function checkedIndex(index: tf.Tensor | number, size: number, place: number): tf.Tensor {
  const given = typeof index === 'number' ? tf.scalar(index) : index;
  const wrong = given.dataSync().find((value: number) => !(Number.isInteger(value) && value >= 0 && value < size));
  if (wrong === undefined) return tf.cast(given, 'int32');
  const expected = `integers from 0 to ${size - 1} as index ${place}`;
  throw new ArgumentError({ where: 'vindex', expected, got: String(wrong) });
}

function tooFewDims(table: tf.Tensor, count: number, eventDim: number): ShapeError {
  return new ShapeError({
    where: 'vindex',
    expected: `a table of at least ${count + eventDim} dims, for ${count} indices and ${eventDim} event dims`,
    got: formatShape(table.shape),
  });
}
