import type { Key } from '../../num/index.js';
import { split } from '../../num/index.js';
import { checkIndices } from '../imageSet.js';
import type { ImageSet } from '../imageSet.js';
import { warp } from '../warp.js';
import { checkAugmentOptions } from './augmentOptions.js';
import type { AugmentOptions } from './augmentOptions.js';
import { applyExposure, drawExposures } from './exposures.js';
import { drawPoses } from './poses.js';

/**
 * Images as they might have been taken otherwise: each in a random pose, continued by reflection at its edges, and then in a
 * random exposure (blur, noise, gamma, contrast and offset). With everything off the images come back as they are.
 *
 * @param indices which image each result is made from, [result]; an index may come more than once
 * @param key the same key gives the same results; result i depends on the key, on i and on the image only
 * @returns [result, row, column] in C order, of the size of the source's images; values in [0, 1]
 * @throws ArgumentError if an index is out of range, or an option is out of range or unknown
 * @example
 * const images = { images: Float32Array.of(0, 1, 0, 0), count: 1, height: 2, width: 2 };
 * augment(images, [0, 0, 0], key(0)).length;   // 12
 */
export function augment(
  source: ImageSet,
  indices: ArrayLike<number>,
  key: Key,
  options: AugmentOptions = {},
): Float32Array {
  const settings = checkAugmentOptions(options);
  checkIndices('augment', indices, source.count);
  const { height, width } = source;
  const [poseKey = key, exposureKey = key] = split(key);
  const poses = drawPoses(poseKey, indices.length, settings, Math.max(height, width));
  const images = warp(source, indices, poses, { outside: 'reflect' });
  drawExposures(exposureKey, indices.length, settings).forEach((exposure, i) => {
    applyExposure(images.subarray(i * height * width, (i + 1) * height * width), height, width, exposure);
  });
  return images;
}
