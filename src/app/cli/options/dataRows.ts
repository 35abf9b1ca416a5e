// From the files themselves: the folder's index would load the schema, and help is to come at once.
import { normalisations, shiftAxesNames } from '../../config/names.js';
import { namesOf, type Row } from './row.js';

export const cardsRows: readonly Row[] = [
  ['--suits <list>', 'the classes; one that is left out is in none of the sets'],
  ['--alpha <angle>', 'unlabelled and test cards are turned by up to ± this, such as "60 deg" or "1 rad"'],
  ['--labelled-alpha <angle>', 'the same for labelled cards'],
  ['--shear <angle>', 'all cards are sheared by up to ± this'],
  ['--scale <from..to>', 'all cards are magnified by a factor between these'],
  ['--shift <fraction>', 'unlabelled and test cards are shifted by up to this fraction of the image'],
  ['--shift-axes <axes>', `along which axes: ${shiftAxesNames.join(', ')}`],
  ['--labels-per-class <n>', 'labelled images of each class, or "all" of --images'],
  ['--unlabelled-per-class <n>', 'unlabelled cards of each suit'],
  ['--test-per-class <n>', 'test cards of each suit'],
];

export const imagesRows: readonly Row[] = [
  [
    '--images <path>',
    'train on these images instead of cards: an .npy file, a TIFF stack or a folder of PNG and TIFF files',
  ],
  ['--labels <file>', 'their classes, as far as known: an .npy file of numbers or a CSV file'],
  ['--groups <file[:field]>', 'which images belong together, so that none of a group is tested on (JSON or CSV)'],
  ['--group-field <name>', 'the field or column of --groups'],
  ['--test-fraction <share>', 'the share of images held out for the test'],
  ['--normalise <how>', `how grey values come into 0 to 1: ${normalisations.join(', ')}`],
];

export const particlesRows: readonly Row[] = [
  ['--images <path>', 'images of particles: an .npy file, a TIFF stack or a folder (simulated scenes)'],
  ['--labels <file>', 'how many particles each shows: an .npy file of numbers or a CSV file'],
  ['--groups <file[:field]>', 'which images come from the same micrograph (JSON or CSV)'],
  ['--group-field <name>', 'the field or column of --groups'],
];

/** Names of options in camelCase, by what they are about: some do not go with others. */
export const cardsOnly: readonly string[] = namesOf(cardsRows).filter((name) => name !== 'labelsPerClass');
export const imagesOnly: readonly string[] = namesOf(imagesRows).filter((name) => name !== 'images');
