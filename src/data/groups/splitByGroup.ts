import { ArgumentError, DataError, split } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import type { Labels } from '../imageSet.js';
import { MISSING, searchSides } from './searchSides.js';
import type { Group } from './searchSides.js';

/** Which images are trained on and which are held out, in ascending order. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Random starts of the search for a balanced split; the best end is taken. */
const STARTS = 16;

/**
 * Holds out whole groups, such as micrographs, so that about `fraction` of the images of each class is in the test set and
 * every class occurs on both sides. Images of one group resemble each other, so a split of single images would flatter.
 *
 * @param groups the group of each image
 * @param labels the class of each image; those without one count as a class of their own
 * @throws ArgumentError if the fraction does not lie between 0 and 1 or there are not as many groups as labels
 * @throws DataError if a class occurs in one group only, or no split was found with every class on both sides
 */
export function splitByGroup(groups: readonly string[], labels: Labels, fraction: number, key: Key): Split {
  checkArguments(groups, labels, fraction);
  const members = gather(groups, labels);
  checkSpread(members, labels.classNames);
  const ends = split(key, STARTS).map((start) => searchSides(members, fraction, start));
  const best = ends.reduce((a, b) => (b.cost < a.cost ? b : a));
  if (best.cost >= MISSING) throw noSplit(fraction);
  const side = (isTest: boolean): Int32Array =>
    Int32Array.from(members.flatMap(({ images }, g) => (best.inTest[g] === isTest ? images : []))).sort();
  return { train: side(false), test: side(true) };
}

function checkArguments(groups: readonly string[], { labels }: Labels, fraction: number): void {
  const where = 'splitByGroup';
  if (!(fraction > 0 && fraction < 1)) {
    throw new ArgumentError({ where, expected: 'a fraction between 0 and 1', got: String(fraction) });
  }
  if (groups.length !== labels.length) {
    throw new ArgumentError({
      where,
      expected: `a group for each of ${labels.length} images`,
      got: `${groups.length}`,
    });
  }
}

function gather(groups: readonly string[], { labels, classNames }: Labels): Group[] {
  const members = new Map<string, Group>();
  groups.forEach((name, image) => {
    const group = members.get(name) ?? { images: [], counts: Array<number>(classNames.length + 1).fill(0) };
    members.set(name, group);
    group.images.push(image);
    const label = labels[image] ?? -1;
    const place = label < 0 ? classNames.length : label;
    group.counts[place] = (group.counts[place] ?? 0) + 1;
  });
  return [...members.values()];
}

function checkSpread(members: readonly Group[], classNames: readonly string[]): void {
  classNames.forEach((name, label) => {
    const holders = members.filter(({ counts }) => (counts[label] ?? 0) > 0).length;
    if (holders >= 2) return;
    throw new DataError({
      where: 'splitByGroup',
      expected: 'every class in at least two groups',
      got: `"${name}" in ${holders}`,
      hint: 'to label images of that class in another group',
    });
  });
}

function noSplit(fraction: number): DataError {
  return new DataError({
    where: 'splitByGroup',
    expected: `a split of whole groups with every class on both sides and ${fraction} of the images held out`,
    got: 'none in the search',
    hint: 'a fraction nearer to 0.5, or groups of fewer images',
  });
}
