import { pickImages, readImages, type ImageSet } from '../../data/index.js';
import { cardSets } from '../cardSets.js';
import type { CardsConfig } from '../config/index.js';
import { recipes } from '../config/index.js';
import { imageGrid } from '../figures/index.js';
import type { Experiment, Figure } from './experiment.js';

/** Rows and columns of each panel, as in the paper. */
const SIDE = 5;

export const fig2: Experiment = {
  title: 'Examples of labelled cards, unlabelled cards and particles',
  about:
    'Figure 2 of the paper: (a) labelled cards, nearly upright; (b) unlabelled cards, rotated by up to 60°, sheared and shifted; ' +
    '(c) particles. The glyphs are drawn anew.',
  run: (lab) => {
    const data: CardsConfig = {
      ...recipes.kiln.cards.data,
      labelsPerClass: SIDE * 2,
      unlabelledPerClass: SIDE * 2,
      testPerClass: 1,
    };
    const { labelled, unlabelled } = cardSets(data);
    const { images, source } = lab.settings.particles;
    return Promise.resolve({
      summary: [`Cards as in the paper; particles: ${source}.`],
      tables: [],
      figures: [
        panel('a-labelled.png', labelled, '(a) Labelled cards: angle within ±4°, no shift.'),
        panel(
          'b-unlabelled.png',
          unlabelled,
          '(b) Unlabelled cards: angle within ±60°, shift up to a tenth of the image.',
        ),
        panel('c-particles.png', readImages(images.path), `(c) Particles: ${source}.`),
      ],
    });
  },
};

function panel(file: string, set: ImageSet, caption: string): Figure {
  const { images, height, width } = pickImages(
    set,
    Array.from({ length: SIDE * SIDE }, (_, i) => i % set.count),
  );
  const grid = { rows: SIDE, columns: SIDE, imageShape: [height, width] as const, values: images };
  return { file, content: imageGrid(grid, { zoom: 2, gap: 4 }), caption };
}
