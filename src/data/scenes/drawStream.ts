import { fold, normalArray, uniformArray } from '../../num/index.js';
import type { Key } from '../../num/index.js';

/** Random numbers one after another, for a drawing whose number of draws is not known beforehand. */
export interface DrawStream {
  /** Uniform between the two numbers. */
  readonly between: (low: number, high: number) => number;
  /** Normal with mean 0 and standard deviation 1. */
  readonly normal: () => number;
  /** `count` of these at once. */
  readonly normals: (count: number) => Float64Array;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** An integer from 0 to `count` - 1. */
  readonly below: (count: number) => number;
  /** One of the items, with probabilities in proportion to their weights. */
  readonly pick: <T>(choices: Choices<T>) => T;
}

export type Choices<T> = readonly [Choice<T>, ...Choice<T>[]];
type Choice<T> = readonly [item: T, weight: number];

/** How many uniform numbers are drawn at a time. */
const BLOCK = 128;

/** The stream that belongs to a key: the same key, the same numbers. */
export function drawStream(key: Key): DrawStream {
  let [numKeys, place] = [0, BLOCK];
  let uniforms: Float64Array = new Float64Array(0);
  const nextKey = (): Key => fold(key, numKeys++);
  const next = (): number => {
    if (place === BLOCK) [uniforms, place] = [uniformArray(nextKey(), BLOCK), 0];
    return uniforms[place++] ?? 0;
  };
  return {
    between: (low, high) => low + (high - low) * next(),
    normal: () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()),
    normals: (count) => normalArray(nextKey(), count),
    chance: (probability) => next() < probability,
    below: (count) => Math.floor(count * next()),
    pick: (choices) => pickWeighted(choices, next()),
  };
}

function pickWeighted<T>(choices: Choices<T>, u: number): T {
  let left = u * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of choices) {
    left -= weight;
    if (left < 0) return item;
  }
  // Only rounding leads here, where u is almost 1.
  return (choices[choices.length - 1] ?? choices[0])[0];
}
