import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { broadcastTo, sizeOf } from '../../../num/index.js';

/** The ends of the intervals of a support, rising and each once, two or more; a density may be infinite at any of them. */
export type Ends = readonly number[];

const ALL: Ends = [-Infinity, Infinity];

/** The ends of a support of numbers, for each batch element; of one that declares none, or NaN, those of the whole line. */
export function endsOf({ support, batchShape }: Distribution): Ends[] {
  const columns = tf.tidy(() =>
    (support.ends?.([...batchShape]) ?? []).map((end) => broadcastTo(end, batchShape).dataSync()),
  );
  return Array.from({ length: sizeOf(batchShape) }, (_, b) => {
    const ends = columns.map((column) => column[b] ?? NaN);
    const distinct = [...new Set(ends)].sort((a, b2) => a - b2);
    return distinct.length < 2 || distinct.some(Number.isNaN) ? ALL : distinct;
  });
}

/** The least and the largest of them. */
export function outerEnds(ends: Ends): readonly [low: number, high: number] {
  return [ends[0] ?? -Infinity, ends[ends.length - 1] ?? Infinity];
}
