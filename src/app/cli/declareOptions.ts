import { Option } from 'commander';
import type { Command } from 'commander';
// From the file itself: the folder's index would load the schema, and help is to come at once.
import {
  anglePriors,
  classifierKinds,
  classifierSymmetries,
  classifierTeachers,
  invarianceNames,
  likelihoods,
  modelKinds,
  normalisations,
  recipeNames,
  schedules,
  shiftAxesNames,
  viewAngleNames,
  suits,
} from '../config/names.js';

type Row = readonly [flags: string, description: string];

const cardsRows: readonly Row[] = [
  ['--suits <list>', `the classes; one that is left out is in none of the sets (${suits.join(',')})`],
  ['--alpha <angle>', 'unlabelled and test cards are turned by up to ± this, such as "60 deg" or "1 rad" (60 deg)'],
  ['--labelled-alpha <angle>', 'the same for labelled cards (4 deg)'],
  ['--shear <angle>', 'all cards are sheared by up to ± this (15 deg)'],
  ['--scale <from..to>', 'all cards are magnified by a factor between these (1..1.3)'],
  ['--shift <fraction>', 'unlabelled and test cards are shifted by up to this fraction of the image (0.1)'],
  ['--shift-axes <axes>', `along which axes: ${shiftAxesNames.join(', ')} (both)`],
  ['--labels-per-class <n>', 'labelled images of each class (200; 15 with --images, where "all" is allowed too)'],
  ['--unlabelled-per-class <n>', 'unlabelled cards of each suit (3000)'],
  ['--test-per-class <n>', 'test cards of each suit (1000)'],
];

const imagesRows: readonly Row[] = [
  [
    '--images <path>',
    'train on these images instead of cards: an .npy file, a TIFF stack or a folder of PNG and TIFF files',
  ],
  ['--labels <file>', 'their classes, as far as known: an .npy file of numbers or a CSV file'],
  ['--groups <file[:field]>', 'which images belong together, so that none of a group is tested on (JSON or CSV)'],
  ['--group-field <name>', 'the field or column of --groups'],
  ['--test-fraction <share>', 'the share of images held out for the test (0.3)'],
  ['--normalise <how>', `how grey values come into 0 to 1: ${normalisations.join(', ')} (none)`],
];

const objectRows: readonly Row[] = [
  ['--bright', 'objects are brighter than the background (each micrograph is looked at)'],
  ['--dark', 'objects are darker than the background'],
  [
    '--min-size <length>',
    'smallest diameter, in pixels or with a unit such as "8 nm" (a third of the typical one, about)',
  ],
  ['--max-size <length>', 'largest diameter (that of a quarter of the micrograph)'],
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

const labelRows: readonly Row[] = [
  ['--labels <file>', 'classes of some patches: a CSV file with id and label, or an .npy vector; no page then'],
  ['--label', 'open the labelling page, also where there are labels already'],
  ['--no-label', 'no page: without labels, stop after the patches'],
  ['--classes <names>', 'classes to offer on the page, with commas between'],
  ['--port <n>', "the page's port (any that is free)"],
];

const modelRows: readonly Row[] = [
  ['--model <kind>', `${modelKinds.join(', ')} (ssrvae)`],
  [
    '--invariances <list>',
    `poses that the model explains: ${invarianceNames.join(', ')} (rotation,translation; none without a pose)`,
  ],
  ['--content-dim <n>', 'continuous latents besides the pose (2; 4 with --images)'],
  ['--angle-prior <family>', `${anglePriors.join(', ')} (normal)`],
  ['--angle-spread <angle>', 'standard deviation of the angle prior (1 rad)'],
  ['--likelihood <family>', `${likelihoods.join(', ')} (bernoulli; gaussian with --images)`],
  ['--hidden <sizes>', 'units of the hidden layers (128,128)'],
  ['--classifier <kind>', `network for the class: ${classifierKinds.join(', ')} (smoothCnn; cnn with --images)`],
  [
    '--classifier-learns-from <what>',
    `${classifierTeachers.join(', ')}: all of the objective, or known labels only (labels)`,
  ],
  [
    '--classifier-symmetry <name>',
    `${classifierSymmetries.join(', ')}: of each image, or the mean over its turns and mirror images (none; frame with --images)`,
  ],
  ['--activation <name>', 'of the hidden layers: tanh, relu, leakyRelu, softplus, elu, sin (tanh)'],
];

const trainingRows: readonly Row[] = [
  ['--recipe <name>', `${recipeNames.join(', ')}: all settings at once, for others to change (kiln)`],
  ['--epochs <n>', 'passes over the unlabelled images'],
  ['--batch-size <n>', 'unlabelled images in a batch (128; 32 with --images)'],
  ['--labelled-batch-size <n>', 'labelled images in a batch (64; 24 with --images)'],
  ['--learning-rate <rate>', "Adam's step size"],
  ['--schedule <name>', `how the step size falls: ${schedules.join(', ')}`],
  ['--beta <from..to>', 'weight of the latent terms at the start and after --beta-epochs (1..2)'],
  ['--beta-epochs <n>', 'epochs over which beta changes'],
  ['--multiplier <weight>', 'weight of the classification loss (30)'],
  ['--labelled-every <n>', 'one labelled batch after so many unlabelled ones'],
  ['--pixels <which>', 'pixels used at each step: all, lattice:STRIDE, random:COUNT'],
  ['--pose-consistent', 'labelled images are moved by poses from the pose prior'],
  ['--no-pose-consistent', 'labelled images are taken as they are'],
  ['--extra-views <n>', 'further labelled images in each step that only the classifier sees (128; 0 with --images)'],
  ['--view-angles <which>', `angles of those views: ${viewAngleNames.join(', ')} (all)`],
  ['--view-noise', 'those views come with noise and contamination of random strength (on)'],
  ['--no-view-noise', 'those views are clean'],
  [
    '--augment',
    'labelled images also vary in zoom, blur, noise and contrast, unlabelled ones are turned (on with --images)',
  ],
  ['--no-augment', 'labelled images keep their look'],
  ['--warm-up-steps <n>', 'steps in which only the classifier learns, before the first epoch (1500)'],
  ['--warm-up-rate <rate>', "Adam's step size at their start; it falls to 0 (0.005; 0.002 with --images)"],
  [
    '--scenes',
    'classes are numbers of touching particles: all networks also learn from simulated ones (on with --images)',
  ],
  ['--no-scenes', 'the classifier learns from your labels only'],
  ['--snapshots', 'keep the weights after each epoch'],
  ['--no-snapshots', 'keep the last checkpoints only'],
  ['--clip <norm>', 'largest norm of the gradient, or none'],
  ['--seed <n>', 'of data and training (0)'],
  ['--engine <name>', 'native, wasm, cpu, or auto for the best there is (auto)'],
  ['--quick', 'a small but real run, minutes'],
  ['--smoke', 'a tiny run that only shows that everything works, seconds'],
];

const experimentRows: readonly Row[] = [
  ['--out <folder>', 'where figures, numbers, models and the report go; goes on with what is there (experiments)'],
  ['--smoke', 'tiny models that only show that everything works'],
  ['--seeds <n>', 'how many keys the main results are repeated with (3)'],
  ['--jobs <n>', 'models trained at a time, each in a process of its own (2)'],
  ['--engine <name>', 'native, wasm, cpu, or auto for the best there is (auto)'],
];

const particlesRows: readonly Row[] = [
  ['--images <path>', 'images of particles: an .npy file, a TIFF stack or a folder (simulated scenes)'],
  ['--labels <file>', 'how many particles each shows: an .npy file of numbers or a CSV file'],
  ['--groups <file[:field]>', 'which images come from the same micrograph (JSON or CSV)'],
  ['--group-field <name>', 'the field or column of --groups'],
];

const outputRows: readonly Row[] = [
  ['--quiet', 'no progress'],
  ['--json', 'the result as JSON on standard output'],
  ['--debug', 'errors with their stack'],
];

/** The options that all commands have: how to speak. */
export function declareOutput(command: Command): Command {
  return declare(command, 'Output', outputRows);
}

/** The options that describe cards, for commands that only make data. */
export function declareCards(command: Command): Command {
  declare(command, 'Cards', cardsRows);
  return declare(command, 'Data', [['--seed <n>', 'of the cards (0)']]);
}

/** All options of the train command. */
export function declareTrain(command: Command): Command {
  declare(command, 'Cards', cardsRows);
  declare(command, 'Images of your own', imagesRows);
  declare(command, 'Model', modelRows);
  declare(command, 'Training', trainingRows);
  declare(command, 'Output', [['--out <folder>', "the run's folder, new or empty (runs/DATE-TIME-cards)"]]);
  return declareOutput(command);
}

/** The options of the experiments. */
export function declareExperiment(command: Command): Command {
  declare(command, 'Experiments', experimentRows);
  declare(command, 'Particles', particlesRows);
  return declareOutput(command);
}

/** All options of the library command. */
export function declareLibrary(command: Command): Command {
  declare(command, 'Objects', objectRows);
  declare(command, 'Labels', labelRows);
  declare(command, 'Model', modelRows);
  declare(command, 'Training', [
    ['--test-fraction <share>', 'the share of labelled objects, by whole micrographs, held out for a test (0)'],
    ['--retrain', 'train anew where the folder has a training of other settings, which is kept beside'],
    ...trainingRows,
  ]);
  return declareOutput(command);
}

function declare(command: Command, group: string, rows: readonly Row[]): Command {
  for (const [flags, description] of rows) {
    command.addOption(new Option(flags, description).helpGroup(`${group}:`));
  }
  return command;
}

/** Names of options in camelCase, by what they are about: some do not go with others. */
export const cardsOnly: readonly string[] = namesOf(cardsRows).filter((name) => name !== 'labelsPerClass');
export const imagesOnly: readonly string[] = namesOf(imagesRows).filter((name) => name !== 'images');

function namesOf(rows: readonly Row[]): string[] {
  return rows.map(([flags, description]) => new Option(flags, description).attributeName());
}
