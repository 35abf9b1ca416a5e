import type { RunConfig } from '../config/index.js';
import type { TestResult } from '../jobs.js';
import { evaluateModel, testResult, type TrainedRun } from '../train/index.js';
import { contentOf } from './contentOf.js';
import type { LabSettings } from './settings.js';
import { nearestClasses } from './measures/nearest.js';
import { particlesModel, type ParticlesModel } from './particles.js';

/** One way to learn to classify particles from 15 labels a class. */
export interface ParticleContender {
  /** For legends and tables. */
  readonly name: string;
  /** What it learns from, for the table. */
  readonly learnsFrom: string;
  readonly config: (lab: LabSettings, seed: number) => RunConfig;
  /** Where it is judged on the first splits only, to save time. */
  readonly numSplits?: number;
}

/** The splits that a contender is judged on, by their seeds. */
export function seedsOf({ numSplits }: ParticleContender, seeds: readonly number[]): readonly number[] {
  return seeds.slice(0, numSplits);
}

/** Neighbours that vote where a model without classes is given labels afterwards. */
export const NEIGHBOURS = 5;

/** Further views of the labelled images in place of simulated scenes. */
const NO_SCENES = { scenes: 'never' } as const;
/** And no step that sees unlabelled images. */
const LABELS_ALONE = { ...NO_SCENES, labelsFirst: 1 } as const;

/** Of the contenders that take as long as the model which they are compared with. */
const FEW_SPLITS = 2;

const contender = (name: string, learnsFrom: string, asked: Omit<ParticlesModel, 'seed'>): ParticleContender => ({
  name,
  learnsFrom,
  config: (lab, seed) => particlesModel(lab, { ...asked, seed }),
});

export const ssrvae: ParticleContender = contender('ss-rVAE', 'labels, unlabelled images, simulated scenes', {
  kind: 'ssrvae',
});

export const vae: ParticleContender = onFewSplits(
  contender('VAE', `unlabelled images; then the ${NEIGHBOURS} nearest labels`, { kind: 'vae', training: NO_SCENES }),
);

export const rvae: ParticleContender = onFewSplits(
  contender('rVAE', `unlabelled images; then the ${NEIGHBOURS} nearest labels`, {
    kind: 'rvae',
    training: NO_SCENES,
  }),
);

/** All that are trained, the paper's model first. */
export const particleContenders: readonly ParticleContender[] = [
  ssrvae,
  onFewSplits(contender('labels alone', 'labels', { kind: 'ssrvae', training: LABELS_ALONE })),
  onFewSplits(
    contender('ss-rVAE without scenes', 'labels, unlabelled images', { kind: 'ssrvae', training: NO_SCENES }),
  ),
  onFewSplits(contender('ss-VAE', 'labels, unlabelled images, simulated scenes', { kind: 'ssvae' })),
  rvae,
  vae,
];

function onFewSplits(one: ParticleContender): ParticleContender {
  return { ...one, numSplits: FEW_SPLITS };
}

/** The differences to the recipe, for captions. */
export const contendersInWords: string =
  'ss-VAE: the same recipe without pose. Without scenes: further views of the labelled images in their place. Labels alone: the same ' +
  'network and as many steps, without scenes and without the unlabelled images. VAE and rVAE: the recipe without labels. The other ' +
  `models with latents are judged on the first ${FEW_SPLITS} splits.`;

/** How well a trained contender classifies its held-out images. */
export function classifyHeldOut({ name }: ParticleContender, run: TrainedRun): TestResult | undefined {
  const { data, vae: model, params } = run;
  const { labelled, test, classNames } = data;
  if (labelled === undefined || test === undefined) return undefined;
  if (model.options.classes > 0) return evaluateModel(name, model, params, test, classNames);
  const known = {
    positions: contentOf(run, labelled.set),
    dimensions: model.options.contentDim,
    classes: labelled.labels,
    numClasses: classNames.length,
  };
  return testResult(name, nearestClasses(known, contentOf(run, test.set), NEIGHBOURS), test, classNames);
}
