import type { CardsConfig, ImagesConfig, RunConfig, TrainingConfig } from './runConfig.js';
import { formatPixels, formatRadians } from './wording.js';

/** What an option is followed by; `true` and `false` for `--name` and `--no-name`, undefined for no such option. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** What a config is in words of the command line, by option: as an option of that name reads it. */
export function optionValues({
  data,
  model,
  training,
  engine,
}: Pick<RunConfig, 'data' | 'model' | 'training' | 'engine'>): OptionValues {
  return {
    ...(data.kind === 'cards' ? cardsOptions(data) : imagesOptions(data)),
    model: model.kind,
    invariances: model.invariances.length === 0 ? undefined : model.invariances.join(','),
    'content-dim': String(model.contentDim),
    'angle-prior': model.anglePrior,
    'angle-spread': formatRadians(model.angleSpread),
    likelihood: model.likelihood,
    hidden: model.hidden.join(','),
    activation: model.activation,
    encoder: model.encoder,
    classifier: model.classifier,
    'classifier-learns-from': model.classifierLearnsFrom,
    'classifier-symmetry': model.classifierSymmetry,
    ...trainingOptions(training),
    engine,
  };
}

function cardsOptions(data: CardsConfig): OptionValues {
  return {
    suits: data.suits.join(','),
    alpha: formatRadians(data.alpha),
    'labelled-alpha': formatRadians(data.labelledAlpha),
    shear: formatRadians(data.shear),
    scale: data.scale.join('..'),
    shift: String(data.shift),
    'shift-axes': data.shiftAxes,
    'labels-per-class': String(data.labelsPerClass),
    'unlabelled-per-class': String(data.unlabelledPerClass),
    'test-per-class': String(data.testPerClass),
  };
}

function imagesOptions({
  images,
  labels,
  groups,
  labelsPerClass,
  testFraction,
  normalise,
}: ImagesConfig): OptionValues {
  return {
    images: images.path,
    labels: labels?.path,
    groups: groups?.path,
    'group-field': groups?.field,
    'labels-per-class': labelsPerClass === undefined ? 'all' : String(labelsPerClass),
    'test-fraction': String(testFraction),
    normalise,
  };
}

function trainingOptions(training: TrainingConfig): OptionValues {
  const { beta } = training;
  return {
    epochs: String(training.epochs),
    'batch-size': String(training.batchSize),
    'labelled-batch-size': String(training.labelledBatchSize),
    'learning-rate': String(training.learningRate),
    schedule: training.schedule,
    beta: `${beta.from}..${beta.to}`,
    'beta-epochs': String(beta.epochs),
    multiplier: String(training.multiplier),
    'labelled-every': String(training.labelledEvery),
    pixels: formatPixels(training.pixels),
    'labelled-poses': training.labelledPoses,
    'extra-views': String(training.extraViews),
    'view-angles': training.viewAngles,
    'view-noise': training.viewNoise,
    augment: training.augment,
    'warm-up-steps': String(training.warmUpSteps),
    'warm-up-rate': String(training.warmUpRate),
    scenes: training.scenes,
    snapshots: training.snapshots,
    clip: training.clip === null ? 'none' : String(training.clip),
    seed: String(training.seed),
  };
}
