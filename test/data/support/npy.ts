/** The bytes of a NumPy file, made by the format's description and not by the reader's code. */
export interface NpyParts {
  readonly descr: string;
  readonly shape: readonly number[];
  /** The values as they lie in the file. */
  readonly data: Uint8Array;
  readonly isFortranOrder?: boolean;
  readonly version?: 1 | 2 | 3;
}

export function npyBytes({
  descr,
  shape,
  data,
  isFortranOrder = false,
  version = 1,
}: NpyParts): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const order = isFortranOrder ? 'True' : 'False';
  const text = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const lengthBytes = version === 1 ? 2 : 4;
  const header = `${text.padEnd(128 - 8 - lengthBytes - 1)}\n`;
  const start = Buffer.alloc(8 + lengthBytes);
  start.write('\x93NUMPY', 'latin1');
  start[6] = version;
  start.writeUIntLE(header.length, 8, lengthBytes);
  return new Uint8Array(Buffer.concat([start, Buffer.from(header), data]));
}

/** A file of bytes, as `numpy.save` writes an array of type uint8. */
export function uint8Npy(shape: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  return npyBytes({ descr: "'|u1'", shape, data: Uint8Array.from(values) });
}

/** A file of float32 numbers, little-endian. */
export function float32Npy(shape: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  return npyBytes({ descr: "'<f4'", shape, data: new Uint8Array(Float32Array.from(values).buffer) });
}

/** A file of int32 numbers, little-endian. */
export function int32Npy(shape: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  return npyBytes({ descr: "'<i4'", shape, data: new Uint8Array(Int32Array.from(values).buffer) });
}
