import { describe, expect, it } from 'vitest';
import { readNpy } from '../../../src/data/index.js';
import { errorOf } from '../../support/errorOf.js';
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
    expect(errorOf(() => readNpy(wrong))).toMatchObject({ code: 'DataError', where: wrong, hint: path });
    const folder = path.replace(/images.npy$/, '');
    expect(errorOf(() => readNpy(folder))).toMatchObject({ code: 'DataError', where: folder, got: 'a folder' });
  });

  it('rejects other files, with how to save them again', () => {
    const hint = expect.stringContaining('numpy.save') as string;
    const path = write('picture.npy', 'no array at all');
    expect(errorOf(() => readNpy(path))).toMatchObject({ code: 'DataError', where: path, hint });
    expect(errorOf(() => readNpy(write('nothing.npy', '')))).toMatchObject({ code: 'DataError', hint });
    const future = uint8Npy([1], [1]);
    future[6] = 9;
    expect(errorOf(() => readNpy(write('future.npy', future)))).toMatchObject({
      got: expect.stringContaining('9') as string,
      hint,
    });
  });

  it.each([7, 9, 60])('rejects a header cut short after %d bytes', (length) => {
    const path = write(`h${length}.npy`, uint8Npy([3], [1, 2, 3]).slice(0, length));
    expect(errorOf(() => readNpy(path))).toMatchObject({ code: 'DataError', where: path });
  });

  it('rejects a file cut short by one byte, and one that is longer', () => {
    const whole = uint8Npy([2, 2], [1, 2, 3, 4]);
    const short = write('short.npy', whole.slice(0, -1));
    expect(errorOf(() => readNpy(short))).toMatchObject({ code: 'DataError', where: short });
    const long = write('long.npy', Buffer.concat([whole, whole]));
    const got = expect.stringContaining('264') as string;
    expect(errorOf(() => readNpy(long))).toMatchObject({ code: 'DataError', where: long, got });
    expect(readNpy(write('whole.npy', whole)).values).toHaveLength(4);
  });

  it.each([
    ["'|O'", 'Python'],
    ["'<U4'", "'<U4'"],
    ["'<c8'", "'<c8'"],
    ["'<f2'", "'<f2'"],
    ["[('x', '<f4'), ('y', '<f4')]", "[('x', '<f4'), ('y', '<f4')]"],
  ])('rejects elements of type %s', (descr, type) => {
    const path = write('objects.npy', npyBytes({ descr, shape: [1], data: new Uint8Array(8) }));
    expect(errorOf(() => readNpy(path))).toMatchObject({
      code: 'DataError',
      where: path,
      got: expect.stringContaining(type) as string,
      hint: expect.stringContaining('astype') as string,
    });
  });

  it('rejects 64-bit integers that a double cannot hold', () => {
    const data = new Uint8Array(BigInt64Array.of(1n, 2n ** 53n).buffer);
    const path = write('wide.npy', npyBytes({ descr: "'<i8'", shape: [2], data }));
    const got = expect.stringContaining(String(2 ** 53)) as string;
    expect(errorOf(() => readNpy(path))).toMatchObject({ code: 'DataError', where: path, got });
  });

  it('rejects a header without a shape', () => {
    const bytes = uint8Npy([3], [1, 2, 3]);
    const text = Buffer.from(bytes).toString('latin1').replace("'shape'", "'shope'");
    const got = expect.stringContaining('shope') as string;
    expect(errorOf(() => readNpy(write('shape.npy', Buffer.from(text, 'latin1'))))).toMatchObject({
      code: 'DataError',
      got,
    });
  });
});
