import { augment, disturbances, particleScenes } from '../../data/index.js';
import type { Autoencoder, LabelledImages } from '../../models/index.js';
import { fold, randintArray, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { labelledBatch, presenterOf, type Presenter } from './labelledBatch.js';
import { turnedScenes } from './turnedScenes.js';
import type { LabelledSet, TaskData } from './taskData.js';

/** Further images of known class: for the classifier on its own, and beside the other images of a step. */
export interface ClassifierViews {
  alone(step: number): LabelledImages;
  /** Undefined where a step has none. */
  beside(step: number): LabelledImages | undefined;
}

/** How many scenes are drawn at most; each is shown again in other poses and another light. */
const POOL = 8000;
const SCENES_ALONE = 64;
const SCENES_BESIDE = 32;
const VIEWS_ALONE = 256;
/** Scenes have a light, blur and noise of their own, and fill the range of grey values. */
const scenesLook = { noise: 0, blur: 0, contrast: 0, offset: 0 } as const;

/** Simulated scenes, if the recipe has them, else the labelled images in poses of their own; undefined without either. */
export function classifierViews(
  data: TaskData,
  vae: Autoencoder,
  training: TrainingConfig,
  root: Key,
): ClassifierViews | undefined {
  if (vae.options.classes === 0 || data.labelled === undefined) return undefined;
  if (usesScenes(training, data.classNames)) return scenesFor(vae, training, fold(root, 'scenes'));
  const { extraViews, viewAngles } = training;
  const present = disturbed(presenterOf(vae, training, viewAngles), training, fold(root, 'noise'));
  const view = viewer(data.labelled, vae, present, fold(root, 'views'));
  return {
    alone: (step) => view(step, VIEWS_ALONE),
    beside: (step) => (extraViews === 0 ? undefined : view(step, extraViews)),
  };
}

/** Whether simulated scenes teach the model: `counts` goes by the names of the classes. */
function usesScenes({ scenes, warmUpSteps }: TrainingConfig, classNames: readonly string[]): boolean {
  const areCounted = [0, 1].some((first) => classNames.every((name, i) => name === String(first + i)));
  return warmUpSteps > 0 && (scenes === 'always' || (scenes === 'counts' && areCounted));
}

/** What the user is to know who has not said what the classes are; undefined if there is nothing to say. */
export function guessAboutScenes(training: TrainingConfig, { labelled, classNames }: TaskData): string | undefined {
  const isGuess = labelled !== undefined && training.scenes === 'counts' && usesScenes(training, classNames);
  if (!isGuess) return undefined;
  const counts = classNames.map((_, i) => i + 1);
  return (
    `The classes ${classNames.join(', ')} are taken for ${counts.join(', ')} touching particles, of which simulated scenes ` +
    'show the model more; say --scenes never if they are something else, or --scenes always.'
  );
}

/** Scenes whose class is the number of touching particles, less one. */
function scenesFor(vae: Autoencoder, { warmUpSteps }: TrainingConfig, key: Key): ClassifierViews {
  const { classes, image } = vae.options;
  const count = Math.min(POOL, warmUpSteps * SCENES_ALONE);
  const set = particleScenes(fold(key, 'pool'), { count, classes, ...image });
  const present: Presenter = (source, indices, own) => augment(source, indices, own, scenesLook);
  const view = viewer({ set, labels: set.labels }, vae, present, key);
  const turned = turnedScenes(set, classes, key, scenesLook);
  return { alone: (step) => view(step, SCENES_ALONE), beside: (step) => turned(step, SCENES_BESIDE) };
}

/** Shows images as `present` does, and then with noise and contamination if the views are to have them. */
function disturbed(present: Presenter, { viewNoise }: TrainingConfig, key: Key): Presenter {
  if (!viewNoise) return present;
  const disturb = disturbances(key);
  return (set, indices, own) => {
    const images = present(set, indices, fold(own, 'pose'));
    disturb(images, set.height * set.width, fold(own, 'noise'));
    return images;
  };
}

function viewer(
  source: LabelledSet,
  vae: Autoencoder,
  present: Presenter,
  key: Key,
): (step: number, count: number) => LabelledImages {
  return (step, count) => {
    const own = fold(key, step);
    const indices = randintArray(own, count, 0, source.set.count);
    return labelledBatch(source, indices, vae.options.classes, present(source.set, indices, fold(own, 'look')));
  };
}
