import { basename, extname } from 'node:path';
import { ArgumentError, DataError, formatShape } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';
import type { Picture } from '../files/picture.js';
import { readNpy } from '../files/readNpy.js';
import { readPng } from '../files/readPng.js';
import { readTiff } from '../files/readTiff.js';
import type { Micrograph, PixelSize } from './micrograph.js';

export interface ReadMicrographOptions {
  /** Kept with the micrograph. Files are not searched for it, because few say it in a way that programs agree on. */
  readonly pixelSize?: PixelSize;
}

/** Fewer rows or columns hold no background to tell objects from. */
const LEAST_SIDE = 8;

/**
 * A micrograph from a PNG file, a TIFF file of one page or a NumPy array [row, column]: 8 or 16-bit integers, which are
 * divided by 255 or 65535, or floats, which stay as they are. Colours become their luminance.
 *
 * @throws DataError naming the file, if it is missing, damaged, of another kind or shape, or holds what is not finite
 * @throws ArgumentError if the pixel size is not a length > 0 with a unit
 */
export function readMicrograph(path: string, options: ReadMicrographOptions = {}): Micrograph {
  checkOptionNames('readMicrograph', options, ['pixelSize']);
  checkPixelSize(options.pixelSize);
  const { height, width, values } = readPicture(path);
  checkPixels(path, { height, width, values });
  const { pixelSize } = options;
  return { name: basename(path), height, width, values, ...(pixelSize === undefined ? {} : { pixelSize }) };
}

function readPicture(path: string): Picture {
  const kind = extname(path).toLowerCase();
  if (kind === '.png') return readPng(path);
  if (kind === '.npy') return readArray(path);
  if (kind === '.tif' || kind === '.tiff') return readPage(path);
  throw new DataError({
    where: path,
    expected: 'a file named .png, .tif, .tiff or .npy',
    got: kind === '' ? 'a name without an ending' : `one named ${kind}`,
    hint: 'to save it as 8-bit or 16-bit grey TIFF',
  });
}

function readPage(path: string): Picture {
  const [page, ...others] = readTiff(path);
  if (page !== undefined && others.length === 0) return page;
  const hint = 'its pages as files of their own';
  throw new DataError({ where: path, expected: 'one page', got: `${others.length + 1} pages`, hint });
}

function readArray(path: string): Picture {
  const { shape, dtype, values } = readNpy(path);
  const [height, width] = shape;
  if (height === undefined || width === undefined || shape.length > 2) {
    const hint = 'images[0], or image.mean(axis=-1) if the last axis is colour';
    throw new DataError({ where: path, expected: 'an array [row, column]', got: formatShape(shape), hint });
  }
  const isFloat = dtype === 'f4' || dtype === 'f8';
  if (!isFloat && dtype !== 'u1' && dtype !== 'u2') {
    const hint = "image.astype('float32') or image.astype('uint16')";
    throw new DataError({ where: path, expected: '8 or 16-bit unsigned integers or floats', got: dtype, hint });
  }
  const white = isFloat ? 1 : dtype === 'u1' ? 255 : 65535;
  return { height, width, values: Float32Array.from(values, (value) => value / white) };
}

function checkPixels(where: string, { height, width, values }: Picture): void {
  if (height < LEAST_SIDE || width < LEAST_SIDE) {
    const expected = `a micrograph of at least ${LEAST_SIDE} × ${LEAST_SIDE} pixels`;
    throw new DataError({ where, expected, got: `${height} × ${width}` });
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const got = `${values[bad]} at row ${Math.floor(bad / width)}, column ${bad % width}`;
  throw new DataError({ where, expected: 'finite numbers', got, hint: 'numpy.nan_to_num(image)' });
}

function checkPixelSize(size: PixelSize | undefined): void {
  if (size === undefined || (size.length > 0 && size.length < Infinity && size.unit !== '')) return;
  const expected = 'a finite length > 0 and a unit';
  const got = `${size.length} ${JSON.stringify(size.unit)}`;
  throw new ArgumentError({ where: 'readMicrograph.pixelSize', expected, got, hint: "{ length: 0.42, unit: 'nm' }" });
}
