import { split, uniformArray } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import { poseMatrix } from '../affine.js';
import type { Affine } from '../affine.js';
import type { AugmentOptions } from './augmentOptions.js';

/** `count` random poses, each option with a key of its own, so that one changes nothing of the others. */
export function drawPoses(
  key: Key,
  count: number,
  { rotation, mirror, shift, zoom }: Required<AugmentOptions>,
  longerSide: number,
): Affine[] {
  const [angles, flips, across, down, zooms] = split(key, 5).map((each) => uniformArray(each, count));
  // The grid spans 2 from the first pixel to the last of the longer side.
  const perPixel = 2 / Math.max(1, longerSide - 1);
  return Array.from({ length: count }, (_, i) =>
    poseMatrix({
      angle: rotation ? 2 * Math.PI * (angles?.[i] ?? 0) : 0,
      mirror: mirror && (flips?.[i] ?? 0) < 0.5,
      shiftX: shift * perPixel * symmetric(across?.[i]),
      shiftY: shift * perPixel * symmetric(down?.[i]),
      scale: Math.exp(zoom * symmetric(zooms?.[i])),
    }),
  );
}

/** A uniform number of (0, 1) as one of (-1, 1). */
export function symmetric(uniform = 0.5): number {
  return 2 * uniform - 1;
}
