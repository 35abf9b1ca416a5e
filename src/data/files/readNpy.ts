import { DataError, sizeOf } from '../../num/index.js';
import { parseNpyHeader } from './npyHeader.js';
import type { NpyHeader, NpyType } from './npyHeader.js';
import { readBytes } from './readBytes.js';

/** The values of an array in C order, in the type that holds them exactly; 64-bit integers become doubles. */
export type NpyValues =
  Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface NpyArray {
  readonly shape: readonly number[];
  readonly dtype: NpyType;
  readonly values: NpyValues;
}

const ARRAYS = {
  b1: Uint8Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

/**
 * An array that NumPy saved: versions 1 to 3, either byte order, C or Fortran order.
 *
 * @throws DataError naming the file, if it is missing, damaged, cut short, or holds what are not numbers
 */
export function readNpy(path: string): NpyArray {
  return decodeNpy(path, readBytes(path));
}

/** As {@link readNpy}, from bytes in memory; `where` names them in errors. */
export function decodeNpy(where: string, bytes: Uint8Array<ArrayBuffer>): NpyArray {
  const header = parseNpyHeader(where, bytes);
  const raw = bytes.slice(header.offset);
  if (header.isBigEndian) swapBytes(raw, Number(header.dtype[1]));
  const values = asNumbers(where, new ARRAYS[header.dtype](raw.buffer));
  return {
    shape: header.shape,
    dtype: header.dtype,
    values: header.isFortranOrder ? inCOrder(values, header) : values,
  };
}

function swapBytes(raw: Uint8Array<ArrayBuffer>, width: number): void {
  for (let start = 0; width > 1 && start < raw.length; start += width) raw.subarray(start, start + width).reverse();
}

function asNumbers(where: string, values: InstanceType<(typeof ARRAYS)[NpyType]>): NpyValues {
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) return values;
  const numbers = Float64Array.from(values, Number);
  const bad = numbers.findIndex((value) => !Number.isSafeInteger(value));
  if (bad < 0) return numbers;
  throw new DataError({ where, expected: 'integers below 2^53', got: `${values[bad]} at place ${bad}` });
}

/** The values of an array whose first index runs fastest, reordered so that the last one does. */
function inCOrder(values: NpyValues, { shape }: NpyHeader): NpyValues {
  const ordered = values.slice();
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  for (let place = 0; place < ordered.length; place += 1) {
    let rest = place;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const size = shape[axis] ?? 1;
      from += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    ordered[place] = values[from] ?? 0;
  }
  return ordered;
}
