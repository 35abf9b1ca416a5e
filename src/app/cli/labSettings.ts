import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { hashPath, schemas } from '../config/index.js';
import { simulatedParticles, type ExperimentSettings, type ParticleFiles } from '../experiments/index.js';
import { filesOf, groupsOf } from './imagesConfig.js';
import { imagesWithLabels, without } from './imagesWithLabels.js';
import { readOption, textOf } from './optionReaders.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions } from './output.js';

/**
 * The settings that the options of `kiln experiment` ask for.
 *
 * @throws UsageError naming the option, what is allowed, and an example
 * @throws DataError if a file named by an option is not there
 */
export async function labSettings(raw: RawOptions): Promise<Omit<ExperimentSettings, 'interrupt'>> {
  const isSmoke = raw.smoke === true;
  const out = textOf(raw, 'out') ?? (isSmoke ? 'experiments-smoke' : 'experiments');
  const settings = {
    out,
    isSmoke,
    engine: (await readOption(raw, 'engine', schemas.run.shape.engine, 'auto')) ?? 'auto',
    numSeeds: (await readOption(raw, 'seeds', z.int().min(1).max(100), '3')) ?? (isSmoke ? 1 : 3),
    jobs:
      (await readOption(raw, 'jobs', z.int().min(1).max(64), '2')) ??
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
  const { labels = await hashPath(given.labels), ...rest } = await filesOf(raw);
  const inGroups = groups === undefined ? '' : ` --groups ${textOf(raw, 'groups') ?? ''}`;
  const files = { labels, ...rest, source: 'images of your own' };
  return { files, words: ` --images ${given.images} --labels ${given.labels}${inGroups}` };
}
