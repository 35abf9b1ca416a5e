/** What NumPy calls the types that can be written. */
const TYPES = { Uint8Array: '|u1', Float32Array: '<f4' } as const;

/**
 * An array as the bytes of an .npy file, format 1.0, whose header ends at a multiple of 64 bytes.
 *
 * @param values in C order; float32 values in the byte order of all common machines, little-endian
 */
export function npyFile(values: Uint8Array | Float32Array, shape: readonly number[]): Buffer {
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const type = values instanceof Uint8Array ? TYPES.Uint8Array : TYPES.Float32Array;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padding = 63 - ((10 + text.length) % 64);
  const header = Buffer.from(`${text}${' '.repeat(padding)}\n`, 'latin1');
  const prefix = Buffer.from([0x93, ...Buffer.from('NUMPY', 'latin1'), 1, 0, 0, 0]);
  prefix.writeUInt16LE(header.length, 8);
  return Buffer.concat([prefix, header, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}
