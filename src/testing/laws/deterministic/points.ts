import * as tf from '@tensorflow/tfjs-core';
import { transformTo, type Distribution } from '../../../dist/index.js';
import type { Key } from '../../../num/index.js';
import { isSmooth } from './paths.js';
import { median } from './median.js';

const NUM_DRAWS = 6;
const STRETCH = 3;

/** Values [points, ...batch, ...event] at which a density is looked at: draws, and points of its tails. */
export function pointsOf(dist: Distribution, key: Key): tf.Tensor {
  const draws = dist.sample(key, [NUM_DRAWS]);
  if (dist.isFactor === true || draws.size === 0) return draws;
  if (dist.hasEnumerateSupport) return tf.concat([draws, tf.cast(dist.enumerateSupport(), draws.dtype)]);
  if (isSmooth(dist.support)) return tf.concat([draws, stretched(dist, draws)]);
  const further = [tf.add(draws, 3), tf.add(tf.mul(draws, 2), 1)].map((x) => tf.cast(x, draws.dtype));
  return tf.concat([
    draws,
    ...further.filter((x) =>
      dist.support
        .check(x)
        .dataSync()
        .every((fits) => fits === 1),
    ),
  ]);
}

/** The outermost draws carried away from the average in the free coordinates of the support. */
function stretched({ support }: Distribution, draws: tf.Tensor): tf.Tensor {
  const map = transformTo(support);
  const free = map.inverse(draws);
  const centre = tf.mean(free, 0, true);
  const away = tf.slice(tf.sub(free, centre), 0, 3);
  return map.forward(tf.add(centre, tf.mul(away, STRETCH)));
}

/** How far draws typically lie from their median, in the narrowest coordinate; 1 where they do not vary or are not numbers. */
export function spreadOf(dist: Distribution, key: Key): number {
  if (dist.isDiscrete || dist.isFactor === true) return 1;
  const numDraws = 31;
  const numbers = Array.from(dist.sample(key, [numDraws]).dataSync());
  const width = numbers.length / numDraws;
  const spreads = Array.from({ length: width }, (_, j) => {
    const column = numbers.filter((_x, i) => i % width === j);
    const centre = median(column) ?? NaN;
    return median(column.map((x) => Math.abs(x - centre))) ?? NaN;
  });
  const narrowest = Math.min(...spreads);
  return narrowest > 0 && narrowest < Infinity ? narrowest : 1;
}
