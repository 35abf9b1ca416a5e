import type * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { fold, type Key } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';

const NUM_DRAWS = 64;

/** Draws are functions of the key: the same again, the same with gradient as without, others from another key. */
export const sameKeySameDraw: Law = deterministicLaw({
  name: 'sameKeySameDraw',
  statement: 'the same key gives the same draw, with gradient or without, and another key another one',
  *problems({ dist, key }) {
    const draw = dist.sample(key, [NUM_DRAWS]);
    yield under('a second draw with the same key', firstFar(dist.sample(key, [NUM_DRAWS]), draw, 0));
    yield* rsampleProblems(dist, key, draw);
    if (!isVaried(draw)) return;
    for (const [what, other] of othersOf(key)) {
      if (firstFar(dist.sample(other, [NUM_DRAWS]), draw, 0) === undefined)
        yield `expected other draws from ${what}, got the same ${NUM_DRAWS}`;
    }
  },
});

function othersOf(key: Key): (readonly [string, Key])[] {
  const [first, second] = key;
  return [
    ['another key', fold(key, 'another')],
    ['a key with another first word', [(first ^ 1) >>> 0, second]],
    ['a key with another second word', [first, (second ^ 1) >>> 0]],
  ];
}

function* rsampleProblems(dist: Distribution, key: Key, draw: tf.Tensor): Iterable<string | undefined> {
  if (dist.hasRsample) {
    yield under('rsample against sample', firstFar(dist.rsample(key, [NUM_DRAWS]), draw, 0));
    return;
  }
  yield throws(() => dist.rsample(key)) ? undefined : 'expected rsample to throw where hasRsample is false, got a draw';
}

/** Whether draws differ enough that two sets of them are the same by chance no more than once in 10^9. */
export function isVaried(draws: tf.Tensor): boolean {
  const numbers = Array.from(draws.dataSync());
  const numDraws = draws.shape[0];
  const size = numbers.length / numDraws;
  return Array.from({ length: size }, (_, j) => numbers.filter((_x, i) => i % size === j)).some((column) => {
    const counts = new Map<number, number>();
    for (const x of column) counts.set(x, (counts.get(x) ?? 0) + 1);
    return Math.max(...counts.values()) <= 0.6 * numDraws;
  });
}

export function throws(body: () => unknown): boolean {
  try {
    body();
    return false;
  } catch {
    return true;
  }
}
