import * as tf from '@tensorflow/tfjs-core';
import { engineInfo, sizeOf } from '../../num/index.js';

/** Elements in the order of named dims; see `Packed`. */
interface Ordered {
  readonly dims: readonly string[];
  readonly sizes: readonly number[];
  readonly tensor: tf.Tensor;
}

/** The elements of a packed tensor with its dims in another order: of that shape, or a vector beyond the engine's rank. */
export function reordered({ dims, sizes, tensor }: Ordered, order: readonly string[]): tf.Tensor {
  if (order.every((dim, i) => dim === dims[i])) return tensor;
  if (dims.length > engineInfo().maxRank) return moveOneByOne(tensor, dims, sizes, order);
  return tf.transpose(
    tensor,
    order.map((dim) => dims.indexOf(dim)),
  );
}

/** Each dim in turn is brought to its place: what is between is one dim for that, and so is what is behind. */
function moveOneByOne(
  tensor: tf.Tensor,
  dims: readonly string[],
  sizes: readonly number[],
  order: readonly string[],
): tf.Tensor {
  const left = dims.map((name, i) => ({ name, size: sizes[i] ?? 1 }));
  let moved = tensor;
  order.forEach((name, place) => {
    const from = left.findIndex((dim) => dim.name === name);
    const count = (start: number, end: number): number => sizeOf(left.slice(start, end).map((dim) => dim.size));
    const groups = [count(0, place), count(place, from), count(from, from + 1), count(from + 1, left.length)];
    if (from !== place) moved = tf.transpose(tf.reshape(moved, groups), [0, 2, 1, 3]);
    left.splice(place, 0, ...left.splice(from, 1));
  });
  return tf.reshape(moved, [-1]);
}
