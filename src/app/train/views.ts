import { objectMatrix, warp, type ImageSet } from '../../data/index.js';
import { classify, type Autoencoder, type Params } from '../../models/index.js';
import { fold, type Key } from '../../num/index.js';
import { classProbabilities } from './measure.js';
import { drawPoses } from './poses.js';
import { inParts, rowsOf } from './rows.js';
import type { TaskData } from './taskData.js';

/** Images moved and classified at a time. */
const CHUNK = 256;

/**
 * q(class | image) for several views of each image: as it is, and moved by poses from the model's pose prior.
 *
 * @param numViews how many views of each image, the first as it is; a model without a pose has only that one
 * @returns for each view [image, class] in C order
 */
export function classProbabilitiesOfViews(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
  key: Key,
  numViews: number,
  outside?: TaskData['outside'],
): Float32Array[] {
  const first = classProbabilities(vae, params, set);
  if (vae.options.invariances.length === 0) return [first];
  const moved = (own: Key): Float32Array =>
    inParts(set.count, CHUNK, (indices) => {
      const poses = drawPoses(vae, fold(own, indices[0] ?? 0), indices.length);
      const images = warp(set, indices, poses.map(objectMatrix), { outside: outside ?? 'zero' });
      return classify(vae, params, rowsOf(set, images));
    });
  return [first, ...Array.from({ length: numViews - 1 }, (_, view) => moved(fold(key, view)))];
}
