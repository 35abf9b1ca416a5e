import { DataError, formatShape, sizeOf } from '../../num/index.js';

/** The element types that are read: unsigned and signed integers, floats and booleans, with their bytes. */
export const npyTypes = ['b1', 'u1', 'u2', 'u4', 'u8', 'i1', 'i2', 'i4', 'i8', 'f4', 'f8'] as const;
export type NpyType = (typeof npyTypes)[number];

export interface NpyHeader {
  readonly dtype: NpyType;
  readonly isBigEndian: boolean;
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the values begin, in bytes. */
  readonly offset: number;
}

const MAGIC = '\x93NUMPY';
const RESAVE = "to save the array again with numpy.save('FILE.npy', array)";

/**
 * The header of a NumPy file, format 1, 2 or 3, checked against the length of the file.
 *
 * @throws DataError naming the file if it is no NumPy file, cut short, or of an element type that holds no numbers
 * @see NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays"
 */
export function parseNpyHeader(where: string, bytes: Uint8Array): NpyHeader {
  const { text, offset } = headerText(where, bytes);
  const { dtype, isBigEndian } = elementType(where, text);
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (order === undefined || sizes === undefined) throw damaged(where, `the header ${text.trim()}`);
  const shape = sizes
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  const header = { dtype, isBigEndian, isFortranOrder: order === 'True', shape, offset };
  checkLength(where, header, bytes.length);
  return header;
}

function headerText(where: string, bytes: Uint8Array): { text: string; offset: number } {
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC) {
    throw damaged(where, bytes.length === 0 ? 'an empty file' : 'other bytes at its start');
  }
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw damaged(where, `format version ${version}`);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw damaged(where, `only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const offset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < offset) throw damaged(where, `${bytes.length} bytes of a header of ${offset}`);
  return { text: new TextDecoder().decode(bytes.subarray(start, offset)), offset };
}

function elementType(where: string, text: string): { dtype: NpyType; isBigEndian: boolean } {
  const descr = /'descr':\s*'([<>|=])(\w+)'/.exec(text);
  const dtype = npyTypes.find((type) => type === descr?.[2]);
  if (dtype !== undefined) return { dtype, isBigEndian: descr?.[1] === '>' };
  const got = /'descr':\s*('[^']*'|\[.*\])/.exec(text)?.[1] ?? text.trim();
  throw new DataError({
    where,
    expected: `an array of numbers (${npyTypes.join(', ')})`,
    got: got === "'|O'" ? 'Python objects' : `the element type ${got}`,
    hint: "array.astype('float32') or array.astype('uint8') before numpy.save",
  });
}

function checkLength(where: string, { dtype, shape, offset }: NpyHeader, length: number): void {
  const bytes = sizeOf(shape) * Number(dtype[1]);
  if (length - offset === bytes) return;
  const kind = length - offset < bytes ? 'a file cut short at' : 'a longer file of';
  throw new DataError({
    where,
    expected: `${offset + bytes} bytes for a ${dtype} array of shape ${formatShape(shape)}`,
    got: `${kind} ${length} bytes`,
    hint: 'to copy or save the file again',
  });
}

function damaged(where: string, got: string): DataError {
  return new DataError({ where, expected: 'a NumPy array file (.npy)', got, hint: RESAVE });
}
