import { extname } from 'node:path';
import { DataError, formatShape } from '../../num/index.js';
import { kindOfPath } from '../files/readBytes.js';
import { readNpy } from '../files/readNpy.js';
import type { ImageSet } from '../imageSet.js';
import { normalise } from './normalise.js';
import type { Normalise } from './normalise.js';
import type { RawImages } from './rawImages.js';
import { readFolder, readStack } from './readFolder.js';

export interface ReadImagesOptions {
  /** How grey values come to lie in [0, 1]. Default `none`: integers are divided by the value of white. */
  readonly normalise?: Normalise;
}

/**
 * Images from a NumPy file [image, row, column], a folder of PNG and TIFF files, or a TIFF file of many pages.
 *
 * 8-bit values are divided by 255, 16-bit ones by 65535; floats and other integers must lie in [0, 1] unless they are
 * normalised. Colours become their luminance. The images of a folder are in natural order of their names.
 *
 * @throws DataError naming the file, what was expected and what to do, if the images cannot be trained on
 */
export function readImages(path: string, { normalise: mode = 'none' }: ReadImagesOptions = {}): ImageSet {
  const raw = readRaw(path);
  const { count, height, width, names } = raw;
  if (count < 2) {
    const hint = 'a file or folder with many images of single objects';
    throw new DataError({ where: path, expected: 'at least two images', got: count === 1 ? 'one' : 'none', hint });
  }
  if (height < 2 || width < 2) {
    throw new DataError({ where: path, expected: 'images of at least 2 × 2 pixels', got: `${height} × ${width}` });
  }
  const set = { images: normalise(path, raw, mode), count, height, width };
  return names === undefined ? set : { ...set, names };
}

function readRaw(path: string): RawImages {
  if (kindOfPath(path) === 'folder') return readFolder(path);
  const kind = extname(path).toLowerCase();
  if (kind === '.npy') return rawFromNpy(path);
  if (kind === '.tif' || kind === '.tiff') return readStack(path);
  const hints: Readonly<Record<string, string>> = {
    '.npz': "numpy.save('images.npy', archive['images'])",
    '.png': 'the folder of the file',
  };
  const hint = hints[kind] ?? "a folder of PNG or TIFF images, or numpy.save('images.npy', images)";
  throw new DataError({
    where: path,
    expected: 'a .npy file, a folder or a TIFF stack',
    got: `a file named ${kind}`,
    hint,
  });
}

function rawFromNpy(path: string): RawImages {
  const { shape, dtype, values } = readNpy(path);
  const [count, height, width, channels = 1] = shape;
  if (count === undefined || height === undefined || width === undefined || shape.length > 4 || channels !== 1) {
    throw new DataError({
      where: path,
      expected: 'an array [image, row, column] or [image, row, column, 1]',
      got: formatShape(shape),
      hint:
        shape.length === 2
          ? 'images[None] if it is one image, or reshape'
          : 'images.mean(axis=-1) if the last axis is colour',
    });
  }
  const white = dtype === 'u1' ? 255 : dtype === 'u2' ? 65535 : 1;
  return { values, white, count, height, width };
}
