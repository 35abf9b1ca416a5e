import { pickImages } from '../../data/index.js';
import { gallery, type GalleryTile } from '../figures/index.js';
import { classProbabilities, type TrainedRun } from '../train/index.js';
import type { Figure } from './experiment.js';
import { mistakes } from './measures/mistakes.js';

/** How many mistakes of each class are shown, of all splits together. */
const SHOWN = 8;

/** A mistake as a tile, with how sure the model was. */
export interface ShownMistake extends GalleryTile {
  readonly truth: number;
  readonly className: string;
  readonly probability: number;
  readonly imageShape: readonly [number, number];
}

/** All mistakes on a run's held-out images, with truth, prediction and where each image comes from. */
export function shownMistakes({ vae, params, data, config }: TrainedRun): ShownMistake[] {
  const { test, testGroups, classNames } = data;
  if (test === undefined) return [];
  const { height, width } = test.set;
  const found = mistakes(classProbabilities(vae, params, test.set), test.labels, classNames.length);
  return found.map(({ image, truth, predicted, probability }) => ({
    truth,
    className: classNames[truth] ?? String(truth),
    probability,
    imageShape: [height, width],
    image: pickImages(test.set, [image]).images,
    lines: [
      `true ${classNames[truth] ?? truth}, called ${classNames[predicted] ?? predicted}`,
      `p = ${probability.toFixed(3)}, seed ${config.training.seed}`,
      ...(testGroups === undefined ? [] : [shortened(testGroups[image] ?? '')]),
    ],
  }));
}

/** The most confident of some mistakes, a figure for each class; an image that is wrong in several splits is shown once. */
export function errorGalleries(name: string, found: readonly ShownMistake[]): Figure[] {
  const sorted = [...found].sort((a, b) => a.truth - b.truth || b.probability - a.probability);
  const pixels = sorted.map(({ image }) => image.join());
  const unique = sorted.filter((_, i) => pixels.indexOf(pixels[i] ?? '') === i);
  return [...new Set(unique.map(({ truth }) => truth))].flatMap((truth) => {
    const worst = unique.filter((one) => one.truth === truth).slice(0, SHOWN);
    const [first] = worst;
    if (first === undefined) return [];
    const caption =
      `Held-out images of class ${first.className} that ${name} gets wrong with most confidence, all splits together: true class, class ` +
      'and probability given, and the group (micrograph) where it is known.';
    return [{ file: `mistakes-${truth}.svg`, content: gallery(worst, first.imageShape, caption), caption }];
  });
}

function shortened(text: string): string {
  return text.length <= 22 ? text : `${text.slice(0, 21)}…`;
}
