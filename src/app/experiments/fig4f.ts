import { contaminate } from '../../data/index.js';
import { key } from '../../num/index.js';
import type { Experiment } from './experiment.js';
import { testCards } from './testCards.js';
import { testOnGrid, type TestGrid } from './testGrid.js';

const grid: TestGrid = {
  panel: 'f',
  against: 'contamination',
  x: {
    name: 'share of pixels hit',
    column: 'share of pixels',
    values: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5],
    stepInSmoke: 2,
    format: (fraction) => fraction.toFixed(2),
  },
  y: {
    name: 'grey value they are set to',
    column: 'grey value',
    values: [0, 0.2, 0.4, 0.6, 0.8, 1],
    stepInSmoke: 5,
    format: (intensity) => intensity.toFixed(1),
  },
  published: [
    { x: 0.05, y: 1, accuracy: '>.85' },
    { x: 0.1, y: 1, accuracy: '.73' },
    { x: 0.2, y: 1, accuracy: '.43' },
    { x: 0.4, y: 1, accuracy: '.25' },
  ],
  cardsInWords: 'Shear 15°, angles 60°, as in the training.',
  cards: (testPerClass) => {
    const cards = testCards({ testPerClass });
    // The draws of a share of pixels are its own.
    return (fraction, intensity) => contaminate(cards, { fraction, intensity }, key(Math.round(1000 * fraction)));
  },
};

export const fig4f: Experiment = {
  title: 'Accuracy on contaminated cards',
  about:
    'Figure 4f of the paper: a share of the pixels of each test card is set to a grey value; the models are not trained again. In ' +
    'the paper accuracy is good up to a share of 10 %.',
  run: (lab) => testOnGrid(lab, grid),
};
