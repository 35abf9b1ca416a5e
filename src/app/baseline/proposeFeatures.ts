import { fold } from '../../num/index.js';
import type { Key } from '../../num/index.js';

/** Gives out `count` different features at each call. */
export function proposeFeatures(key: Key, count: number, numFeatures: number): () => number[] {
  let draws = 0;
  return () => {
    const chosen = new Set<number>();
    for (; chosen.size < Math.min(count, numFeatures); draws += 1) chosen.add(wholeNumber(key, draws, numFeatures));
    return [...chosen];
  };
}

/** As many features as a question of a forest chooses from by default: the square root of their number. */
export function fewOf(numFeatures: number): number {
  return Math.max(1, Math.round(Math.sqrt(numFeatures)));
}

/** Draw number `i` of a key's stream: an integer below `end`. */
export function wholeNumber(key: Key, i: number, end: number): number {
  return Math.floor((fold(key, i)[0] / 2 ** 32) * end);
}
