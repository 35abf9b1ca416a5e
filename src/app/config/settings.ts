import { z } from 'zod';
import { angle } from './angle.js';
import { option } from './option.js';
import { countOrAll, factors, oneCount, somePixels, subset, weights } from './ownTexts.js';

// Every setting of a run, once: its name, its option, what it may be and what it is about. Each option has a schema of its own, so
// that schemas of more than one setting are made by functions.

const count = (): z.ZodInt => z.int().min(1).max(1_000_000);
const upTo = (most: number): z.ZodInt => z.int().min(0).max(most);
const share = (): z.ZodNumber => z.number().min(0).max(1);
const weight = (): z.ZodNumber => z.number().min(0);
const seed = (): z.ZodInt => option('--seed <n>', z.int().min(0), 'of data and training');

/** The classes of the cards, in the order of their labels. */
export const suits = ['clubs', 'spades', 'hearts', 'diamonds'] as const;

/** The synthetic playing cards: how many, and how strongly disordered. Angles are in radians. */
export const cards = z.strictObject({
  kind: z.literal('cards'),
  suits: option('--suits <list>', subset(suits, 2), 'the classes; one that is left out is in none of the sets'),
  alpha: option('--alpha <angle>', angle(180), 'unlabelled and test cards are rotated by up to ± this, say "60 deg"'),
  labelledAlpha: option('--labelled-alpha <angle>', angle(180), 'the same for labelled cards'),
  shear: option('--shear <angle>', angle(89), 'all cards are sheared by up to ± this'),
  scale: option('--scale <from..to>', factors, 'all cards are magnified by a factor between these'),
  shift: option('--shift <share>', share(), 'unlabelled and test cards are shifted by up to this share of the image'),
  shiftAxes: option('--shift-axes <axes>', z.enum(['both', 'vertical']), 'along which axes'),
  labelsPerClass: option('--labels-per-class <n>', count(), 'labelled images of each class, or "all" of --images'),
  unlabelledPerClass: option('--unlabelled-per-class <n>', count(), 'unlabelled cards of each suit'),
  testPerClass: option('--test-per-class <n>', count(), 'test cards of each suit'),
  seed: seed(),
});

/** A file or folder by its absolute path, and the SHA-256 of its content; see `hashPath`. */
export const file = z.strictObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const groups = file.extend({ field: z.string().min(1).exactOptional() }).exactOptional();

/** Images of one's own, with labels for some or all of them. */
export const images = z.strictObject({
  kind: z.literal('images'),
  images: option('--images <path>', file, 'train on these: .npy file, TIFF stack or folder of PNG and TIFF files'),
  labels: option('--labels <file>', file.exactOptional(), 'classes, as far as known: an .npy file or a CSV file'),
  groups: option('--groups <file[:field]>', groups, 'which images come together, all tested on or none (JSON or CSV)'),
  labelsPerClass: option('--labels-per-class <n>', countOrAll, 'labelled images of each class, or "all"'),
  testFraction: option('--test-fraction <share>', share().max(0.95), 'the share of images held out for the test'),
  normalise: option('--normalise <how>', z.enum(['none', 'minmax', 'percentile']), 'how grey values come into 0 to 1'),
  seed: seed(),
});

const engines = z.enum(['native', 'wasm', 'cpu', 'auto']);
const activations = z.enum(['tanh', 'relu', 'leakyRelu', 'softplus', 'elu', 'sin']);
const kinds = z.enum(['ssrvae', 'ssvae', 'rvae', 'vae', 'jrvae']);
const likelihoods = z.enum(['bernoulli', 'continuousBernoulli', 'gaussian']);
const invariances = subset(['rotation', 'translation', 'scale'], 0);

/** What is assumed of the images, and the networks. The angle is in radians. */
export const model = z.strictObject({
  kind: option('--model <kind>', kinds, 'ss for classes with labels, j for classes without, r for a pose'),
  invariances: option('--invariances <list>', invariances, 'movements that the pose explains, none without a pose'),
  contentDim: option('--content-dim <n>', upTo(100), 'continuous latents besides the pose'),
  deformations: option(
    '--deformations <n>',
    upTo(100),
    'how many content latents, from the first on, also act as a learned linear deformation of the plane',
  ),
  decoder: option(
    '--decoder <kind>',
    z.enum(['template', 'field']),
    'template, a canonical picture that is resampled, or field, a network of pixel coordinates as in the paper',
  ),
  encoder: option(
    '--encoder <kind>',
    z.enum(['trunk', 'mlp']),
    'trunk, one of convolutions for class, pose and content, or mlp, a perceptron for each as in the paper',
  ),
  anglePrior: option('--angle-prior <family>', z.enum(['normal', 'projectedNormal']), 'distribution of the angle'),
  angleSpread: option('--angle-spread <angle>', angle(18_000, 'above zero'), 'standard deviation of the angle prior'),
  likelihood: option('--likelihood <family>', likelihoods, 'distribution of grey values'),
  exposure: option('--exposure', z.boolean(), 'background and contrast of each image are latents', 'they are constant'),
  hidden: option('--hidden <sizes>', z.array(count()).min(1), 'units of the hidden layers, from the input on'),
  activation: option('--activation <name>', activations, 'of the hidden layers'),
  classifierSymmetry: option(
    '--classifier-symmetry <name>',
    z.enum(['none', 'frame']),
    'none, the class of an image as it is, or frame, the mean over its rotations and reflections',
  ),
});

/** How a model learns. Shares are of the whole run. */
export const training = z.strictObject({
  recipe: option('--recipe <name>', z.enum(['kiln', 'paper']), 'all settings at once, for others to change'),
  steps: option('--steps <n>', oneCount(), 'how many steps'),
  epochs: option('--epochs <n>', oneCount(), 'passes over the unlabelled images, instead of --steps'),
  batchSize: option('--batch-size <n>', count(), 'unlabelled images in a batch'),
  labelledBatchSize: option(
    '--labelled-batch-size <n>',
    count(),
    'labelled images in a batch; in --labels-first they take the unlabelled ones’ room too',
  ),
  learningRate: option('--learning-rate <rate>', z.number().positive().max(1), "Adam's step size"),
  schedule: option('--schedule <name>', z.enum(['constant', 'cosine']), 'how the step size falls over the run'),
  beta: option('--beta <from..to>', weights, 'weight of the latent terms at the start and after --beta-over'),
  betaOver: option('--beta-over <share>', weight(), 'share of the run over which beta changes; 0 for at once'),
  labelsFirst: option('--labels-first <share>', share(), 'first share of the run, which sees labelled images only'),
  multiplier: option('--multiplier <weight>', weight(), 'weight of the classification loss'),
  poseMultiplier: option('--pose-multiplier <weight>', weight(), 'weight of what known poses teach the encoder'),
  labelledEvery: option('--labelled-every <n>', count(), 'one labelled batch after so many unlabelled ones'),
  pixels: option('--pixels <which>', somePixels, 'pixels used at each step: all, lattice:STRIDE, random:COUNT'),
  labelledPoses: option(
    '--labelled-poses <which>',
    z.enum(['given', 'known']),
    'given: labelled images lie as they do, and are aligned to others of their class if they vary (--augment); known: they are ' +
      'upright and centred; then they come moved by drawn poses that are given to the model',
  ),
  views: option(
    '--views <n>',
    upTo(100_000),
    'further labelled images in each step, at all angles, that only the class is learnt from',
  ),
  viewNoise: option('--view-noise', z.boolean(), 'those views come noisy or contaminated', 'those views are clean'),
  augment: option(
    '--augment',
    z.boolean(),
    'labelled images also vary in zoom, blur, noise and contrast, unlabelled ones are rotated',
    'labelled images keep their look',
  ),
  scenes: option(
    '--scenes <when>',
    z.enum(['never', 'counts', 'always']),
    'when simulated scenes of 1, 2, … touching particles teach the model, by class: never; always; counts, where ' +
      'classes are called 1, 2, … or 0, 1, …',
  ),
  snapshots: option(
    '--snapshots',
    z.boolean(),
    'keep the weights after each measurement',
    'keep the last checkpoints only',
  ),
  clip: option('--clip <norm>', z.number().positive().nullable(), 'largest norm of the gradient, or none'),
  seed: seed(),
});

/** What a run is computed with. */
export const engine = option('--engine <name>', engines, 'auto for the best there is');
