import { augment, disturbances, objectMatrix, particleScenes, warp, type AugmentOptions } from '../../data/index.js';
import type { Autoencoder, Batch } from '../../models/index.js';
import { fold, randintArray, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { drawPoses } from './poses.js';
import { labelledRows, pixelsOf } from './rows.js';
import type { LabelledSet, TaskData } from './taskData.js';

/** Further images of known class that only q(class | image) learns from, step by step; the caller frees them. */
export type ClassViews = (step: number) => NonNullable<Batch['views']>;

/** How many scenes are drawn at most; each is shown again in other poses and another light. */
const POOL = 8000;
/** Scenes have a light, blur and noise of their own, and fill the range of grey values. */
const scenesLook: AugmentOptions = { noise: 0, blur: 0, contrast: 0, offset: 0 };

/** Simulated scenes where the recipe has them, else labelled images at all angles; undefined where a step has none. */
export function classViews(
  data: TaskData,
  vae: Autoencoder,
  training: TrainingConfig,
  steps: number,
  root: Key,
): ClassViews | undefined {
  const { labelled, classNames } = data;
  if (!vae.isSupervised || labelled === undefined || training.views === 0) return undefined;
  const [key, classes] = [fold(root, 'views'), vae.options.classes];
  const source = usesScenes(training, classNames)
    ? scenes(vae, Math.min(POOL, steps * training.views), fold(key, 'scenes'))
    : labelled;
  const show = source === labelled ? shownAnew(labelled, vae, training, data.outside, key) : relit(source, scenesLook);
  return (step) => {
    const own = fold(key, step);
    const indices = [...randintArray(own, training.views, 0, source.set.count)];
    return labelledRows(source, indices, classes, show(indices, fold(own, 'look')));
  };
}

/** What the user is to know who has not said what the classes are; undefined if there is nothing to say. */
export function guessAboutScenes(training: TrainingConfig, { labelled, classNames }: TaskData): string | undefined {
  if (labelled === undefined || training.scenes !== 'counts' || !usesScenes(training, classNames)) return undefined;
  const counts = classNames.map((_, i) => i + 1);
  return (
    `The classes ${classNames.join(', ')} are taken for ${counts.join(', ')} touching particles, of which simulated scenes ` +
    'show the model more; say --scenes never if they are something else, or --scenes always.'
  );
}

/** Whether simulated scenes teach the class: `counts` goes by the names of the classes; objects that have an upright are not counted. */
export function usesScenes(
  { scenes: use, labelledPoses }: Pick<TrainingConfig, 'scenes' | 'labelledPoses'>,
  classNames: readonly string[],
): boolean {
  const areCounted = [0, 1].some((first) => classNames.every((name, i) => name === String(first + i)));
  return use === 'always' || (use === 'counts' && areCounted && labelledPoses === 'given');
}

/** Scenes whose class is the number of touching particles, less one. */
function scenes({ options: { classes, image } }: Autoencoder, count: number, key: Key): LabelledSet {
  const set = particleScenes(key, { count, classes, ...image });
  return { set, labels: set.labels };
}

type Show = (indices: readonly number[], key: Key) => Float32Array;

function relit({ set }: LabelledSet, look: AugmentOptions): Show {
  return (indices, key) => augment(set, indices, key, look);
}

/** Labelled images in poses of their own, with noise and contamination if they are to have them. */
function shownAnew(
  source: LabelledSet,
  vae: Autoencoder,
  { augment: hasLook, viewNoise }: TrainingConfig,
  outside: TaskData['outside'],
  key: Key,
): Show {
  const { set } = source;
  const rotates = vae.options.invariances.includes('rotation');
  const moved: Show = hasLook
    ? relit(source, { rotation: rotates, mirror: rotates })
    : (indices, own) =>
        vae.options.invariances.length === 0
          ? pixelsOf(set, indices)
          : warp(set, indices, drawPoses(vae, own, indices.length, 'all').map(objectMatrix), {
              outside: outside ?? 'zero',
            });
  if (!viewNoise) return moved;
  const disturb = disturbances(key);
  return (indices, own) => {
    const images = moved(indices, fold(own, 'pose'));
    disturb(images, set.height * set.width, fold(own, 'noise'));
    return images;
  };
}
