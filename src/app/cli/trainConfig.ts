import { activationNames } from '../../nn/index.js';
import { engineNames } from '../../num/index.js';
import {
  anglePriors,
  classifierKinds,
  classifierSymmetries,
  classifierTeachers,
  encoderKinds,
  configVersion,
  invarianceNames,
  labelledPoseNames,
  sceneUses,
  likelihoods,
  modelKinds,
  recipeNames,
  recipes,
  runSizes,
  schedules,
  versions,
  viewAngleNames,
} from '../config/index.js';
import type { ModelConfig, RecipeFor, RunConfig, RunSize, TrainingConfig } from '../config/index.js';
import { angle } from './angle.js';
import { cardsConfig } from './cardsConfig.js';
import { imagesConfig } from './imagesConfig.js';
import { flag, oneOf, range, realNumber, someOf, textOf, wholeNumber, wholeNumbers } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';
import { override } from './override.js';
import { pixelsConfig } from './pixelsConfig.js';
import { UsageError } from './usageError.js';

/**
 * The config that the options of `kiln train` ask for: the recipe's settings, made smaller by `--quick` or `--smoke`,
 * with what was said explicitly on top.
 *
 * @throws UsageError naming the option, what is allowed, and an example
 * @throws DataError if a file named by an option is not there
 */
export async function trainConfig(raw: RawOptions): Promise<RunConfig> {
  const recipe = recipes[oneOf(raw, 'recipe', recipeNames) ?? 'kiln'];
  if (textOf(raw, 'images') === undefined) {
    const size = sizeOf(raw);
    const { data, ...rest } = recipe.cards;
    return {
      formatVersion: configVersion,
      ...origin(raw),
      data: await cardsConfig(raw, { ...data, ...size?.cards }),
      ...(await learning(raw, rest, size?.model, size?.training)),
    };
  }
  // Options before files: to hash a folder of images can take a while.
  const learnt = await imagesLearning(raw);
  return { formatVersion: configVersion, data: await imagesConfig(raw, recipe.images.data), ...learnt };
}

/** The part of a config for images that options alone settle; files come later. @throws UsageError */
export async function imagesLearning(
  raw: RawOptions,
): Promise<Pick<RunConfig, 'versions' | 'engine' | 'model' | 'training'>> {
  const { model, training } = recipes[oneOf(raw, 'recipe', recipeNames) ?? 'kiln'].images;
  const size = sizeOf(raw);
  return { ...origin(raw), ...(await learning(raw, { model, training }, size?.model, size?.imagesTraining)) };
}

function origin(raw: RawOptions): Pick<RunConfig, 'versions' | 'engine'> {
  return { versions: versions(), engine: oneOf(raw, 'engine', [...engineNames, 'auto'] as const) ?? 'auto' };
}

function sizeOf(raw: RawOptions): RunSize | undefined {
  const [isQuick, isSmoke] = [flag(raw, 'quick') ?? false, flag(raw, 'smoke') ?? false];
  if (isQuick && isSmoke)
    throw new UsageError({ where: '--quick', expected: 'one size of run', got: '--smoke as well' });
  if (isQuick) return runSizes.quick;
  return isSmoke ? runSizes.smoke : undefined;
}

type Learning = Pick<RecipeFor<unknown>, 'model' | 'training'>;

async function learning(
  raw: RawOptions,
  base: Learning,
  model: RunSize['model'] = {},
  training: RunSize['training'] = {},
): Promise<Learning> {
  return {
    model: await modelConfig(raw, { ...base.model, ...model }),
    training: trainingConfig(raw, { ...base.training, ...training }),
  };
}

async function modelConfig(raw: RawOptions, base: ModelConfig): Promise<ModelConfig> {
  const kind = oneOf(raw, 'model', modelKinds) ?? base.kind;
  return override(base, {
    kind,
    invariances: invariancesFor(kind, raw),
    contentDim: wholeNumber(raw, 'contentDim', { from: 0, to: 100, example: '2' }),
    anglePrior: oneOf(raw, 'anglePrior', anglePriors),
    angleSpread: await angle(raw, 'angleSpread', 100 * Math.PI, { isZeroAllowed: false }),
    likelihood: oneOf(raw, 'likelihood', likelihoods),
    hidden: wholeNumbers(raw, 'hidden', { from: 1, to: 100_000, example: '128,128' }),
    activation: oneOf(raw, 'activation', activationNames),
    encoder: oneOf(raw, 'encoder', encoderKinds),
    classifier: oneOf(raw, 'classifier', classifierKinds),
    classifierLearnsFrom: oneOf(raw, 'classifierLearnsFrom', classifierTeachers),
    classifierSymmetry: oneOf(raw, 'classifierSymmetry', classifierSymmetries),
  });
}

/** A model without a pose has no invariances, and a model named for its pose needs one. */
function invariancesFor(kind: ModelConfig['kind'], raw: RawOptions): ModelConfig['invariances'] | undefined {
  const chosen = someOf(raw, 'invariances', invarianceNames);
  const hasPose = kind === 'ssrvae' || kind === 'rvae' || kind === 'jrvae';
  if (hasPose && chosen?.length === 0) {
    const hint = '--invariances rotation, or --model ssvae or vae';
    throw new UsageError({ where: '--invariances', expected: `at least one with --model ${kind}`, got: 'none', hint });
  }
  if (hasPose || chosen === undefined || chosen.length === 0) return hasPose ? chosen : [];
  const hint = `leaving it out, or --model ${kind === 'vae' ? 'rvae' : 'ssrvae'}`;
  throw new UsageError({ where: '--invariances', expected: `none with --model ${kind}`, got: chosen.join(','), hint });
}

function trainingConfig(raw: RawOptions, base: TrainingConfig): TrainingConfig {
  const size = (name: string): number | undefined => wholeNumber(raw, name, { from: 1, to: 65_536, example: '64' });
  return override(base, {
    epochs: wholeNumber(raw, 'epochs', { from: 1, to: 1_000_000, example: '20' }),
    batchSize: size('batchSize'),
    labelledBatchSize: size('labelledBatchSize'),
    learningRate: realNumber(raw, 'learningRate', { from: 0, above: true, to: 1, example: '0.001' }),
    schedule: oneOf(raw, 'schedule', schedules),
    beta: betaConfig(raw, base.beta),
    multiplier: realNumber(raw, 'multiplier', { from: 0, example: '30' }),
    labelledEvery: wholeNumber(raw, 'labelledEvery', { from: 1, example: '15' }),
    pixels: pixelsConfig(raw),
    labelledPoses: oneOf(raw, 'labelledPoses', labelledPoseNames),
    extraViews: wholeNumber(raw, 'extraViews', { from: 0, to: 100_000, example: '192' }),
    viewAngles: oneOf(raw, 'viewAngles', viewAngleNames),
    viewNoise: flag(raw, 'viewNoise'),
    augment: flag(raw, 'augment'),
    warmUpSteps: wholeNumber(raw, 'warmUpSteps', { from: 0, to: 1_000_000, example: '300' }),
    warmUpRate: realNumber(raw, 'warmUpRate', { from: 0, above: true, to: 1, example: '0.005' }),
    scenes: oneOf(raw, 'scenes', sceneUses),
    snapshots: flag(raw, 'snapshots'),
    clip: textOf(raw, 'clip') === 'none' ? null : realNumber(raw, 'clip', { from: 0, above: true, example: '10' }),
    seed: wholeNumber(raw, 'seed', { from: 0, example: '1' }),
  });
}

function betaConfig(raw: RawOptions, base: TrainingConfig['beta']): TrainingConfig['beta'] {
  const [from, to] = range(raw, 'beta', { from: 0, example: '1..2' }, true) ?? [base.from, base.to];
  const epochs = wholeNumber(raw, 'betaEpochs', { from: 0, example: '10' });
  return { from, to, epochs: epochs ?? (from === to ? 0 : base.epochs) };
}
