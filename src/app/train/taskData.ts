import { chooseLabels, pickImages, readGroups, readImages, readLabels, splitByGroup } from '../../data/index.js';
import type { ImageSet, Labels, Split } from '../../data/index.js';
import { cardSets } from '../cardSets.js';
import { fold, type Key } from '../../num/index.js';
import type { CardsConfig, DataConfig, ImagesConfig } from '../config/index.js';
import { checkUnchanged } from '../config/index.js';

/** Images with the class of each, from 0. */
export interface LabelledSet {
  readonly set: ImageSet;
  readonly labels: Int32Array;
}

/** Of each image of the unlabelled set, [image]. */
export interface UnlabelledOrigin {
  /** Its place among the images of the file or folder. */
  readonly places: ArrayLike<number>;
  /** The class that training knows it to have, or -1: labelled images are among the unlabelled ones too. */
  readonly known: ArrayLike<number>;
}

/** What a run learns from, and what it is tested on. */
export interface TaskData {
  readonly unlabelled: ImageSet;
  /** Of images of one's own: where the unlabelled ones come from. */
  readonly origin?: UnlabelledOrigin;
  readonly labelled?: LabelledSet;
  readonly test?: LabelledSet;
  /** The group of each test image, such as its micrograph, where there are groups. */
  readonly testGroups?: readonly string[];
  /** What the test set is, in words. */
  readonly testDescription: string;
  readonly classNames: readonly string[];
  /** What lies beyond the edge of an image that is moved: its reflection. Default: nothing. */
  readonly outside?: 'reflect';
}

/** Reads or makes the data of a run, with all checks. @throws DataError, ArgumentError */
export async function loadTaskData(config: DataConfig): Promise<TaskData> {
  return config.kind === 'cards' ? cardsData(config) : imagesData(config);
}

function cardsData(config: CardsConfig): TaskData {
  const { labelled, unlabelled, test } = cardSets(config);
  const degrees = Math.round((config.alpha * 180) / Math.PI);
  return {
    unlabelled,
    labelled: { set: labelled, labels: labelled.labels },
    test: { set: test, labels: test.labels },
    testDescription: `${test.count.toLocaleString('en')} cards rotated by up to ±${degrees}°`,
    classNames: test.classNames,
  };
}

async function imagesData(config: ImagesConfig): Promise<TaskData> {
  for (const file of [config.images, config.labels, config.groups]) if (file !== undefined) await checkUnchanged(file);
  const set = readImages(config.images.path, { normalise: config.normalise });
  if (config.labels === undefined)
    return { unlabelled: set, testDescription: 'none', classNames: [], outside: 'reflect' };
  const known = readLabels(config.labels.path, set);
  const root: Key = fold([0, config.seed], 'images');
  const { groups, isGrouped } = groupsOf(config, set);
  const { train, test } = splitSet(config, set, groups, known, fold(root, 'split'));
  const trainLabels = Int32Array.from(train, (index) => known.labels[index] ?? -1);
  const inTraining: Labels = { labels: trainLabels, classNames: known.classNames };
  const chosen = choose(
    config,
    inTraining,
    Array.from(train, (index) => groups[index] ?? ''),
    fold(root, 'labels'),
  );
  const unlabelled = pickImages(set, train);
  const heldOut = withLabels(set, known.labels, [...test]);
  const howMany = isGrouped
    ? ` from ${new Set(Array.from(test, (index) => groups[index])).size} groups of their own`
    : '';
  return {
    unlabelled,
    origin: { places: train, known: chosen.labels },
    labelled: withLabels(unlabelled, chosen.labels, [...chosen.labels.keys()]),
    ...(heldOut.set.count === 0 ? {} : { test: heldOut }),
    ...(isGrouped && { testGroups: knownAmong(known.labels, [...test]).map((index) => groups[index] ?? '') }),
    testDescription: `${heldOut.set.count} held-out images${howMany}`,
    classNames: known.classNames,
    outside: 'reflect',
  };
}

function groupsOf({ groups }: ImagesConfig, set: ImageSet): { groups: readonly string[]; isGrouped: boolean } {
  if (groups === undefined) return { groups: Array.from({ length: set.count }, (_, i) => String(i)), isGrouped: false };
  const options = groups.field === undefined ? {} : { field: groups.field };
  return { groups: readGroups(groups.path, set, options), isGrouped: true };
}

/** Only images of known class can be tested on, so only they are held out. */
function splitSet(config: ImagesConfig, set: ImageSet, groups: readonly string[], known: Labels, key: Key): Split {
  const all = Int32Array.from({ length: set.count }, (_, i) => i);
  if (config.testFraction === 0) return { train: all, test: new Int32Array(0) };
  return splitByGroup(groups, known, config.testFraction, key);
}

function choose({ labelsPerClass }: ImagesConfig, known: Labels, groups: readonly string[], key: Key): Labels {
  return labelsPerClass === undefined ? known : chooseLabels(known, labelsPerClass, key, groups);
}

/** The images at `indices` whose class is known. */
function withLabels(set: ImageSet, labels: Int32Array, indices: readonly number[]): LabelledSet {
  const known = knownAmong(labels, indices);
  return { set: pickImages(set, known), labels: Int32Array.from(known, (index) => labels[index] ?? -1) };
}

function knownAmong(labels: Int32Array, indices: readonly number[]): number[] {
  return indices.filter((index) => (labels[index] ?? -1) >= 0);
}
