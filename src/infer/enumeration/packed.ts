import * as tf from '@tensorflow/tfjs-core';
import { checkRank, logSumExp } from '../../num/index.js';

/** A tensor whose dims have names: plates and enumerated sites. Dims of size 1 are not there. */
export interface Packed {
  readonly dims: readonly string[];
  readonly tensor: tf.Tensor;
}

/**
 * Names the dims of a batch-shaped tensor and drops those of size 1.
 *
 * @param names the name of each negative dim whose size may be above 1
 */
export function pack(tensor: tf.Tensor, names: ReadonlyMap<number, string>): Packed {
  const kept = tensor.shape.flatMap((size, i) => (size === 1 ? [] : [{ size, dim: i - tensor.rank }]));
  return {
    dims: kept.map(({ dim }) => names.get(dim) ?? `dim ${dim}`),
    tensor:
      kept.length === tensor.rank
        ? tensor
        : tf.reshape(
            tensor,
            kept.map(({ size }) => size),
          ),
  };
}

/** The same tensor with one dim for each of `dims`, in that order; dims it lacks have size 1. */
export function spread(packed: Packed, dims: readonly string[]): tf.Tensor {
  if (packed.dims.length === 0) return packed.tensor;
  const present = dims.filter((dim) => packed.dims.includes(dim));
  const order = present.map((dim) => packed.dims.indexOf(dim));
  const sorted = order.every((from, to) => from === to) ? packed.tensor : tf.transpose(packed.tensor, order);
  if (present.length === dims.length) return sorted;
  checkRank('enumeration', dims.length);
  let next = 0;
  return tf.reshape(
    sorted,
    dims.map((dim) => (packed.dims.includes(dim) ? (sorted.shape[next++] ?? 1) : 1)),
  );
}

/** All dims of several packed tensors, each once, in the order of the longest that has it first. */
export function unionOfDims(factors: readonly Packed[]): string[] {
  const longestFirst = [...factors].sort((a, b) => b.dims.length - a.dims.length);
  return [...new Set(longestFirst.flatMap((factor) => factor.dims))];
}

/** The sum of packed tensors over the union of their dims. */
export function addAll(factors: readonly Packed[]): Packed {
  const dims = unionOfDims(factors);
  const [first, ...others] = factors.map((factor) => spread(factor, dims));
  if (first === undefined) return { dims: [], tensor: tf.scalar(0) };
  return { dims, tensor: others.reduce((sum, term) => tf.add(sum, term), first) };
}

/** Sums a packed tensor over some of its dims (those it lacks are skipped). */
export function sumOver(packed: Packed, summed: readonly string[]): Packed {
  return reduce(packed, summed, (tensor, axes) => tf.sum(tensor, axes));
}

/** Sums the exponential of a packed tensor over some of its dims (those it lacks are skipped), as a logarithm. */
export function logSumExpOver(packed: Packed, summed: readonly string[]): Packed {
  return reduce(packed, summed, (tensor, axes) => logSumExp(tensor, axes));
}

function reduce(
  packed: Packed,
  dims: readonly string[],
  reducer: (tensor: tf.Tensor, axes: number[]) => tf.Tensor,
): Packed {
  const axes = dims.flatMap((dim) => (packed.dims.includes(dim) ? [packed.dims.indexOf(dim)] : []));
  if (axes.length === 0) return packed;
  return { dims: packed.dims.filter((dim) => !dims.includes(dim)), tensor: reducer(packed.tensor, axes) };
}
