import { suits } from './settings.js';
import type { CardsConfig, ImagesConfig, ModelConfig, TrainingConfig } from './runConfig.js';

interface RecipeFor<Data> {
  readonly data: Data;
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
  /** What is different where poses of labelled images are known, though the recipe has them inferred. */
  readonly known?: Partial<TrainingConfig>;
  /** What a smaller run has less of: one that is small but real (minutes), and one that only shows that everything works (seconds). */
  readonly sizes: Readonly<Record<'quick' | 'smoke', RunSize<Data>>>;
}

export interface RunSize<Data> {
  readonly data: Partial<Data>;
  readonly model: Partial<ModelConfig>;
  readonly training: Partial<TrainingConfig>;
}

/** The settings of a recipe, for cards and for one's own images; what the user says comes on top. */
export interface Recipe {
  readonly cards: RecipeFor<CardsConfig>;
  readonly images: RecipeFor<Omit<ImagesConfig, 'images' | 'labels' | 'groups'>>;
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

/** Ziatdinov et al. 2024 and the authors' notebooks, setting by setting. */
const paperModel: ModelConfig = {
  kind: 'ssrvae',
  invariances: ['rotation', 'translation'],
  contentDim: 2,
  deformations: 0,
  decoder: 'field',
  encoder: 'mlp',
  anglePrior: 'normal',
  angleSpread: 1,
  likelihood: 'bernoulli',
  exposure: false,
  hidden: [128, 128],
  activation: 'tanh',
  classifierSymmetry: 'none',
};

const paperTraining: TrainingConfig = {
  recipe: 'paper',
  steps: null,
  epochs: 100,
  batchSize: 64,
  labelledBatchSize: 64,
  learningRate: 5e-4,
  schedule: 'constant',
  beta: { from: 1, to: 2 },
  betaOver: 0.3,
  labelsFirst: 0,
  multiplier: 30,
  poseMultiplier: 0,
  labelledEvery: 15,
  pixels: { kind: 'all' },
  labelledPoses: 'given',
  views: 0,
  viewNoise: false,
  augment: false,
  scenes: 'never',
  snapshots: false,
  clip: null,
  seed: 0,
};

/** A picture of each class that is moved, and one trunk that finds class, pose and content. */
const kilnModel: ModelConfig = {
  ...paperModel,
  deformations: 2,
  decoder: 'template',
  encoder: 'trunk',
  anglePrior: 'projectedNormal',
  angleSpread: 30 * degrees,
  activation: 'leakyRelu',
};

/** Labelled cards are upright and centred: shown in poses of our choice, they teach class and pose from the first step on. */
const kilnTraining: TrainingConfig = {
  ...paperTraining,
  recipe: 'kiln',
  steps: 900,
  epochs: null,
  labelledBatchSize: 32,
  learningRate: 4e-3,
  schedule: 'cosine',
  beta: { from: 0, to: 1 },
  betaOver: 0.33,
  labelsFirst: 0.28,
  multiplier: 50,
  poseMultiplier: 5,
  labelledEvery: 1,
  labelledPoses: 'known',
  views: 256,
  viewNoise: true,
};

/** For images of touching particles whose look differs from one micrograph to the next; see docs/guide/particles.md. */
const imagesModel: ModelConfig = {
  ...kilnModel,
  contentDim: 11,
  deformations: 3,
  angleSpread: 100,
  likelihood: 'gaussian',
  exposure: true,
  classifierSymmetry: 'frame',
};

const imagesTraining: TrainingConfig = {
  ...kilnTraining,
  steps: 1400,
  betaOver: 1,
  labelsFirst: 0.1,
  multiplier: 1000,
  poseMultiplier: 50,
  views: 128,
  labelledPoses: 'given',
  viewNoise: false,
  augment: true,
  scenes: 'counts',
};

/** Labelled images that can be shown in any pose are as good as many, and the pose is to be learnt as well as the class. */
const { steps, betaOver, labelsFirst, views, viewNoise } = kilnTraining;
const knownPoses: Partial<TrainingConfig> = { steps, betaOver, labelsFirst, views, viewNoise, multiplier: 500 };

const short = { steps: 450, epochs: null } as const;
const shortest = { steps: 6, epochs: null, batchSize: 16 } as const;
// Convolutions take minutes on the cpu engine even at this size.
const tiny: Partial<ModelConfig> = { hidden: [16, 16], encoder: 'mlp' };

const cardsSizes: RecipeFor<CardsConfig>['sizes'] = {
  quick: { data: { unlabelledPerClass: 500, testPerClass: 250 }, model: {}, training: short },
  smoke: {
    data: { labelsPerClass: 8, unlabelledPerClass: 16, testPerClass: 8 },
    model: tiny,
    training: { ...shortest, labelledBatchSize: 16, views: 16 },
  },
};
const imagesSizes: Recipe['images']['sizes'] = {
  quick: { data: {}, model: {}, training: short },
  smoke: { data: {}, model: tiny, training: { ...shortest, labelledBatchSize: 8, views: 8 } },
};

/** Few steps are to be large ones; and small, so that they do not take long. */
const quickCards: RunSize<CardsConfig> = {
  ...cardsSizes.quick,
  training: { ...short, batchSize: 48, labelledBatchSize: 48, views: 128, learningRate: 8e-3 },
};

export const recipes: Readonly<Record<TrainingConfig['recipe'], Recipe>> = {
  kiln: {
    cards: { data: cards, model: kilnModel, training: kilnTraining, sizes: { ...cardsSizes, quick: quickCards } },
    images: { data: images, model: imagesModel, training: imagesTraining, known: knownPoses, sizes: imagesSizes },
  },
  paper: {
    cards: { data: cards, model: paperModel, training: paperTraining, sizes: cardsSizes },
    images: { data: images, model: paperModel, training: paperTraining, sizes: imagesSizes },
  },
};
