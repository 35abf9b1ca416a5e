import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { DataError } from '../../num/index.js';
import { naturalOrder } from '../files/naturalOrder.js';
import type { Picture } from '../files/picture.js';
import { readPng } from '../files/readPng.js';
import { readTiff } from '../files/readTiff.js';
import type { RawImages } from './rawImages.js';

const tiffs = ['.tif', '.tiff'];
const otherPictures = ['.jpg', '.jpeg', '.bmp', '.gif', '.webp', '.dm3', '.dm4', '.emd', '.mrc'];

/** The PNG and TIFF images of a folder, in natural order of their names; other files, such as tables, are left alone. */
export function readFolder(folder: string): RawImages {
  const names = pictureNames(folder);
  const pictures = names.map((name) => readPicture(join(folder, name)));
  return stacked(folder, names, pictures);
}

/** The pages of one TIFF file. */
export function readStack(path: string): RawImages {
  const pages = readTiff(path);
  return stacked(
    path,
    pages.map((_, i) => `page ${i + 1}`),
    pages,
  );
}

function pictureNames(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const other = files.find((name) => otherPictures.includes(extname(name).toLowerCase()));
  if (other !== undefined) {
    const hint = 'to convert it, or to move it elsewhere';
    throw new DataError({
      where: join(folder, other),
      expected: 'PNG or TIFF images in the folder',
      got: 'another kind',
      hint,
    });
  }
  const names = files.filter((name) => ['.png', ...tiffs].includes(extname(name).toLowerCase()));
  if (names.length > 0) return names.sort(naturalOrder);
  const got = files.length === 0 ? 'an empty folder' : `${files.length} others, such as ${files[0] ?? ''}`;
  throw new DataError({
    where: folder,
    expected: 'files named .png, .tif or .tiff',
    got,
    hint: 'the folder that holds them',
  });
}

function readPicture(path: string): Picture {
  if (!tiffs.includes(extname(path).toLowerCase())) return readPng(path);
  const [first, ...others] = readTiff(path);
  if (first !== undefined && others.length === 0) return first;
  const hint = 'that file alone as the images, or its pages as files of their own';
  throw new DataError({ where: path, expected: 'one image', got: `${others.length + 1} pages`, hint });
}

function stacked(where: string, names: readonly string[], pictures: readonly Picture[]): RawImages {
  const [height, width] = [pictures[0]?.height ?? 0, pictures[0]?.width ?? 0];
  const values = new Float32Array(pictures.length * height * width);
  pictures.forEach((picture, i) => {
    if (picture.height !== height || picture.width !== width) {
      const got = `${names[0] ?? ''} of ${height} × ${width} and ${names[i] ?? ''} of ${picture.height} × ${picture.width}`;
      const hint = 'to crop or resize them to one size (rows × columns)';
      throw new DataError({ where, expected: 'images of one size', got, hint });
    }
    values.set(picture.values, i * height * width);
  });
  return { values, white: 1, count: pictures.length, height, width, names };
}
