import type { Experiment } from './experiment.js';
import { testCards } from './testCards.js';
import { testOnGrid, type TestGrid } from './testGrid.js';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Each value is the end of a range from minus to plus. */
const grid: TestGrid = {
  panel: 'a',
  against: 'shear and angles',
  x: {
    name: 'angles up to ±α, degrees',
    column: 'alpha, degrees',
    values: [0, 20, 40, 60, 80, 100, 120, 140, 160, 180],
    stepInSmoke: 3,
    format: (alpha) => `${alpha}°`,
  },
  y: {
    name: 'shear up to ±s, degrees',
    column: 'shear, degrees',
    values: [0, 5, 10, 15, 20, 25, 30],
    stepInSmoke: 3,
    format: (shear) => `${shear}°`,
  },
  published: [
    { x: 0, y: 0, accuracy: '1.00' },
    { x: 60, y: 0, accuracy: '.91' },
    { x: 60, y: 15, accuracy: '.88' },
    { x: 180, y: 0, accuracy: '>.70' },
    { x: 180, y: 30, accuracy: '.54' },
  ],
  cardsInWords: 'Trained at s = 15° (23 %), α = 60°.',
  cards: (testPerClass) => (alpha, shear) => testCards({ testPerClass, shear: radians(shear), alpha: radians(alpha) }),
};

export const fig4a: Experiment = {
  title: 'Accuracy against shear and angles beyond the training range',
  about:
    'Figure 4a of the paper: the model is trained with shears up to 15° (23 % in the figures of the paper) and angles up to 60°, ' +
    'and tested on cards with less and with more of both.',
  run: (lab) => testOnGrid(lab, grid),
};
