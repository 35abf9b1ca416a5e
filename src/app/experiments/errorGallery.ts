import { pickImages } from '../../data/index.js';
import { gallery, type GalleryTile } from '../figures/index.js';
import { classProbabilities, type TrainedRun } from '../train/index.js';
import type { Figure } from './experiment.js';
import { mistakes } from './measures/mistakes.js';

/** How many mistakes are shown, of all splits together. */
const SHOWN = 12;

/** A mistake as a tile, with how sure the model was. */
export interface ShownMistake extends GalleryTile {
  readonly probability: number;
  readonly imageShape: readonly [number, number];
}

/** The most confident mistakes on a run's held-out images, with truth, prediction and where each image comes from. */
export function worstMistakes({ vae, params, data, config }: TrainedRun): ShownMistake[] {
  const { test, testGroups, classNames } = data;
  if (test === undefined) return [];
  const { height, width } = test.set;
  const worst = mistakes(classProbabilities(vae, params, test.set), test.labels, classNames.length).slice(0, SHOWN);
  return worst.map(({ image, truth, predicted, probability }) => ({
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

/** The most confident of some mistakes as one figure; none where there are none. */
export function errorGallery(name: string, found: readonly ShownMistake[]): Figure[] {
  const worst = [...found].sort((a, b) => b.probability - a.probability).slice(0, SHOWN);
  const [first] = worst;
  if (first === undefined) return [];
  const caption =
    `The most confident mistakes of ${name} on held-out images, all splits together: true class, class and probability given, ` +
    'and the group (micrograph) where it is known.';
  return [{ file: 'mistakes.svg', content: gallery(worst, first.imageShape, caption), caption }];
}

function shortened(text: string): string {
  return text.length <= 22 ? text : `${text.slice(0, 21)}…`;
}
