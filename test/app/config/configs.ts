import { configVersion, recipes, type RunConfig } from '../../../src/app/config/index.js';

/** The config of the main job, complete and valid. */
export function cardsRun(): RunConfig {
  const { data, model, training } = recipes.kiln.cards;
  const versions = { kiln: '0.1.0', node: '20.0.0', tfjs: '4.22.0' };
  return { formatVersion: configVersion, versions, engine: 'cpu', data, model, training };
}

/** The config of a run on one's own images. */
export function imagesRun(): RunConfig {
  const file = { path: '/data/images.npy', sha256: 'a'.repeat(64) };
  const data = { ...recipes.kiln.images.data, images: file, labels: file, groups: { ...file, field: 'micrograph' } };
  return { ...cardsRun(), data };
}
