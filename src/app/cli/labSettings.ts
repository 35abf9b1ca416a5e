import { availableParallelism } from 'node:os';
import { engineNames } from '../../num/index.js';
import { hashPath } from '../config/index.js';
import { simulatedParticles, type ExperimentSettings, type ParticleFiles } from '../experiments/index.js';
import { groupsOf } from './imagesConfig.js';
import { imagesWithLabels, without } from './imagesWithLabels.js';
import { flag, oneOf, textOf, wholeNumber } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions } from './output.js';

/**
 * The settings that the options of `kiln experiment` ask for.
 *
 * @throws UsageError naming the option, what is allowed, and an example
 * @throws DataError if a file named by an option is not there
 */
export async function labSettings(raw: RawOptions): Promise<Omit<ExperimentSettings, 'interrupt'>> {
  const isSmoke = flag(raw, 'smoke') ?? false;
  const out = textOf(raw, 'out') ?? (isSmoke ? 'experiments-smoke' : 'experiments');
  const settings = {
    out,
    isSmoke,
    engine: oneOf(raw, 'engine', [...engineNames, 'auto'] as const) ?? 'auto',
    numSeeds: wholeNumber(raw, 'seeds', { from: 1, to: 100, example: '3' }) ?? (isSmoke ? 1 : 3),
    jobs:
      wholeNumber(raw, 'jobs', { from: 1, to: 64, example: '2' }) ??
      (isSmoke ? 1 : Math.min(2, availableParallelism())),
  };
  const given = await particleFiles(raw);
  const particles = given?.files ?? (await simulatedParticles(out, isSmoke));
  const rest = `${given?.words ?? ''}${isSmoke ? ' --smoke' : ''} --seeds ${settings.numSeeds} --out ${out}`;
  return { ...jobOptions(raw), ...settings, particles, command: (name) => `kiln experiment ${name}${rest}` };
}

async function particleFiles(raw: RawOptions): Promise<{ files: ParticleFiles; words: string } | undefined> {
  const [given, groups] = [imagesWithLabels(raw), groupsOf(raw)];
  if (given === undefined && groups !== undefined) throw without('--groups', '--images');
  if (given === undefined) return undefined;
  const { images, labels } = given;
  const files: ParticleFiles = {
    images: await hashPath(images),
    labels: await hashPath(labels),
    ...(groups !== undefined && { groups: { ...(await hashPath(groups.path)), ...groups.field } }),
    source: 'images of your own',
  };
  const words = ` --images ${images} --labels ${labels}${groups === undefined ? '' : ` --groups ${textOf(raw, 'groups') ?? ''}`}`;
  return { files, words };
}
