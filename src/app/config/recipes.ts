import { suits, type RecipeName } from './names.js';
import type { CardsConfig, ImagesConfig, ModelConfig, TrainingConfig } from './runConfig.js';

/** The settings of a recipe, for cards and for one's own images; what the user says comes on top. */
export interface Recipe {
  readonly cards: RecipeFor<CardsConfig>;
  readonly images: RecipeFor<Omit<ImagesConfig, 'images' | 'labels' | 'groups'>>;
}

export interface RecipeFor<Data> {
  readonly data: Data;
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
}

const degrees = Math.PI / 180;

const cards: CardsConfig = {
  kind: 'cards',
  suits,
  alpha: 60 * degrees,
  labelledAlpha: 4 * degrees,
  shear: 15 * degrees,
  scale: [1, 1.3],
  shift: 0.1,
  shiftAxes: 'both',
  labelsPerClass: 200,
  unlabelledPerClass: 3000,
  testPerClass: 1000,
  seed: 0,
};

const images = { kind: 'images', labelsPerClass: 15, testFraction: 0.3, normalise: 'none', seed: 0 } as const;

const paperModel: ModelConfig = {
  kind: 'ssrvae',
  invariances: ['rotation', 'translation'],
  contentDim: 2,
  anglePrior: 'normal',
  angleSpread: 1,
  likelihood: 'bernoulli',
  hidden: [128, 128],
  activation: 'tanh',
  encoder: 'mlp',
  classifier: 'mlp',
  classifierLearnsFrom: 'elbo',
  classifierSymmetry: 'none',
};

/** Ziatdinov et al. 2024 and the authors' notebooks, setting by setting. */
const paperTraining: TrainingConfig = {
  recipe: 'paper',
  epochs: 100,
  batchSize: 64,
  labelledBatchSize: 64,
  learningRate: 5e-4,
  schedule: 'constant',
  beta: { from: 1, to: 2, epochs: 30 },
  multiplier: 30,
  labelledEvery: 15,
  pixels: { kind: 'all' },
  labelledPoses: 'given',
  extraViews: 0,
  viewAngles: 'prior',
  viewNoise: false,
  augment: false,
  warmUpSteps: 0,
  warmUpRate: 1e-3,
  scenes: 'never',
  snapshots: false,
  clip: null,
  seed: 0,
};

/** What the paper's settings become with fewer pixels a step and labelled images in all poses, noisy and contaminated ones too. */
const kilnTraining: TrainingConfig = {
  ...paperTraining,
  recipe: 'kiln',
  epochs: 8,
  batchSize: 128,
  learningRate: 1.5e-3,
  schedule: 'cosine',
  beta: { from: 1, to: 2, epochs: 4 },
  labelledEvery: 1,
  pixels: { kind: 'lattice', stride: 4 },
  extraViews: 128,
  viewAngles: 'all',
  viewNoise: true,
  warmUpSteps: 1500,
  warmUpRate: 5e-3,
  labelledPoses: 'drawn',
};

/**
 * With leaky rectifiers the decoder learns sharp edges in a fifth of the steps that it needs with tanh. The classifier learns from labelled
 * images in all poses, and so well that the class of an unlabelled image may be drawn from it; see docs/results.
 */
const kilnModel: ModelConfig = {
  ...paperModel,
  activation: 'leakyRelu',
  classifier: 'smoothCnn',
  classifierLearnsFrom: 'labels',
};

/** For images of touching particles whose look differs from one micrograph to the next; see docs/guide/particles.md. */
const imagesModel: ModelConfig = {
  ...kilnModel,
  contentDim: 4,
  anglePrior: 'projectedNormal',
  angleSpread: 100,
  likelihood: 'gaussian',
  classifier: 'cnn',
  classifierSymmetry: 'frame',
};

const imagesTraining: TrainingConfig = {
  ...kilnTraining,
  epochs: 20,
  batchSize: 32,
  learningRate: 1e-3,
  labelledBatchSize: 24,
  pixels: { kind: 'random', count: 144 },
  extraViews: 0,
  viewNoise: false,
  augment: true,
  warmUpSteps: 1500,
  warmUpRate: 2e-3,
  scenes: 'counts',
  beta: { from: 1, to: 1, epochs: 0 },
};

export const recipes: Readonly<Record<RecipeName, Recipe>> = {
  kiln: {
    cards: { data: cards, model: kilnModel, training: kilnTraining },
    images: { data: images, model: imagesModel, training: imagesTraining },
  },
  paper: {
    cards: { data: cards, model: paperModel, training: paperTraining },
    images: { data: images, model: paperModel, training: paperTraining },
  },
};

/** What a smaller run has less of. */
export interface RunSize {
  readonly cards: Partial<CardsConfig>;
  readonly model: Partial<ModelConfig>;
  /** Of a run on cards, and of one on images. */
  readonly training: Partial<TrainingConfig>;
  readonly imagesTraining: Partial<TrainingConfig>;
}

/** Runs that are small but real (minutes), and runs that only show that everything works (seconds). */
export const runSizes: Readonly<Record<'quick' | 'smoke', RunSize>> = {
  quick: {
    cards: { unlabelledPerClass: 500, testPerClass: 250 },
    model: {},
    training: { epochs: 6, warmUpSteps: 300, beta: { from: 1, to: 2, epochs: 3 } },
    imagesTraining: { epochs: 10, warmUpSteps: 400 },
  },
  smoke: {
    cards: { labelsPerClass: 8, unlabelledPerClass: 16, testPerClass: 8 },
    // Convolutions take minutes on the cpu engine even at this size.
    model: { hidden: [16, 16], classifier: 'mlp' },
    training: {
      epochs: 2,
      warmUpSteps: 2,
      extraViews: 16,
      batchSize: 16,
      labelledBatchSize: 16,
      beta: { from: 1, to: 2, epochs: 1 },
      pixels: { kind: 'lattice', stride: 8 },
    },
    imagesTraining: { epochs: 1, warmUpSteps: 2, batchSize: 16, labelledBatchSize: 8 },
  },
};
