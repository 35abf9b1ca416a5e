import * as tf from '@tensorflow/tfjs-core';
import { engineInfo, logSumExp, sizeOf } from '../../num/index.js';
import { reordered } from './reordered.js';

/** A tensor whose dims have names: plates and enumerated sites. Dims of size 1 are not there. */
export interface Packed {
  readonly dims: readonly string[];
  readonly sizes: readonly number[];
  /** Its elements in the order of `dims`; of shape `sizes`, or a vector where the engine does not go to that rank. */
  readonly tensor: tf.Tensor;
}

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
type Reducer = (tensor: tf.Tensor, axes: number[]) => tf.Tensor;

/**
 * Names the dims of a batch-shaped tensor and drops those of size 1.
 *
 * @param names the name of each negative dim whose size may be above 1
 */
export function pack(tensor: tf.Tensor, names: ReadonlyMap<number, string>): Packed {
  const kept = tensor.shape.flatMap((size, i) => (size === 1 ? [] : [{ size, dim: i - tensor.rank }]));
  const sizes = kept.map(({ size }) => size);
  return {
    dims: kept.map(({ dim }) => names.get(dim) ?? `dim ${dim}`),
    sizes,
    tensor: kept.length === tensor.rank ? tensor : tf.reshape(tensor, sizes),
  };
}

/** All dims of several packed tensors, each once, in the order of the longest that has it first. */
export function unionOfDims(factors: readonly { readonly dims: readonly string[] }[]): string[] {
  const longestFirst = [...factors].sort((a, b) => b.dims.length - a.dims.length);
  return [...new Set(longestFirst.flatMap((factor) => factor.dims))];
}

/** An elementwise operation of two packed tensors, over the union of their dims. */
export function combine(a: Packed, b: Packed, operation: Binary): Packed {
  const dims = unionOfDims([a, b]);
  const sizes = dims.map((dim) => sizeAlong(a, dim) ?? sizeAlong(b, dim) ?? 1);
  if (dims.length > engineInfo().maxRank) return combineWide(a, b, operation);
  return { dims, sizes, tensor: operation(spread(a, dims), spread(b, dims)) };
}

/** The sum of packed tensors over the union of their dims. */
export function addAll(factors: readonly Packed[]): Packed {
  const [first, ...others] = [...factors].sort((a, b) => b.dims.length - a.dims.length);
  if (first === undefined) return { dims: [], sizes: [], tensor: tf.scalar(0) };
  return others.reduce((sum, term) => combine(sum, term, tf.add), first);
}

/** Sums a packed tensor over some of its dims (those it lacks are skipped). */
export function sumOver(packed: Packed, summed: readonly string[]): Packed {
  return reduce(packed, summed, (tensor, axes) => tf.sum(tensor, axes));
}

/** Sums the exponential of a packed tensor over some of its dims (those it lacks are skipped), as a logarithm. */
export function logSumExpOver(packed: Packed, summed: readonly string[]): Packed {
  return reduce(packed, summed, (tensor, axes) => logSumExp(tensor, axes));
}

/** The largest entry over some of a packed tensor's dims (those it lacks are skipped). */
export function maxOver(packed: Packed, summed: readonly string[]): Packed {
  return reduce(packed, summed, (tensor, axes) => tf.max(tensor, axes));
}

/** One index of a dim, which is then gone; a tensor that lacks the dim is the same at every index. */
export function sliceAt(packed: Packed, dim: string, index: number): Packed {
  if (!packed.dims.includes(dim)) return packed;
  const others = packed.dims.filter((other) => other !== dim);
  const sizes = others.map((other) => sizeAlong(packed, other) ?? 1);
  const rows = tf.reshape(reordered(packed, [dim, ...others]), [sizeAlong(packed, dim) ?? 1, -1]);
  return shaped({ dims: others, sizes, tensor: tf.slice(rows, [index, 0], [1, -1]) });
}

/** The size of a dim, undefined if the tensor lacks it. */
export function sizeAlong({ dims, sizes }: Packed, dim: string): number | undefined {
  return sizes[dims.indexOf(dim)];
}

/** The same tensor with one dim for each of `dims`, in that order; dims it lacks have size 1. */
export function spread(packed: Packed, dims: readonly string[]): tf.Tensor {
  if (packed.dims.length === 0) return packed.tensor;
  const present = dims.filter((dim) => packed.dims.includes(dim));
  const sorted = reordered(packed, present);
  if (present.length === dims.length) return sorted;
  return tf.reshape(
    sorted,
    dims.map((dim) => sizeAlong(packed, dim) ?? 1),
  );
}

/** Beyond the engine's rank, dims that are only in `a`, only in `b`, and in both are taken together: three are left. */
function combineWide(a: Packed, b: Packed, operation: Binary): Packed {
  const both = a.dims.filter((dim) => b.dims.includes(dim));
  const [onlyA, onlyB] = [a.dims.filter((dim) => !both.includes(dim)), b.dims.filter((dim) => !both.includes(dim))];
  const count = (packed: Packed, dims: readonly string[]): number =>
    sizeOf(dims.map((dim) => sizeAlong(packed, dim) ?? 1));
  const left = tf.reshape(reordered(a, [...onlyA, ...both]), [count(a, onlyA), 1, count(a, both)]);
  const right = tf.reshape(reordered(b, [...onlyB, ...both]), [1, count(b, onlyB), count(b, both)]);
  const dims = [...onlyA, ...onlyB, ...both];
  const sizes = dims.map((dim) => sizeAlong(a, dim) ?? sizeAlong(b, dim) ?? 1);
  return { dims, sizes, tensor: tf.reshape(operation(left, right), [-1]) };
}

function reduce(packed: Packed, gone: readonly string[], reducer: Reducer): Packed {
  const axes = gone.flatMap((dim) => (packed.dims.includes(dim) ? [packed.dims.indexOf(dim)] : []));
  if (axes.length === 0) return packed;
  const dims = packed.dims.filter((dim) => !gone.includes(dim));
  const sizes = dims.map((dim) => sizeAlong(packed, dim) ?? 1);
  if (packed.dims.length <= engineInfo().maxRank) return { dims, sizes, tensor: reducer(packed.tensor, axes) };
  const last = packed.dims.filter((dim) => gone.includes(dim));
  const rows = tf.reshape(reordered(packed, [...dims, ...last]), [sizeOf(sizes), -1]);
  return shaped({ dims, sizes, tensor: reducer(rows, [1]) });
}

/** With the tensor in its shape, where the engine goes to that rank. */
function shaped({ dims, sizes, tensor }: Packed): Packed {
  return { dims, sizes, tensor: tf.reshape(tensor, dims.length <= engineInfo().maxRank ? [...sizes] : [-1]) };
}
