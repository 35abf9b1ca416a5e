import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { CheckpointError, formatShape, sizeOf } from '../../num/index.js';
import type { Checkpoint, JsonValue, TensorValue } from './checkpointData.js';

/** The version of the layout of a checkpoint file; files of another version are refused. */
export const checkpointVersion = 1;

const MAGIC = Buffer.from('KILNCKPT', 'latin1');
const PREFIX_BYTES = MAGIC.length + 8;
const HASH_BYTES = 32;

interface Header {
  readonly meta: Checkpoint['meta'];
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/**
 * A checkpoint as bytes: magic word, layout version and header length (each uint32), the header as JSON, the tensors'
 * values as float32 in the header's order, then the SHA-256 of all that. Numbers are little-endian.
 *
 * @throws CheckpointError if `meta` holds what JSON cannot, or a tensor does not have as many values as its shape
 */
export function encodeCheckpoint({ meta, tensors }: Checkpoint): Buffer {
  checkJson('meta', meta);
  const entries = Object.entries(tensors);
  for (const [name, tensor] of entries) checkTensor(name, tensor);
  const header: Header = { meta, tensors: entries.map(([name, { shape }]) => ({ name, shape })) };
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const prefix = Buffer.alloc(PREFIX_BYTES);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(checkpointVersion, MAGIC.length);
  prefix.writeUInt32LE(json.length, MAGIC.length + 4);
  const content = Buffer.concat([prefix, json, ...entries.map(([, { values }]) => littleEndian(values))]);
  return Buffer.concat([content, sha256(content)]);
}

/**
 * The checkpoint that `bytes` hold.
 *
 * @param where the file's name, for messages
 * @throws CheckpointError if the bytes are truncated, changed, or of another version
 */
export function decodeCheckpoint(bytes: Buffer, where: string): Checkpoint {
  const content = checkedContent(bytes, where);
  const jsonEnd = PREFIX_BYTES + content.readUInt32LE(MAGIC.length + 4);
  // The hash vouches for the bytes, so the header is what `encodeCheckpoint` wrote.
  const header = JSON.parse(content.toString('utf8', PREFIX_BYTES, jsonEnd)) as Header;
  const tensors: Record<string, TensorValue> = {};
  let start = jsonEnd;
  for (const { name, shape } of header.tensors) {
    const end = start + 4 * sizeOf(shape);
    tensors[name] = { shape, values: fromLittleEndian(content.subarray(start, end)) };
    start = end;
  }
  return { meta: header.meta, tensors };
}

function checkedContent(bytes: Buffer, where: string): Buffer {
  const fault = (expected: string, got: string, hint?: string): CheckpointError =>
    new CheckpointError({ where, expected, got, hint });
  if (bytes.length < PREFIX_BYTES + HASH_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw fault('a Kiln checkpoint', `a file of ${bytes.length} bytes that does not begin or end like one`);
  }
  const version = bytes.readUInt32LE(MAGIC.length);
  if (version !== checkpointVersion) {
    throw fault(`layout version ${checkpointVersion}`, `version ${version}`, 'the version of Kiln that wrote it');
  }
  const content = bytes.subarray(0, bytes.length - HASH_BYTES);
  if (!sha256(content).equals(bytes.subarray(content.length))) {
    throw fault('a whole file', 'bytes that do not have the hash at its end: truncated or changed');
  }
  return content;
}

function checkJson(where: string, value: JsonValue | undefined): void {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return;
  if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return;
  if (typeof value === 'object') {
    for (const [name, part] of Object.entries(value)) checkJson(`${where}.${name}`, part);
    return;
  }
  const got = Object.is(value, -0) ? '-0' : String(value);
  const expected = 'values that JSON gives back unchanged';
  throw new CheckpointError({ where: `checkpoint ${where}`, expected, got, hint: 'a tensor for numbers like that' });
}

function checkTensor(name: string, { shape, values }: TensorValue): void {
  if (values.length === sizeOf(shape)) return;
  throw new CheckpointError({
    where: `checkpoint tensor "${name}"`,
    expected: `${sizeOf(shape)} values for the shape ${formatShape(shape)}`,
    got: String(values.length),
  });
}

/** The values' own bytes on almost every machine; a swapped copy elsewhere. Bits are kept, NaN payloads included. */
function littleEndian(values: Float32Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

function fromLittleEndian(bytes: Buffer): Float32Array {
  // A copy of its own: it starts on a multiple of 4 bytes, and does not keep the whole file in memory.
  const copy = new Uint8Array(bytes);
  if (endianness() !== 'LE') Buffer.from(copy.buffer).swap32();
  return new Float32Array(copy.buffer);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
