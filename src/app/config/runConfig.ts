import type { Activation } from '../../nn/index.js';
import type { EngineName } from '../../num/index.js';
import type {
  AnglePrior,
  classifierKinds,
  classifierSymmetries,
  classifierTeachers,
  encoderKinds,
  Invariance,
  Likelihood,
  ModelKind,
  Normalisation,
  RecipeName,
  Schedule,
  Suit,
  shiftAxesNames,
  labelledPoseNames,
  sceneUses,
  viewAngleNames,
} from './names.js';

/** The version of the form of config.json; a change that old files do not fit adds 1. */
export const configVersion = 1;

/** All that is needed to repeat a run: the content of config.json. */
export interface RunConfig {
  readonly formatVersion: typeof configVersion;
  /** What the run was made with, by name: kiln, node, tfjs. */
  readonly versions: Readonly<Record<string, string>>;
  readonly engine: EngineName | 'auto';
  readonly data: DataConfig;
  readonly model: ModelConfig;
  readonly training: TrainingConfig;
}

export type DataConfig = CardsConfig | ImagesConfig;

/** The synthetic playing cards: how many, and how strongly disordered. */
export interface CardsConfig {
  readonly kind: 'cards';
  /** Which suits there are, at least two, in their usual order; one that is left out is in none of the sets. */
  readonly suits: readonly Suit[];
  /** Unlabelled and test images are turned by angles uniform on ± this, in radians. */
  readonly alpha: number;
  /** The same for the labelled images, in radians. */
  readonly labelledAlpha: number;
  /** Both shear angles are uniform on ± this, in radians. */
  readonly shear: number;
  /** The magnification is uniform between these two. */
  readonly scale: readonly [number, number];
  /** Unlabelled and test images are shifted by up to this fraction of the image. */
  readonly shift: number;
  readonly shiftAxes: (typeof shiftAxesNames)[number];
  readonly labelsPerClass: number;
  readonly unlabelledPerClass: number;
  readonly testPerClass: number;
  readonly seed: number;
}

/** Images of one's own, with labels for some or all of them. */
export interface ImagesConfig {
  readonly kind: 'images';
  /** An .npy or .npz file, or a folder of PNG and TIFF images. */
  readonly images: FileRef;
  /** An .npy file of class numbers, or a CSV file of image names and classes; without one there is nothing to test on. */
  readonly labels?: FileRef;
  /** How many labelled images of each class the training may see; all that are not held out if absent. */
  readonly labelsPerClass?: number;
  /** Which images belong together (the same micrograph, say) and must be on one side of the split. */
  readonly groups?: FileRef & { readonly field?: string };
  /** The share of images (whole groups, where there are groups) that is held out for the test. */
  readonly testFraction: number;
  readonly normalise: Normalisation;
  readonly seed: number;
}

/** A file or folder, and the hash of what was in it. */
export interface FileRef {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of the content, hexadecimal; see `hashPath`. */
  readonly sha256: string;
}

export interface ModelConfig {
  readonly kind: ModelKind;
  readonly invariances: readonly Invariance[];
  /** The number of continuous latents besides the pose. */
  readonly contentDim: number;
  readonly anglePrior: AnglePrior;
  /** The standard deviation of the angle's prior, in radians. */
  readonly angleSpread: number;
  readonly likelihood: Likelihood;
  /** Units of the hidden layers of encoders and decoder, from the input on. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly encoder: (typeof encoderKinds)[number];
  readonly classifier: (typeof classifierKinds)[number];
  /** `labels`: the ELBO takes q(class | image) as it is, and only known labels (real and simulated) change it. */
  readonly classifierLearnsFrom: (typeof classifierTeachers)[number];
  /** `frame`: where rotation is invariant, predictions are means over the turns and mirror images that keep the frame. */
  readonly classifierSymmetry: (typeof classifierSymmetries)[number];
}

export interface TrainingConfig {
  readonly recipe: RecipeName;
  /** 0 for the warm-up alone: a classifier of the labelled images. */
  readonly epochs: number;
  readonly batchSize: number;
  readonly labelledBatchSize: number;
  /** Adam's step size. */
  readonly learningRate: number;
  /** How the step size falls over the run: not at all, or as half a cosine to 0. */
  readonly schedule: Schedule;
  /** The weight of the latent terms goes from `from` to `to` over the first `epochs` epochs, and stays there. */
  readonly beta: { readonly from: number; readonly to: number; readonly epochs: number };
  /** The weight of the classification loss of labelled batches. */
  readonly multiplier: number;
  /** One labelled batch comes after every so many unlabelled ones. */
  readonly labelledEvery: number;
  readonly pixels: PixelsConfig;
  /**
   * In which poses labelled images come: as given; in poses drawn from the pose prior, as p(y | g·x) = p(y | x); or, where they are
   * upright and centred, in drawn poses that are known to encoder and decoder.
   */
  readonly labelledPoses: (typeof labelledPoseNames)[number];
  /** Further labelled images in poses of their own in each labelled step, which only the classifier learns from. */
  readonly extraViews: number;
  /** At which angles those views are shown: as in the pose prior, or all alike. */
  readonly viewAngles: (typeof viewAngleNames)[number];
  /** Whether those views, and the images of the warm-up, come with noise and contamination of random strength. */
  readonly viewNoise: boolean;
  /** Whether labelled images also vary in zoom, blur, noise and contrast, as from one micrograph to the next. */
  readonly augment: boolean;
  /** Steps in which only the classifier learns, before the first epoch; 0 for none. */
  readonly warmUpSteps: number;
  /** Adam's step size at the start of the warm-up, over which it falls as half a cosine to 0. */
  readonly warmUpRate: number;
  /** Whether the model also learns from simulated scenes, of one touching particle for the first class, two for the second, … */
  readonly scenes: (typeof sceneUses)[number];
  /** Whether the weights after each epoch are kept, for films of the training. */
  readonly snapshots: boolean;
  /** The largest norm of the gradient; longer ones are shortened to it. `null` for no limit. */
  readonly clip: number | null;
  readonly seed: number;
}

/** Which pixels enter each step: all, every so many rows and columns at a random offset, or so many drawn at random. */
export type PixelsConfig =
  | { readonly kind: 'all' }
  | { readonly kind: 'lattice'; readonly stride: number }
  | { readonly kind: 'random'; readonly count: number };
