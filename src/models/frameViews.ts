import * as tf from '@tensorflow/tfjs-core';
import type { ResolvedOptions } from './options.js';

/** A symmetry of the frame: rows and columns exchanged first, then the order of either reversed. */
export interface FrameView {
  readonly isTransposed: boolean;
  readonly reversesRows: boolean;
  readonly reversesColumns: boolean;
}

const flips = [false, true];

/** The views whose logits a classifier averages, the image as it is first; only that one without `classifierSymmetry`. */
export function frameViewsOf({ classifierSymmetry, invariances, image }: ResolvedOptions): readonly FrameView[] {
  const hasMore = classifierSymmetry === 'frame' && invariances.includes('rotation');
  const isSquare = image.height === image.width;
  const reversals = hasMore ? flips : [false];
  return (hasMore && isSquare ? flips : [false]).flatMap((isTransposed) =>
    reversals.flatMap((reversesRows) =>
      reversals.map((reversesColumns) => ({ isTransposed, reversesRows, reversesColumns })),
    ),
  );
}

/** Images [count, height × width] as a view shows them, in the same form. */
export function viewed(
  images: tf.Tensor2D,
  { height, width }: ResolvedOptions['image'],
  { isTransposed, reversesRows, reversesColumns }: FrameView,
): tf.Tensor2D {
  const axes = [...(reversesRows ? [1] : []), ...(reversesColumns ? [2] : [])];
  if (!isTransposed && axes.length === 0) return images;
  return tf.tidy(() => {
    const rows = tf.reshape(images, [-1, height, width]);
    const turned = isTransposed ? tf.transpose(rows, [0, 2, 1]) : rows;
    return tf.reshape(axes.length === 0 ? turned : tf.reverse(turned, axes), [-1, height * width]);
  });
}
