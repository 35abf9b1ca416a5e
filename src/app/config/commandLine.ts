import { recipes } from './recipes.js';
import type { CardsConfig, DataConfig, ImagesConfig, RunConfig, TrainingConfig } from './runConfig.js';
import { formatPixels, formatRadians } from './wording.js';

/** What an option is followed by; `true` and `false` for `--name` and `--no-name`, undefined for no such option. */
type Options = Readonly<Record<string, string | boolean | undefined>>;

/** The command that makes a run with this config: the recipe, and every option that differs from it. */
export function commandLine(config: RunConfig): string {
  const { recipe } = config.training;
  const { model, training } = recipes[recipe][config.data.kind];
  const usual = optionsOf({ ...config, engine: 'auto', data: usualData(config), model, training });
  const own = Object.entries(optionsOf(config)).filter(([name, value]) => value !== usual[name] || isFile(name));
  const chosen = recipe === 'kiln' ? own : [['recipe', recipe] as const, ...own];
  const start = config.data.kind === 'cards' ? 'kiln train cards' : 'kiln train';
  return [start, ...chosen.flatMap(([name, value]) => words(name, value))].join(' ');
}

/** Files have no usual value: they stand in the command always. */
function isFile(name: string): boolean {
  return ['images', 'labels', 'groups', 'group-field'].includes(name);
}

function usualData({ data, training }: RunConfig): DataConfig {
  const recipe = recipes[training.recipe];
  return data.kind === 'cards' ? recipe.cards.data : { ...recipe.images.data, images: data.images };
}

function words(name: string, value: string | boolean | undefined): string[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
  // What a shell would take apart or replace goes between quotes.
  return [`--${name}`, /^[\w./:,@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`];
}

function optionsOf({ data, model, training, engine }: RunConfig): Options {
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
    classifier: model.classifier,
    'classifier-learns-from': model.classifierLearnsFrom,
    'classifier-symmetry': model.classifierSymmetry,
    ...trainingOptions(training),
    engine,
  };
}

function cardsOptions(data: CardsConfig): Options {
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

function imagesOptions({ images, labels, groups, labelsPerClass, testFraction, normalise }: ImagesConfig): Options {
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

function trainingOptions(training: TrainingConfig): Options {
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
    'pose-consistent': training.poseConsistent,
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
