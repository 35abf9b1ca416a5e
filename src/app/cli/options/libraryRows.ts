import type { Row } from './row.js';

export const objectRows: readonly Row[] = [
  ['--bright', 'objects are brighter than the background (each micrograph is looked at)'],
  ['--dark', 'objects are darker than the background'],
  [
    '--min-size <length>',
    'smallest diameter, in pixels or with a unit such as "8 nm" (a third of the typical one, about)',
  ],
  ['--max-size <length>', 'largest diameter (of a quarter of the micrograph)'],
  ['--threshold <rule>', 'least difference from the background: balanced, otsu, noise, or a grey value (balanced)'],
  ['--background <length>', 'side of the squares whose medians are the background (four typical diameters)'],
  ['--smoothing <length>', 'standard deviation of the Gaussian that takes out noise (1)'],
  ['--merge-distance <length>', 'objects that are no further apart than this are one (1.5)'],
  ['--border <how>', 'objects at the border of the micrograph: keep, drop (keep)'],
  ['--annotations <how>', 'scale bars, letters and bars of settings: drop, keep (drop)'],
  ['--pixel-size <length>', 'of the micrographs, such as "2.5 nm", for sizes and scale bars'],
  ['--window <length>', 'side of all patches (4.2 median diameters of each micrograph)'],
  ['--patch-size <n>', 'rows and columns of each patch as the model sees it (48)'],
];

export const labelRows: readonly Row[] = [
  ['--labels <file>', 'classes of some patches: a CSV file with id and label, or an .npy vector; no page then'],
  ['--label', 'open the labelling page, also where there are labels already'],
  ['--no-label', 'no page: without labels, stop after the patches'],
  ['--classes <names>', 'classes to offer on the page, with commas between'],
  ['--port <n>', "the page's port (any that is free)"],
];

/** How the model of a library is trained, beyond the options of every model. */
export const libraryTrainingRows: readonly Row[] = [
  ['--test-fraction <share>', 'the share of labelled objects, by whole micrographs, held out for a test (0)'],
  ['--retrain', 'train anew where the folder has a training of other settings, which is kept beside'],
];
