/** Bytes in the NumPy format 1.0, whose header ends at a multiple of 64 bytes: an array of uint8 in C order. */
export function npyFile(values: Uint8Array, shape: readonly number[]): Buffer {
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padding = 63 - ((10 + text.length) % 64);
  const header = Buffer.from(`${text}${' '.repeat(padding)}\n`, 'latin1');
  const prefix = Buffer.from([0x93, ...Buffer.from('NUMPY', 'latin1'), 1, 0, 0, 0]);
  prefix.writeUInt16LE(header.length, 8);
  return Buffer.concat([prefix, header, values]);
}
