import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { readMicrograph } from '../../../src/data/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { temporaryFolder } from '../support/folder.js';
import { float32Npy, int32Npy, npyBytes, uint8Npy } from '../support/npy.js';
import { tiffBytes } from '../support/tiff.js';

const write = temporaryFolder();
const size = { width: 8, height: 9 };
const whole = Array.from({ length: 72 }, (_, at) => at);
const eight = Uint8Array.from(whole);
// 257 · 72 fits 16 bits, and white is 65535.
const sixteen = Uint16Array.from(whole, (at) => 257 * at);
const bytes16 = new Uint8Array(sixteen.buffer);
const shares = whole.map((at) => at / 255);

describe('readMicrograph', () => {
  it.each<[string, Uint8Array]>([
    ['8.png', encode({ ...size, data: eight, channels: 1, depth: 8 })],
    ['16.png', encode({ ...size, data: sixteen, channels: 1, depth: 16 })],
    ['8.tif', tiffBytes([{ ...size, bits: 8, values: whole }])],
    ['16.TIFF', tiffBytes([{ ...size, bits: 16, values: [...sixteen] }])],
    ['float.tif', tiffBytes([{ ...size, bits: 32, sampleFormat: 3, values: shares }])],
    ['8.npy', uint8Npy([9, 8], whole)],
    ['16.npy', npyBytes({ descr: "'<u2'", shape: [9, 8], data: bytes16 })],
    ['float.npy', float32Npy([9, 8], shares)],
  ])('reads %s', (name, bytes) => {
    const micrograph = readMicrograph(write(name, bytes));
    expect(micrograph).toMatchObject({ name, height: 9, width: 8 });
    expect('pixelSize' in micrograph).toBe(false);
    expectClose(micrograph.values, shares, { roundings: 1 });
  });

  it('keeps floats beyond 1 and the pixel size', () => {
    const path = write('counts.npy', float32Npy([9, 8], whole));
    const { values, pixelSize } = readMicrograph(path, { pixelSize: { length: 0.42, unit: 'nm' } });
    expect([...values]).toEqual(whole);
    expect(pixelSize).toEqual({ length: 0.42, unit: 'nm' });
  });

  it.each<[string, Uint8Array, string]>([
    ['stack.npy', uint8Npy([1, 9, 8], whole), '[1, 9, 8]'],
    ['wide.npy', int32Npy([9, 8], whole), 'i4'],
    ['hole.npy', float32Npy([9, 8], [...shares.slice(1), NaN]), 'NaN'],
    ['thin.npy', uint8Npy([24, 3], whole), '24 × 3'],
    ['pages.tif', tiffBytes([0, 1].map(() => ({ ...size, bits: 8, values: whole }) as const)), '2'],
    ['photo.jpg', eight, '.jpg'],
  ])('rejects %s', (name, bytes, got) => {
    const path = write(name, bytes);
    expect(errorOf(() => readMicrograph(path))).toMatchObject({
      code: 'DataError',
      where: path,
      got: expect.stringContaining(got) as string,
    });
  });

  it.each([
    [{ length: 0, unit: 'nm' }, '0 "nm"'],
    [{ length: Infinity, unit: 'nm' }, 'Infinity "nm"'],
    [{ length: 1, unit: '' }, '1 ""'],
  ])('rejects a pixel size of %o', (pixelSize, got) => {
    const path = write('plain.npy', uint8Npy([9, 8], whole));
    expect(errorOf(() => readMicrograph(path, { pixelSize }))).toMatchObject({
      code: 'ArgumentError',
      where: 'readMicrograph.pixelSize',
      got,
    });
  });
});
