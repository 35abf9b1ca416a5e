import { pickImages, type ImageSet } from '../../data/index.js';

/** The first `count` images of a set, or all. */
export function firstImages(set: ImageSet, count: number): ImageSet {
  return pickImages(
    set,
    Array.from({ length: Math.min(count, set.count) }, (_, i) => i),
  );
}
