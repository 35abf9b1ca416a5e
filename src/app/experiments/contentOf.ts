import type { ImageSet } from '../../data/index.js';
import { contentsOf, type TrainedRun } from '../train/index.js';

/** The content latents of all images of a set, each under its most probable class, [image, contentDim] in C order. */
export function contentOf({ vae, params }: Pick<TrainedRun, 'vae' | 'params'>, set: ImageSet): Float32Array {
  return Float32Array.from(contentsOf(vae, params, set).content.flat());
}
