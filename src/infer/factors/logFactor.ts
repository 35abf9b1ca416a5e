import * as tf from '@tensorflow/tfjs-core';
import { engineInfo, logSumExp, sizeOf } from '../../num/index.js';
import { type Dim, type PlateSet, union } from './dims.js';

/** A tensor of log densities whose dims have names. Dims of size 1 are not there. */
export interface LogFactor {
  /** The plates that it stands in; its tensor may be the same for all indices of some. */
  readonly plates: PlateSet;
  readonly dims: readonly Dim[];
  readonly sizes: readonly number[];
  /** Its elements in the order of `dims`; of shape `sizes`, or a vector where the engine does not go to that rank. */
  readonly tensor: tf.Tensor;
}

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
type Reducer = (tensor: tf.Tensor, axes: number[]) => tf.Tensor;

/**
 * Names the dims of a batch-shaped tensor and drops those of size 1.
 *
 * @param names the dim that each negative position with a size above 1 stands for
 */
export function logFactor(tensor: tf.Tensor, names: ReadonlyMap<number, Dim>, plates: PlateSet): LogFactor {
  const kept = tensor.shape.flatMap((size, i) => {
    const dim = names.get(i - tensor.rank);
    return size === 1 || dim === undefined ? [] : [{ size, dim }];
  });
  const sizes = kept.map(({ size }) => size);
  const flat = kept.length === tensor.rank ? tensor : tf.reshape(tensor, sizes);
  return { plates, dims: kept.map(({ dim }) => dim), sizes, tensor: flat };
}

/** All dims of several factors, each once, those of the longest first. */
export function unionOfDims(factors: readonly { readonly dims: readonly Dim[] }[]): Dim[] {
  const longestFirst = [...factors].sort((a, b) => b.dims.length - a.dims.length);
  return [...new Set(longestFirst.flatMap((factor) => factor.dims))];
}

/** The size of a dim; 1 if the factor lacks it. */
export function sizeAlong({ dims, sizes }: LogFactor, dim: Dim): number {
  return sizes[dims.indexOf(dim)] ?? 1;
}

/** An elementwise operation of two factors, over the union of their dims. */
export function combine(a: LogFactor, b: LogFactor, operation: Binary): LogFactor {
  const dims = unionOfDims([a, b]);
  const plates = union(a.plates, b.plates);
  if (dims.length > engineInfo().maxRank) return combineWide(a, b, operation);
  const sizes = dims.map((dim) => Math.max(sizeAlong(a, dim), sizeAlong(b, dim)));
  return { plates, dims, sizes, tensor: operation(spread(a, dims), spread(b, dims)) };
}

/** The sum of factors over the union of their dims. */
export function addAll(factors: readonly LogFactor[]): LogFactor {
  const [first, ...others] = [...factors].sort((a, b) => b.dims.length - a.dims.length);
  if (first === undefined) return { plates: new Set(), dims: [], sizes: [], tensor: tf.scalar(0) };
  return others.reduce((sum, term) => combine(sum, term, tf.add), first);
}

/** The sum over some dims (those that the factor lacks are skipped). */
export function sumOver(factor: LogFactor, gone: readonly Dim[]): LogFactor {
  return reduce(factor, gone, (tensor, axes) => tf.sum(tensor, axes));
}

/** The log of the sum of exponentials over some dims (those that the factor lacks are skipped). */
export function logSumExpOver(factor: LogFactor, gone: readonly Dim[]): LogFactor {
  return reduce(factor, gone, (tensor, axes) => logSumExp(tensor, axes));
}

/** The largest entry over some dims (those that the factor lacks are skipped). */
export function maxOver(factor: LogFactor, gone: readonly Dim[]): LogFactor {
  return reduce(factor, gone, (tensor, axes) => tf.max(tensor, axes));
}

/** One index of a dim, which is then gone; a factor that lacks the dim is the same at every index. */
export function sliceAt(factor: LogFactor, dim: Dim, index: number): LogFactor {
  if (!factor.dims.includes(dim)) return factor;
  const dims = factor.dims.filter((other) => other !== dim);
  const sizes = dims.map((other) => sizeAlong(factor, other));
  const rows = tf.reshape(reordered(factor, [dim, ...dims]), [sizeAlong(factor, dim), -1]);
  return shaped({ ...factor, dims, sizes, tensor: tf.slice(rows, [index, 0], [1, -1]) });
}

/** The same tensor with one dim for each of `dims`, in that order; those that the factor lacks have size 1. */
export function spread(factor: LogFactor, dims: readonly (Dim | undefined)[]): tf.Tensor {
  if (factor.dims.length === 0) return factor.tensor;
  const present = dims.filter((dim) => dim !== undefined && factor.dims.includes(dim)) as Dim[];
  const sorted = reordered(factor, present);
  if (present.length === dims.length) return sorted;
  return tf.reshape(
    sorted,
    dims.map((dim) => (dim === undefined ? 1 : sizeAlong(factor, dim))),
  );
}

/** Beyond the engine's rank, dims that are only in `a`, only in `b`, and in both are taken together: three are left. */
function combineWide(a: LogFactor, b: LogFactor, operation: Binary): LogFactor {
  const both = a.dims.filter((dim) => b.dims.includes(dim));
  const [onlyA, onlyB] = [a, b].map(({ dims }) => dims.filter((dim) => !both.includes(dim))) as [Dim[], Dim[]];
  const count = (factor: LogFactor, dims: readonly Dim[]): number => sizeOf(dims.map((dim) => sizeAlong(factor, dim)));
  const left = tf.reshape(reordered(a, [...onlyA, ...both]), [count(a, onlyA), 1, count(a, both)]);
  const right = tf.reshape(reordered(b, [...onlyB, ...both]), [1, count(b, onlyB), count(b, both)]);
  const dims = [...onlyA, ...onlyB, ...both];
  const sizes = dims.map((dim) => Math.max(sizeAlong(a, dim), sizeAlong(b, dim)));
  return { plates: union(a.plates, b.plates), dims, sizes, tensor: tf.reshape(operation(left, right), [-1]) };
}

function reduce(factor: LogFactor, gone: readonly Dim[], reducer: Reducer): LogFactor {
  const last = factor.dims.filter((dim) => gone.includes(dim));
  if (last.length === 0) return factor;
  const dims = factor.dims.filter((dim) => !gone.includes(dim));
  const sizes = dims.map((dim) => sizeAlong(factor, dim));
  if (factor.dims.length <= engineInfo().maxRank) {
    const axes = last.map((dim) => factor.dims.indexOf(dim));
    return { ...factor, dims, sizes, tensor: reducer(factor.tensor, axes) };
  }
  const rows = tf.reshape(reordered(factor, [...dims, ...last]), [sizeOf(sizes), -1]);
  return shaped({ ...factor, dims, sizes, tensor: reducer(rows, [1]) });
}

/** With the tensor in its shape, where the engine goes to that rank. */
function shaped(factor: LogFactor): LogFactor {
  const shape = factor.dims.length <= engineInfo().maxRank ? [...factor.sizes] : [-1];
  return { ...factor, tensor: tf.reshape(factor.tensor, shape) };
}

/** Elements in the order of named dims; see `LogFactor`. */
interface Ordered {
  readonly dims: readonly Dim[];
  readonly sizes: readonly number[];
  readonly tensor: tf.Tensor;
}

/** The elements of a factor with its dims in another order: of that shape, or a vector beyond the engine's rank. */
export function reordered({ dims, sizes, tensor }: Ordered, order: readonly Dim[]): tf.Tensor {
  if (order.every((dim, i) => dim === dims[i])) return tensor;
  const axes = order.map((dim) => dims.indexOf(dim));
  return dims.length > engineInfo().maxRank ? moveOneByOne(tensor, sizes, axes) : tf.transpose(tensor, axes);
}

/** Each axis in turn is brought to its place: what is between is one axis for that, and so is what is behind. */
function moveOneByOne(tensor: tf.Tensor, sizes: readonly number[], axes: readonly number[]): tf.Tensor {
  const left = [...sizes.keys()];
  const count = (start: number, end: number): number => sizeOf(left.slice(start, end).map((axis) => sizes[axis] ?? 1));
  let moved = tensor;
  axes.forEach((axis, place) => {
    const from = left.indexOf(axis);
    const groups = [count(0, place), count(place, from), count(from, from + 1), count(from + 1, left.length)];
    if (from !== place) moved = tf.transpose(tf.reshape(moved, groups), [0, 2, 1, 3]);
    left.splice(place, 0, ...left.splice(from, 1));
  });
  return tf.reshape(moved, [-1]);
}
