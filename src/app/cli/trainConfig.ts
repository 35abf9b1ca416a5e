import { configVersion, fitted, flagOf, recipes, schemas, settingsOf, versions } from '../config/index.js';
import type { DataConfig, RunConfig, TrainingConfig } from '../config/index.js';
import { imagesConfig } from './imagesConfig.js';
import { readOption, textOf, type RawOptions } from './optionReaders.js';
import { readSettings } from './readSettings.js';
import { UsageError } from './usageError.js';

/**
 * The config that the options of `kiln train` ask for: the recipe's settings, made smaller by `--quick` or `--smoke`,
 * with what was said explicitly on top.
 *
 * @param said `cards`, where the command line says so
 * @throws UsageError naming the option, what is allowed, and an example
 * @throws DataError if a file named by an option is not there
 */
export async function trainConfig(raw: RawOptions, said?: string): Promise<RunConfig> {
  const kind = textOf(raw, 'images') === undefined ? 'cards' : 'images';
  refuseStray(raw, kind, said);
  // Options before files: to hash a folder of images can take a while.
  const learning = await learningConfig(raw, kind);
  const { cards, images } = recipes[learning.training.recipe];
  const size = sizeOf(raw);
  const data =
    kind === 'images'
      ? await imagesConfig(raw, images.data)
      : await readSettings(raw, schemas.cards, { ...cards.data, ...(size && cards.sizes[size].data) });
  return { formatVersion: configVersion, data, ...learning };
}

/** The part of a config that is not about data. @throws UsageError */
export async function learningConfig(
  raw: RawOptions,
  kind: DataConfig['kind'],
): Promise<Omit<RunConfig, 'formatVersion' | 'data'>> {
  const recipe = (await readOption(raw, 'recipe', schemas.training.shape.recipe, 'kiln')) ?? 'kiln';
  const { model, training, known, sizes } = recipes[recipe][kind];
  const size = sizeOf(raw);
  const smaller = size && sizes[size];
  return {
    versions: versions(),
    engine: (await readOption(raw, 'engine', schemas.run.shape.engine, 'auto')) ?? 'auto',
    model: await readSettings(raw, schemas.model, { ...model, ...smaller?.model }, fitted),
    training: await readSettings(raw, schemas.training, { ...training, ...smaller?.training }, (all, said) =>
      lasting(all.labelledPoses === 'known' ? { ...all, ...known, ...smaller?.training } : all, said),
    ),
  };
}

/** Who says one of steps and epochs takes the other away. */
function lasting(training: TrainingConfig, said: Partial<TrainingConfig>): TrainingConfig {
  if (said.steps !== undefined) return { ...training, epochs: null };
  return said.epochs === undefined ? training : { ...training, steps: null };
}

function sizeOf({ quick, smoke }: RawOptions): 'quick' | 'smoke' | undefined {
  if (quick === true && smoke === true)
    throw new UsageError({ where: '--quick', expected: 'one size of run', got: '--smoke as well' });
  if (quick === true) return 'quick';
  return smoke === true ? 'smoke' : undefined;
}

/** What is about the other kind of data would be ignored, and what is ignored is a trap. */
function refuseStray(raw: RawOptions, kind: DataConfig['kind'], said: string | undefined): void {
  const cards = settingsOf(schemas.cards).map(({ name }) => name);
  const images = [...settingsOf(schemas.images).map(({ name }) => name), 'groupField'];
  const [own, other] = kind === 'cards' ? [cards, images] : [images, cards];
  const isStray = (name: string): boolean => !own.includes(name) && raw[name] !== undefined;
  const stray = said !== undefined && said !== kind ? 'images' : other.find(isStray);
  if (stray === undefined) return;
  const where = flagOf(stray);
  if (kind === 'images')
    throw new UsageError({ where, expected: 'cards', got: '--images', hint: 'leaving one of the two out' });
  throw new UsageError({ where, expected: '--images beside it', got: 'cards', hint: `--images FILE.npy ${where} …` });
}
