import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { readPng } from '../../../src/data/files/readPng.js';
import { readTiff } from '../../../src/data/files/readTiff.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { temporaryFolder } from '../support/folder.js';
import { tiffBytes } from '../support/tiff.js';

const write = temporaryFolder();
const size = { width: 2, height: 1 };
// One division and the rounding to float32 for grey; colours have five roundings more in float64.
const close = { roundings: 1 };

describe('readPng', () => {
  it('reads 8 and 16 bits, grey and RGB', () => {
    const grey8 = readPng(write('g8.png', encode({ ...size, data: Uint8Array.of(0, 51), channels: 1, depth: 8 })));
    expectClose(grey8.values, [0, 0.2], close);
    const grey16 = readPng(
      write('g16.png', encode({ ...size, data: Uint16Array.of(13107, 65535), channels: 1, depth: 16 })),
    );
    expectClose(grey16.values, [0.2, 1], close);
    const rgb = Uint8Array.of(255, 0, 0, 102, 102, 102);
    expectClose(
      readPng(write('rgb.png', encode({ ...size, data: rgb, channels: 3, depth: 8 }))).values,
      [0.299, 0.4],
      close,
    );
  });

  it('reads packed samples and palettes', () => {
    // Three 1-bit pixels, 1 0 1, in the high bits of a byte.
    const bits = encode({ width: 3, height: 1, data: Uint8Array.of(0b10100000), channels: 1, depth: 1 });
    expectClose(readPng(write('bits.png', bits)).values, [1, 0, 1], close);
    const nibbles = encode({ width: 2, height: 2, data: Uint8Array.of(0x0f, 0x36), channels: 1, depth: 4 });
    expectClose(readPng(write('nibbles.png', nibbles)).values, [0, 1, 0.2, 0.4], close);
    const palette = [
      [255, 255, 255],
      [0, 0, 255],
    ];
    const indexed = encode({ ...size, data: Uint8Array.of(1, 0), channels: 1, depth: 8, palette });
    expectClose(readPng(write('indexed.png', indexed)).values, [0.114, 1], close);
  });

  it('reads opaque pixels with an opacity, and rejects others', () => {
    const png = (opacity: number): Uint8Array =>
      encode({ ...size, data: Uint8Array.of(51, 255, 0, opacity), channels: 2, depth: 8 });
    expectClose(readPng(write('opaque.png', png(255))).values, [0.2, 0], close);
    const path = write('glass.png', png(254));
    expect(errorOf(() => readPng(path))).toMatchObject({ code: 'DataError', where: path });
  });

  it('rejects a file cut short anywhere, a changed byte and another format', () => {
    const whole = encode({
      width: 8,
      height: 8,
      data: Uint8Array.from({ length: 64 }, (_, i) => i),
      channels: 1,
      depth: 8,
    });
    for (const length of [0, 4, 20, 40, whole.length - 20, whole.length - 1]) {
      const path = write(`cut${length}.png`, whole.slice(0, length));
      expect(
        errorOf(() => readPng(path)),
        `${length} bytes`,
      ).toMatchObject({ code: 'DataError', where: path });
    }
    const changed = whole.slice();
    changed[50] = (changed[50] ?? 0) ^ 1;
    expect(errorOf(() => readPng(write('changed.png', changed)))).toMatchObject({ code: 'DataError' });
    expect(errorOf(() => readPng(write('text.png', 'this is text')))).toMatchObject({ code: 'DataError' });
  });
});

describe('readTiff', () => {
  it('reads 8 and 16-bit grey, RGB, inverted grey and floats', () => {
    const read = (name: string, page: Parameters<typeof tiffBytes>[0][number]): Float32Array | undefined =>
      readTiff(write(name, tiffBytes([page])))[0]?.values;
    expectClose(read('8.tif', { ...size, bits: 8, values: [0, 51] }) ?? [], [0, 0.2], close);
    expectClose(read('16.tif', { ...size, bits: 16, values: [13107, 65535] }) ?? [], [0.2, 1], close);
    const rgb = read('rgb.tif', { ...size, bits: 8, channels: 3, values: [255, 0, 0, 102, 102, 102] });
    expectClose(rgb ?? [], [0.299, 0.4], close);
    expectClose(read('inverted.tif', { ...size, bits: 8, photometric: 0, values: [0, 51] }) ?? [], [1, 0.8], close);
    const floats = read('float.tif', { ...size, bits: 32, sampleFormat: 3, values: [-3.5, 1000] });
    expectClose(floats ?? [], [-3.5, 1000]);
  });

  it('reads every page', () => {
    const pages = [0, 255, 51].map((value) => ({ ...size, bits: 8, values: [value, value] }) as const);
    const grey = readTiff(write('pages.tif', tiffBytes(pages))).map(({ values }) => values[1]);
    expectClose(
      Float32Array.from(grey, (value) => value ?? NaN),
      [0, 1, 0.2],
      close,
    );
  });

  it('rejects what it would read wrongly', () => {
    const reject = (name: string, page: Parameters<typeof tiffBytes>[0][number], expected: string): void => {
      const path = write(name, tiffBytes([page]));
      expect(
        errorOf(() => readTiff(path)),
        name,
      ).toMatchObject({
        code: 'DataError',
        where: path,
        expected: expect.stringContaining(expected) as string,
      });
    };
    reject('signed.tif', { ...size, bits: 16, sampleFormat: 2, values: [1, 2] }, 'grey or RGB');
    reject('palette.tif', { ...size, bits: 8, photometric: 3, values: [1, 2] }, 'grey or RGB');
    reject('u32.tif', { ...size, bits: 32, values: [1, 2] }, 'TIFF');
    const glass = { ...size, bits: 8, channels: 4, values: [9, 9, 9, 255, 9, 9, 9, 254] } as const;
    reject('glass.tif', glass, 'opaque');
  });

  it('rejects a file cut short, even a small one', () => {
    const whole = tiffBytes([{ width: 8, height: 8, bits: 8, values: Array<number>(64).fill(9) }]);
    for (const length of [0, 3, 30, whole.length - 64, whole.length - 1]) {
      const path = write(`cut${length}.tif`, whole.slice(0, length));
      expect(
        errorOf(() => readTiff(path)),
        `${length} bytes`,
      ).toMatchObject({ code: 'DataError', where: path });
    }
    expect(readTiff(write('whole.tif', whole))).toHaveLength(1);
  });
});
