import { extname } from 'node:path';
import { DataError, formatShape } from '../../num/index.js';
import { kindOfPath } from '../files/readBytes.js';
import { readNpy } from '../files/readNpy.js';
import type { ImageSet, Labels } from '../imageSet.js';
import { readLabelTable } from './readLabelTable.js';

export interface ReadLabelsOptions {
  /** What the classes are called, in the order of their numbers. By default the labels in the file are the classes. */
  readonly classNames?: readonly string[];
}

/**
 * The classes of a set of images: a NumPy vector of integers, one for each image, -1 where unknown; or a CSV table with the
 * columns `file` (or `index`, from 0) and `label`, by number or name, that need not list every image.
 *
 * @throws DataError naming the file, what was expected and what to do, if labels and images do not fit or a class has none
 */
export function readLabels(path: string, images: ImageSet, { classNames }: ReadLabelsOptions = {}): Labels {
  const read = extname(path).toLowerCase() === '.npy' ? readVector : readLabelTable;
  kindOfPath(path);
  const found = read(path, images, classNames);
  checkNoneEmpty(path, found);
  return found;
}

function readVector(where: string, { count }: ImageSet, classNames?: readonly string[]): Labels {
  const { shape, dtype, values } = readNpy(where);
  if (dtype.startsWith('f')) {
    const hint = "labels.astype('int32'), with -1 where the class is unknown";
    throw new DataError({ where, expected: 'a vector of integers', got: `${dtype} numbers`, hint });
  }
  if (values.length !== count || shape[0] !== count) {
    const hint = 'the labels of the same images, in the same order, with -1 where the class is unknown';
    throw new DataError({ where, expected: `one label for each of ${count} images`, got: formatShape(shape), hint });
  }
  // Not more classes than images: each needs one, and a stray 4,294,967,295 is not to make as many names.
  const numClasses = classNames?.length ?? Math.min(greatest(values) + 1, count);
  const bad = values.findIndex((value) => value < -1 || value >= numClasses);
  if (bad >= 0) {
    const hint = '-1 for images of unknown class';
    const expected = `labels from -1 to ${numClasses - 1}`;
    throw new DataError({ where, expected, got: `${values[bad]} for image ${bad}`, hint });
  }
  const names = classNames ?? Array.from({ length: numClasses }, (_, label) => String(label));
  return { labels: Int32Array.from(values), classNames: names };
}

function greatest(values: ArrayLike<number>): number {
  let most = -1;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, values[i] ?? -1);
  return most;
}

function checkNoneEmpty(where: string, { labels, classNames }: Labels): void {
  const seen = new Set(labels);
  const empty = classNames.filter((_, label) => !seen.has(label));
  if (empty.length === 0 && classNames.length >= 2) return;
  if (classNames.length < 2) {
    const got = classNames.length === 0 ? 'no label' : `only "${classNames[0] ?? ''}"`;
    throw new DataError({
      where,
      expected: 'labels of at least two classes',
      got,
      hint: 'to label some images of each class',
    });
  }
  const listed = empty
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ');
  const got = `none for ${listed}${empty.length > 5 ? ` and ${empty.length - 5} more` : ''}`;
  const hint = 'to label some images of it, or to number the classes 0, 1, 2 and so on without gaps';
  throw new DataError({ where, expected: `a labelled image of every one of ${classNames.length} classes`, got, hint });
}
