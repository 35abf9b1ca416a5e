import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { npyFile, particleScenes } from '../../data/index.js';
import { key } from '../../num/index.js';
import { configVersion, fitted, hashPath, recipes, versions } from '../config/index.js';
import type { FileRef, ModelConfig, RunConfig, TrainingConfig } from '../config/index.js';
import type { LabSettings, ParticleFiles } from './settings.js';

/** Simulated scenes of one to four particles in files, for a lab without images of its own. */
export async function simulatedParticles(out: string, isSmoke: boolean): Promise<ParticleFiles> {
  const { images, labels, count, height, width } = particleScenes(key(7), { count: isSmoke ? 120 : 800, classes: 4 });
  const folder = join(out, 'data');
  mkdirSync(folder, { recursive: true });
  const write = async (name: string, values: Uint8Array, shape: readonly number[]): Promise<FileRef> => {
    writeFileAtomic.sync(join(folder, name), npyFile(values, shape));
    return hashPath(join(folder, name));
  };
  const bytes = Uint8Array.from(images, (value) => Math.round(255 * value));
  return {
    images: await write('scenes-images.npy', bytes, [count, height, width]),
    labels: await write('scenes-labels.npy', Uint8Array.from(labels), [count]),
    source: 'simulated scenes, as no images were given',
  };
}

/** Which model of the particles: what differs from the recipe for images. */
export interface ParticlesModel {
  readonly kind: ModelConfig['kind'];
  /** Of split, choice of labels and training. */
  readonly seed: number;
  readonly labelsPerClass?: number;
  readonly model?: Partial<ModelConfig>;
  readonly training?: Partial<TrainingConfig>;
}

/** The config of a run on particles, 15 labels a class and 30 % held out by default, in the size that the lab asks for. */
export function particlesModel(lab: LabSettings, asked: ParticlesModel): RunConfig {
  const base = recipes.kiln.images;
  const { kind, seed, model, training, labelsPerClass = 15 } = asked;
  const { images, labels, groups } = lab.particles;
  const size = lab.isSmoke ? base.sizes.smoke : undefined;
  return {
    formatVersion: configVersion,
    versions: versions(),
    engine: lab.engine,
    data: { ...base.data, labelsPerClass, images, labels, ...(groups !== undefined && { groups }), seed },
    model: { ...fitted({ ...base.model, kind }), ...model, ...size?.model },
    training: { ...base.training, ...training, seed, ...size?.training },
  };
}
