import { encode } from 'fast-png';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImages } from '../../../src/data/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { temporaryFolder } from '../support/folder.js';
import { float32Npy, int32Npy, npyBytes, uint8Npy } from '../support/npy.js';
import { tiffBytes } from '../support/tiff.js';

const write = temporaryFolder();
const shades = (count: number): number[] => Array.from({ length: 4 * count }, (_, i) => i);
const png = (value: number, side = 2): Uint8Array =>
  encode({ width: side, height: side, data: new Uint8Array(side * side).fill(value), channels: 1, depth: 8 });
const close = { roundings: 1 };

describe('readImages: arrays', () => {
  it('divides 8-bit values by 255 and 16-bit ones by 65535', () => {
    const set = readImages(write('u1.npy', uint8Npy([3, 2, 2], shades(3))));
    expect(set).toMatchObject({ count: 3, height: 2, width: 2 });
    expectClose(
      set.images,
      shades(3).map((value) => value / 255),
      close,
    );
    const data = new Uint8Array(Uint16Array.of(0, 65535, 13107, 1, 2, 3, 4, 5).buffer);
    const wide = readImages(write('u2.npy', npyBytes({ descr: "'<u2'", shape: [2, 2, 2], data })));
    expectClose(wide.images.slice(0, 3), [0, 1, 0.2], close);
  });

  it('takes floats and 0/1 integers as they are, and a last axis of one channel', () => {
    const values = [0, 0.5, 1, 0.25, 0, 0, 0, 1];
    expect([...readImages(write('f4.npy', float32Npy([2, 2, 2, 1], values))).images]).toEqual(values);
    const bits = [0, 1, 1, 1, 0, 0, 1, 0];
    expect([...readImages(write('i4.npy', int32Npy([2, 2, 2], bits))).images]).toEqual(bits);
  });

  it.each([
    [[2, 2], 'images[None]'],
    [[4], 'images.mean(axis=-1)'],
    [[2, 2, 2, 3], 'images.mean(axis=-1)'],
    [[2, 2, 2, 1, 1], 'images.mean(axis=-1)'],
  ])('rejects the shape %j', (shape, remedy) => {
    const path = write('shape.npy', uint8Npy(shape, Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1)));
    const hint = expect.stringContaining(remedy) as string;
    const fields = { code: 'DataError', where: path, got: `[${shape.join(', ')}]`, hint };
    expect(errorOf(() => readImages(path))).toMatchObject(fields);
  });

  it('rejects one image, none, and images of a single row', () => {
    const one = write('one.npy', uint8Npy([1, 2, 2], shades(1)));
    expect(errorOf(() => readImages(one))).toMatchObject({ code: 'DataError', where: one, got: 'one' });
    const none = write('none.npy', uint8Npy([0, 2, 2], []));
    expect(errorOf(() => readImages(none))).toMatchObject({ code: 'DataError', where: none, got: 'none' });
    const row = write('row.npy', uint8Npy([2, 1, 4], shades(2)));
    expect(errorOf(() => readImages(row))).toMatchObject({ code: 'DataError', where: row, got: '1 × 4' });
  });

  it.each([NaN, Infinity, -Infinity])('rejects %d, naming image and pixel, however it is normalised', (bad) => {
    const values = Array<number>(18).fill(0.5);
    values[9 + 5] = bad;
    const path = write('bad.npy', float32Npy([2, 3, 3], values));
    for (const normalise of ['none', 'minmax', 'percentile'] as const) {
      const got = expect.stringMatching(new RegExp(`^${bad} .*1.*1.*2`)) as string;
      expect(errorOf(() => readImages(path, { normalise }))).toMatchObject({ code: 'DataError', where: path, got });
    }
  });

  it.each([1.0625, -0.0625])('rejects the value %d unless it is normalised', (value) => {
    const path = write('range.npy', float32Npy([2, 2, 2], [0, 0.5, 1, 0, 0, 0, value, 0]));
    expect(errorOf(() => readImages(path))).toMatchObject({
      code: 'DataError',
      where: path,
      got: expect.stringContaining(String(value)) as string,
      hint: expect.stringContaining('--normalise') as string,
    });
    expect(readImages(path, { normalise: 'minmax' }).images.every((grey) => grey >= 0 && grey <= 1)).toBe(true);
  });

  it('rejects other endings, with what to do', () => {
    const rejected = (path: string, ending: string, hint: string): void =>
      expect(errorOf(() => readImages(path))).toMatchObject({
        code: 'DataError',
        where: path,
        got: expect.stringContaining(ending) as string,
        hint: expect.stringContaining(hint) as string,
      });
    rejected(write('a.npz', ''), '.npz', 'numpy.save');
    rejected(write('a.png', png(1)), '.png', 'folder');
    rejected(write('a.mat', ''), '.mat', '.npy');
    expect(errorOf(() => readImages('/nowhere/images.npy'))).toMatchObject({
      code: 'DataError',
      where: '/nowhere/images.npy',
    });
  });
});

describe('readImages: normalise', () => {
  const path = write('counts.npy', int32Npy([3, 2, 2], [-10, 0, 10, 30, 5, 5, 5, 5, 0, 1000000, 500000, 250000]));

  it('minmax: stretches each image to all of [0, 1], and makes a constant one black', () => {
    const { images } = readImages(path, { normalise: 'minmax' });
    expectClose(images, [0, 0.25, 0.5, 1, 0, 0, 0, 0, 0, 1, 0.5, 0.25], close);
  });

  it('percentile: cuts off the 1 % darkest and the 0.5 % brightest pixels', () => {
    // 201 × 1 is not an image, so 3 × 67 pixels with the values 0 to 200: percentiles 1 and 99.5 are 2 and 199.
    const ramp = Array.from({ length: 201 }, (_, i) => i);
    const wide = write('ramp.npy', int32Npy([2, 3, 67], [...ramp, ...ramp.map((value) => 200 - value)]));
    const { images } = readImages(wide, { normalise: 'percentile' });
    const expected = ramp.map((value) => Math.min(1, Math.max(0, (value - 2) / 197)));
    expectClose(images.slice(0, 201), expected, close);
    expectClose(images.slice(201).reverse(), expected, close);
  });

  it('rejects another way, naming the near one', () => {
    const normalise = 'percentil' as 'percentile';
    expect(errorOf(() => readImages(path, { normalise }))).toMatchObject({
      code: 'ArgumentError',
      where: 'readImages.normalise',
      got: '"percentil"',
      hint: 'percentile',
    });
  });
});

describe('readImages: folders', () => {
  it('reads PNG and TIFF images in natural order and leaves tables alone', () => {
    write('mixed/p10.png', png(51));
    write('mixed/p9.TIF', tiffBytes([{ width: 2, height: 2, bits: 16, values: [0, 0, 0, 65535] }]));
    write('mixed/.hidden.png', 'not an image');
    const folder = dirname(write('mixed/labels.csv', 'file,label\n'));
    const set = readImages(folder);
    expect(set.names).toEqual(['p9.TIF', 'p10.png']);
    expectClose(set.images, [0, 0, 0, 1, 0.2, 0.2, 0.2, 0.2], close);
  });

  it('rejects images of two sizes, naming both', () => {
    write('sizes/a.png', png(1));
    const folder = dirname(write('sizes/b.png', png(1, 3)));
    const got = expect.stringMatching(/a\.png.*2 × 2.*b\.png.*3 × 3/) as string;
    expect(errorOf(() => readImages(folder))).toMatchObject({ code: 'DataError', where: folder, got });
  });

  it('rejects a damaged image by its own name', () => {
    write('damaged/a.png', png(1));
    const path = write('damaged/b.png', png(1).slice(0, 30));
    expect(errorOf(() => readImages(dirname(path)))).toMatchObject({ code: 'DataError', where: path });
  });

  it('rejects images it cannot read rather than leave them out', () => {
    write('photo/a.png', png(1));
    const path = write('photo/b.jpg', 'x');
    expect(errorOf(() => readImages(dirname(path)))).toMatchObject({ code: 'DataError', where: path });
  });

  it('rejects a folder without images, and one with a single image', () => {
    const folder = dirname(write('empty/notes.txt', ''));
    const got = expect.stringContaining('notes.txt') as string;
    expect(errorOf(() => readImages(folder))).toMatchObject({ code: 'DataError', where: folder, got });
    const single = dirname(write('single/a.png', png(1)));
    expect(errorOf(() => readImages(single))).toMatchObject({ code: 'DataError', where: single, got: 'one' });
  });

  it('reads the pages of one TIFF file, which a folder may not hold', () => {
    const page = { width: 2, height: 2, bits: 8, values: [0, 51, 255, 0] } as const;
    const path = write('stack/s.tif', tiffBytes([page, { ...page, values: [255, 0, 0, 0] }]));
    const set = readImages(path);
    expect(set.names).toEqual(['page 1', 'page 2']);
    expectClose(set.images, [0, 0.2, 1, 0, 1, 0, 0, 0], close);
    expect(errorOf(() => readImages(dirname(path)))).toMatchObject({ code: 'DataError', where: path });
  });

  it('names the file of a float image that is not finite', () => {
    const page = { width: 2, height: 2, bits: 32, sampleFormat: 3 } as const;
    write('floats/a.tif', tiffBytes([{ ...page, values: [0, 1, 0, 1] }]));
    const path = write('floats/b.tif', tiffBytes([{ ...page, values: [0, 1, NaN, 1] }]));
    const got = expect.stringMatching(/NaN.*b\.tif.*1.*0/) as string;
    expect(errorOf(() => readImages(dirname(path)))).toMatchObject({ code: 'DataError', got });
  });
});
