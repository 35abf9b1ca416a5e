import { EnumerationError } from '../../num/index.js';
import type { Ordinal } from './ordinals.js';

/** Where plates do not nest like a tree: dims of several of them meet in one tensor. */
export interface Crossing {
  readonly leaf: Ordinal;
  readonly dims: readonly string[];
  /** The largest tensor of the best way round it. */
  readonly cells: number;
  sizeOf(dim: string): number;
}

export function crossedPlates({ leaf, dims, cells, sizeOf }: Crossing, limit: number): EnumerationError {
  const plates = [...leaf].map((plate) => `"${plate}" (size ${sizeOf(plate)})`).join(' and ');
  const summed = dims.filter((dim) => !leaf.has(dim)).join(', ');
  const size = cells === Infinity ? 'too many numbers to count' : `${cells} numbers`;
  return new EnumerationError({
    where: 'enumeration',
    expected: `plates that nest like a tree around the enumerated sites, or tensors of at most ${limit} numbers`,
    got: `${summed} of crossed plates that meet inside ${plates}, which takes tensors of ${size}`,
    hint: 'sequentialPlate for one of these plates, smaller plates, or a larger maxContractionCells',
  });
}
