import * as tf from '@tensorflow/tfjs-core';
import { transformTo, type Bijector, type Constraint } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';
import { throws } from './sameKeySameDraw.js';
import { offsets } from './slopes.js';

/** One way to move within a set: a tensor for each of `offsets`, all of the shape of the point. */
export interface Path {
  /** Which coordinate moves, for messages. */
  readonly coordinate: number;
  readonly points: readonly tf.Tensor[];
}

/** Whether a set has coordinates to move along. */
export function isSmooth(set: Constraint): boolean {
  return !set.isDiscrete && !throws(() => transformTo(set));
}

/**
 * Ways to move a point [...batch, ...event] within its set: one coordinate of `transformTo` after the other, at all places of
 * the batch at once.
 *
 * @param unit the length of a step of 1 where the set is all reals; other sets have a scale of their own
 */
export function* pathsWithin(
  set: Constraint,
  point: tf.Tensor,
  unit: number,
  eventRank: number = set.eventDim,
): Iterable<Path> {
  const map = transformTo(set);
  const free = map.inverse(point);
  const depth = map.domainEventDim + Math.max(0, eventRank - set.eventDim);
  const eventShape = free.shape.slice(free.rank - depth);
  const size = sizeOf(eventShape);
  const length = isTranslation(map) ? unit : 1;
  for (let coordinate = 0; coordinate < size; coordinate++) {
    const ahead = Array.from({ length: size }, (_, i) => (i === coordinate ? length : 0));
    const direction = tf.tensor(ahead, eventShape);
    const points = offsets.map((offset) => map.forward(tf.add(free, tf.mul(direction, offset))));
    yield { coordinate, points };
  }
}

/** The identity under whatever wrapping: it has no scale of its own. */
function isTranslation(map: Bijector): boolean {
  return tf.tidy(() => {
    const shape = Array.from({ length: map.domainEventDim }, () => 2);
    if (map.domainEventDim !== map.codomainEventDim || throws(() => map.forward(tf.zeros(shape)))) return false;
    const [at, far] = [map.forward(tf.fill(shape, 0.25)).dataSync(), map.forward(tf.fill(shape, -3)).dataSync()];
    return at.every((x) => x === 0.25) && far.every((x) => x === -3);
  });
}
