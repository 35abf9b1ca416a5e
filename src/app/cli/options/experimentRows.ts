import type { Row } from './row.js';

export const experimentRows: readonly Row[] = [
  ['--out <folder>', 'where figures, numbers, models and the report go; goes on with what is there (experiments)'],
  ['--smoke', 'tiny models that only show that everything works'],
  ['--seeds <n>', 'how many seeds the main results are repeated with (3)'],
  ['--jobs <n>', 'models trained at a time, each in a process of its own (2)'],
];

export const particlesRows: readonly Row[] = [
  ['--images <path>', 'images of particles: an .npy file, a TIFF stack or a folder (simulated scenes)'],
  ['--labels <file>', 'how many particles each shows: an .npy file of numbers or a CSV file'],
  ['--groups <file[:field]>', 'which images come from the same micrograph (JSON or CSV)'],
];

export const outputRows: readonly Row[] = [
  ['--quiet', 'no progress'],
  ['--json', 'the result as JSON on standard output'],
  ['--debug', 'errors with their stack'],
];
