import * as tf from '@tensorflow/tfjs-core';

/** The parts of a chain of elements: tensors [..., T, rows, columns] with one element for each of T times. */
export type Chain = readonly tf.Tensor[];

/** An associative product of two chains, time by time. */
export type Combine = (first: Chain, second: Chain) => Chain;

/** The product of all elements in order, of length 1, in about log2 T steps. */
export function productOverTime(chain: Chain, combine: Combine): Chain {
  const length = lengthOf(chain);
  if (length === 1) return chain;
  const half = length >> 1;
  const pairs = combine(everySecond(chain, half, 0), everySecond(chain, half, 1));
  const rest = length % 2 === 0 ? pairs : joined(pairs, stretch(chain, length - 1, 1));
  return productOverTime(rest, combine);
}

/**
 * The products of the first 1, 2, ..., T elements, in about 2 log2 T steps: those of pairs give every second one.
 *
 * @see Blelloch 1990, "Prefix sums and their applications"
 */
export function productsOverTime(chain: Chain, combine: Combine): Chain {
  const length = lengthOf(chain);
  if (length === 1) return chain;
  const half = length >> 1;
  const odd = productsOverTime(combine(everySecond(chain, half, 0), everySecond(chain, half, 1)), combine);
  const others = (length - 1) >> 1;
  const first = stretch(chain, 0, 1);
  if (others === 0) return joined(first, odd);
  const inner = everySecond(stretch(chain, 1, length - 1), others, 1);
  const even = joined(first, combine(stretch(odd, 0, others), inner));
  const woven = interleaved(stretch(even, 0, half), odd);
  return length % 2 === 0 ? woven : joined(woven, stretch(even, half, 1));
}

/** `count` elements from the one at `start`. */
export function stretch(chain: Chain, start: number, count: number): Chain {
  return chain.map((x) => {
    const begin = x.shape.map((_, i) => (i === x.rank - 3 ? start : 0));
    return tf.slice(x, begin, [...x.shape.slice(0, -3), count, ...x.shape.slice(-2)]);
  });
}

/** One chain behind another. */
export function joined(first: Chain, second: Chain): Chain {
  return first.map((x, i) => tf.concat([x, second[i] ?? x], x.rank - 3));
}

function lengthOf([first]: Chain): number {
  return first?.shape[first.rank - 3] ?? 1;
}

/** The elements 0, 2, 4, ... or 1, 3, 5, ..., `half` of them. */
function everySecond(chain: Chain, half: number, offset: 0 | 1): Chain {
  return stretch(chain, 0, 2 * half).map((x) => {
    const [before, after] = [x.shape.slice(0, -3), x.shape.slice(-2)];
    const paired = tf.reshape(x, [...before, half, 2, ...after]);
    const begin = paired.shape.map((_, i) => (i === paired.rank - 3 ? offset : 0));
    return tf.reshape(tf.slice(paired, begin, [...before, half, 1, ...after]), [...before, half, ...after]);
  });
}

function interleaved(first: Chain, second: Chain): Chain {
  return first.map((x, i) => {
    const stacked = tf.stack([x, second[i] ?? x], x.rank - 2);
    const [half = 1, ...after] = x.shape.slice(-3);
    return tf.reshape(stacked, [...x.shape.slice(0, -3), 2 * half, ...after]);
  });
}
