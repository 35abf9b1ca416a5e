import { encode } from 'fast-png';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImages } from '../../../src/data/index.js';
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
    [[2, 2], 'images[None] if it is one image, or reshape'],
    [[4], 'images.mean(axis=-1) if the last axis is colour'],
    [[2, 2, 2, 3], 'images.mean(axis=-1) if the last axis is colour'],
    [[2, 2, 2, 1, 1], 'images.mean(axis=-1) if the last axis is colour'],
  ])('rejects the shape %j', (shape, hint) => {
    const path = write('shape.npy', uint8Npy(shape, Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1)));
    const expected = 'expected an array [image, row, column] or [image, row, column, 1]';
    expect(() => readImages(path)).toThrow(`${path}: ${expected}, got [${shape.join(', ')}]. Try ${hint}.`);
  });

  it('rejects one image, none, and images of a single row', () => {
    const many = 'Try a file or folder with many images of single objects.';
    const one = write('one.npy', uint8Npy([1, 2, 2], shades(1)));
    expect(() => readImages(one)).toThrow(`${one}: expected at least two images, got one. ${many}`);
    expect(() => readImages(write('none.npy', uint8Npy([0, 2, 2], [])))).toThrow(
      'expected at least two images, got none',
    );
    const row = write('row.npy', uint8Npy([2, 1, 4], shades(2)));
    expect(() => readImages(row)).toThrow(`${row}: expected images of at least 2 × 2 pixels, got 1 × 4.`);
  });

  it.each([NaN, Infinity, -Infinity])('rejects %d, naming image and pixel, however it is normalised', (bad) => {
    const values = Array<number>(18).fill(0.5);
    values[9 + 5] = bad;
    const path = write('bad.npy', float32Npy([2, 3, 3], values));
    for (const normalise of ['none', 'minmax', 'percentile'] as const) {
      const message = `${path}: expected finite numbers, got ${bad} in image 1 at row 1, column 2. Try to leave`;
      expect(() => readImages(path, { normalise })).toThrow(message);
    }
  });

  it.each([1.0625, -0.0625])('rejects the value %d unless it is normalised', (value) => {
    const path = write('range.npy', float32Npy([2, 2, 2], [0, 0.5, 1, 0, 0, 0, value, 0]));
    const got = `got ${value} in image 1 at row 1, column 0 (all values: ${Math.min(0, value)} to ${Math.max(1, value)})`;
    const message = `expected grey values from 0 to 1, ${got}. Try --normalise percentile or --normalise minmax`;
    expect(() => readImages(path)).toThrow(message);
    expect(readImages(path, { normalise: 'minmax' }).images.every((grey) => grey >= 0 && grey <= 1)).toBe(true);
  });

  it('rejects other endings, with what to do', () => {
    expect(() => readImages(write('a.npz', ''))).toThrow(
      "got a file named .npz. Try numpy.save('images.npy', archive['images']).",
    );
    expect(() => readImages(write('a.png', png(1)))).toThrow('got a file named .png. Try the folder of the file.');
    expect(() => readImages(write('a.mat', ''))).toThrow(
      'expected a .npy file, a folder or a TIFF stack, got a file named .mat',
    );
    expect(() => readImages('/nowhere/images.npy')).toThrow(
      '/nowhere/images.npy: expected a file or a folder, got nothing',
    );
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
    const message = 'readImages.normalise: expected none, minmax, percentile, got "percentil". Try percentile.';
    expect(() => readImages(path, { normalise })).toThrow(message);
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
    const message = `${folder}: expected images of one size, got a.png of 2 × 2 and b.png of 3 × 3. Try to crop or resize`;
    expect(() => readImages(folder)).toThrow(message);
  });

  it('rejects a damaged image by its own name', () => {
    write('damaged/a.png', png(1));
    const path = write('damaged/b.png', png(1).slice(0, 30));
    expect(() => readImages(dirname(path))).toThrow(`${path}: expected a whole PNG file`);
  });

  it('rejects images it cannot read rather than leave them out', () => {
    write('photo/a.png', png(1));
    const path = write('photo/b.jpg', 'x');
    expect(() => readImages(dirname(path))).toThrow(
      `${path}: expected PNG or TIFF images in the folder, got another kind`,
    );
  });

  it('rejects a folder without images, and one with a single image', () => {
    const folder = dirname(write('empty/notes.txt', ''));
    expect(() => readImages(folder)).toThrow(
      'expected files named .png, .tif or .tiff, got 1 others, such as notes.txt',
    );
    expect(() => readImages(dirname(write('single/a.png', png(1))))).toThrow('expected at least two images, got one');
  });

  it('reads the pages of one TIFF file, which a folder may not hold', () => {
    const page = { width: 2, height: 2, bits: 8, values: [0, 51, 255, 0] } as const;
    const path = write('stack/s.tif', tiffBytes([page, { ...page, values: [255, 0, 0, 0] }]));
    const set = readImages(path);
    expect(set.names).toEqual(['page 1', 'page 2']);
    expectClose(set.images, [0, 0.2, 1, 0, 1, 0, 0, 0], close);
    expect(() => readImages(dirname(path))).toThrow(`${path}: expected one image, got 2 pages. Try that file alone`);
  });

  it('names the file of a float image that is not finite', () => {
    const page = { width: 2, height: 2, bits: 32, sampleFormat: 3 } as const;
    write('floats/a.tif', tiffBytes([{ ...page, values: [0, 1, 0, 1] }]));
    const path = write('floats/b.tif', tiffBytes([{ ...page, values: [0, 1, NaN, 1] }]));
    expect(() => readImages(dirname(path))).toThrow('got NaN in b.tif at row 1, column 0');
  });
});
