import { ArgumentError, fold, permutation } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import type { Labels } from '../imageSet.js';

/**
 * Labels with only `perClass` of each class kept and -1 for all other images, as if no more had been labelled.
 *
 * @param groups the group of each image, such as its micrograph; if given, the labels kept of a class come from as many
 *   groups as they can, like the labels of someone who looks at every micrograph
 * @throws ArgumentError naming the class, if fewer are labelled
 */
export function chooseLabels(
  { labels, classNames }: Labels,
  perClass: number,
  key: Key,
  groups?: readonly string[],
): Labels {
  if (!Number.isSafeInteger(perClass) || perClass < 1) {
    throw new ArgumentError({ where: 'chooseLabels', expected: 'an integer > 0', got: String(perClass) });
  }
  const kept = new Int32Array(labels.length).fill(-1);
  classNames.forEach((name, label) => {
    const order = shuffledMembers(labels, label, fold(key, label));
    if (order.length < perClass) throw tooFew(name, perClass, order.length);
    for (const image of spread(order, groups).slice(0, perClass)) kept[image] = label;
  });
  return { labels: kept, classNames };
}

function shuffledMembers(labels: Int32Array, label: number, key: Key): number[] {
  const members = Array.from(labels.keys()).filter((image) => labels[image] === label);
  return permutation(key, members.length).map((place) => members[place] ?? 0);
}

/** The same images, first one of each group, then a second one of each that has two, and so on. */
function spread(order: readonly number[], groups?: readonly string[]): readonly number[] {
  if (groups === undefined) return order;
  const taken = new Map<string, number>();
  const rounds = order.map((image) => {
    const group = groups[image] ?? '';
    const round = taken.get(group) ?? 0;
    taken.set(group, round + 1);
    return { image, round };
  });
  return rounds.sort((a, b) => a.round - b.round).map(({ image }) => image);
}

function tooFew(name: string, perClass: number, count: number): ArgumentError {
  return new ArgumentError({
    where: 'chooseLabels',
    expected: `at least ${perClass} labelled images of every class`,
    got: `${count} of "${name}"`,
    hint: `--labels-per-class ${count}, or to label more images of that class`,
  });
}
