import type { Packed } from '../enumeration/index.js';

/** Numbers on the host, with named dims. */
export interface NamedArray {
  readonly dims: readonly string[];
  readonly sizes: readonly number[];
  readonly data: ArrayLike<number>;
}

/** An index for each of some dims. */
export type Position = ReadonlyMap<string, number>;

/** Reads a tensor from the device. */
export function namedArray({ dims, sizes, tensor }: Packed): NamedArray {
  return { dims, sizes, data: tensor.dataSync() };
}

/** The number at a position, which may name dims that the array lacks. */
export function valueAt({ dims, sizes, data }: NamedArray, position: Position): number {
  const flat = dims.reduce((index, dim, i) => index * (sizes[i] ?? 1) + (position.get(dim) ?? 0), 0);
  return data[flat] ?? NaN;
}

/** All positions of some dims, the last fastest. */
export function* positionsOf(dims: readonly string[], sizes: readonly number[]): Generator<Map<string, number>> {
  const count = sizes.reduce((product, size) => product * size, 1);
  for (let flat = 0; flat < count; flat += 1) {
    const position = new Map<string, number>();
    let rest = flat;
    for (let i = dims.length - 1; i >= 0; i -= 1) {
      const size = sizes[i] ?? 1;
      position.set(dims[i] ?? '', rest % size);
      rest = Math.floor(rest / size);
    }
    yield position;
  }
}
