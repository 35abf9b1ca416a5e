import { describe, expect, it } from 'vitest';
import { readNpy } from '../../../src/data/index.js';
import { temporaryFolder } from '../support/folder.js';
import { npyBytes, uint8Npy } from '../support/npy.js';

const write = temporaryFolder();

function bytesOf(type: string, values: readonly number[], isBigEndian: boolean): Uint8Array {
  const width = Number(type[1]);
  const view = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((value, i) => {
    const set = {
      u1: () => view.setUint8(i, value),
      b1: () => view.setUint8(i, value),
      i1: () => view.setInt8(i, value),
      u2: () => view.setUint16(2 * i, value, !isBigEndian),
      i2: () => view.setInt16(2 * i, value, !isBigEndian),
      u4: () => view.setUint32(4 * i, value, !isBigEndian),
      i4: () => view.setInt32(4 * i, value, !isBigEndian),
      f4: () => view.setFloat32(4 * i, value, !isBigEndian),
      u8: () => view.setBigUint64(8 * i, BigInt(value), !isBigEndian),
      i8: () => view.setBigInt64(8 * i, BigInt(value), !isBigEndian),
      f8: () => view.setFloat64(8 * i, value, !isBigEndian),
    }[type];
    set?.();
  });
  return new Uint8Array(view.buffer);
}

describe('readNpy', () => {
  const cases: [string, number[]][] = [
    ['b1', [0, 1, 1]],
    ['u1', [0, 128, 255]],
    ['i1', [-128, 0, 127]],
    ['u2', [0, 256, 65535]],
    ['i2', [-32768, 1, 32767]],
    ['u4', [0, 65536, 4294967295]],
    ['i4', [-2147483648, 1, 2147483647]],
    ['u8', [0, 1, Number.MAX_SAFE_INTEGER]],
    ['i8', [Number.MIN_SAFE_INTEGER, -1, 3]],
    ['f4', [-1.5, 0, 2 ** -126]],
    ['f8', [-0.1, 0, 1e300]],
  ];

  it.each(cases.flatMap(([type, values]) => ['<', '>', '|'].map((order) => ({ type, values, order }))))(
    'reads $order$type',
    ({ type, values, order }) => {
      const data = bytesOf(type, values, order === '>');
      const path = write(
        `a${order === '>' ? 'big' : 'little'}${type}.npy`,
        npyBytes({ descr: `'${order}${type}'`, shape: [3], data }),
      );
      expect(readNpy(path).dtype).toBe(type);
      expect([...readNpy(path).values]).toEqual(values);
    },
  );

  it.each([1, 2, 3] as const)('reads format version %d', (version) => {
    const path = write(
      `v${version}.npy`,
      npyBytes({ descr: "'|u1'", shape: [2, 1], data: Uint8Array.of(4, 5), version }),
    );
    expect(readNpy(path)).toEqual({ shape: [2, 1], dtype: 'u1', values: Uint8Array.of(4, 5) });
  });

  it('reorders an array in Fortran order', () => {
    // numpy.arange(12).reshape(2, 3, 2), saved with order F: the first index runs fastest.
    const data = Uint8Array.of(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11);
    const path = write('f.npy', npyBytes({ descr: "'|u1'", shape: [2, 3, 2], data, isFortranOrder: true }));
    expect([...readNpy(path).values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('reads a single number and an empty array', () => {
    expect(readNpy(write('scalar.npy', uint8Npy([], [7])))).toEqual({
      shape: [],
      dtype: 'u1',
      values: Uint8Array.of(7),
    });
    expect(readNpy(write('empty.npy', uint8Npy([0, 3], []))).values).toHaveLength(0);
  });

  it('names a file that is not there, and the nearest that is', () => {
    const path = write('images.npy', uint8Npy([1], [1]));
    const wrong = path.replace('images', 'imagse');
    expect(() => readNpy(wrong)).toThrow(
      `${wrong}: expected a file or a folder, got nothing of that name. Try ${path}.`,
    );
    expect(() => readNpy(path.replace(/images.npy$/, ''))).toThrow(
      'expected a file, got a folder. Try the path of a file',
    );
  });

  it('rejects other files, with how to save them again', () => {
    const again = "Try to save the array again with numpy.save('FILE.npy', array).";
    const path = write('picture.npy', 'no array at all');
    expect(() => readNpy(path)).toThrow(
      `${path}: expected a NumPy array file (.npy), got other bytes at its start. ${again}`,
    );
    expect(() => readNpy(write('nothing.npy', ''))).toThrow(`got an empty file. ${again}`);
    const future = uint8Npy([1], [1]);
    future[6] = 9;
    expect(() => readNpy(write('future.npy', future))).toThrow(`got format version 9. ${again}`);
  });

  it.each([7, 9, 60])('rejects a header cut short after %d bytes', (length) => {
    const path = write(`h${length}.npy`, uint8Npy([3], [1, 2, 3]).slice(0, length));
    expect(() => readNpy(path)).toThrow('expected a NumPy array file (.npy), got');
  });

  it('rejects a file cut short by one byte, and one that is longer', () => {
    const whole = uint8Npy([2, 2], [1, 2, 3, 4]);
    const short = write('short.npy', whole.slice(0, -1));
    const message = `${short}: expected 132 bytes for a u1 array of shape [2, 2], got a file cut short at 131 bytes. Try to copy`;
    expect(() => readNpy(short)).toThrow(message);
    expect(() => readNpy(write('long.npy', Buffer.concat([whole, whole])))).toThrow('got a longer file of 264 bytes');
    expect(readNpy(write('whole.npy', whole)).values).toHaveLength(4);
  });

  it.each([
    ["'|O'", 'Python objects'],
    ["'<U4'", "the element type '<U4'"],
    ["'<c8'", "the element type '<c8'"],
    ["'<f2'", "the element type '<f2'"],
    ["[('x', '<f4'), ('y', '<f4')]", "the element type [('x', '<f4'), ('y', '<f4')]"],
  ])('rejects elements of type %s', (descr, got) => {
    const path = write('objects.npy', npyBytes({ descr, shape: [1], data: new Uint8Array(8) }));
    expect(() => readNpy(path)).toThrow(
      `got ${got}. Try array.astype('float32') or array.astype('uint8') before numpy.save.`,
    );
  });

  it('rejects 64-bit integers that a double cannot hold', () => {
    const data = new Uint8Array(BigInt64Array.of(1n, 2n ** 53n).buffer);
    const path = write('wide.npy', npyBytes({ descr: "'<i8'", shape: [2], data }));
    expect(() => readNpy(path)).toThrow('expected integers below 2^53, got 9007199254740992 at place 1');
  });

  it('rejects a header without a shape', () => {
    const bytes = uint8Npy([3], [1, 2, 3]);
    const text = Buffer.from(bytes).toString('latin1').replace("'shape'", "'shope'");
    expect(() => readNpy(write('shape.npy', Buffer.from(text, 'latin1')))).toThrow('got the header {');
  });
});
