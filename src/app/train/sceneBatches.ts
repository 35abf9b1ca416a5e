import { augment, particleScenes } from '../../data/index.js';
import type { Autoencoder, LabelledImages } from '../../models/index.js';
import { fold, randintArray, type Key } from '../../num/index.js';
import { labelledBatch } from './labelledBatch.js';

/** How many scenes are drawn at most; each is shown again in other poses and another light. */
const POOL = 8000;

/**
 * Batches of simulated scenes whose class is the number of touching particles, less one.
 *
 * @param wanted how many images will be asked for; fewer scenes are drawn if that is less than the pool
 */
export function sceneBatches(key: Key, { options }: Autoencoder, wanted: number): (step: number, count: number) => LabelledImages {
  const { classes, image } = options;
  const scenes = particleScenes(fold(key, 'pool'), { count: Math.min(POOL, wanted), classes, ...image });
  return (step, count) => {
    const own = fold(key, step);
    const indices = randintArray(own, count, 0, scenes.count);
    return labelledBatch({ set: scenes, labels: scenes.labels }, indices, classes, augment(scenes, indices, fold(own, 'light'), {}));
  };
}
