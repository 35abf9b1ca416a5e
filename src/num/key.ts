import { ArgumentError } from './errors.js';
import { threefry } from './threefry.js';
import type { WordPair } from './threefry.js';

/** A random key: two unsigned 32-bit words. The same key gives the same draws on every engine. */
export type Key = WordPair;

// The second word of a counter says what it is for, so that splitting, folding and drawing never share a counter. Draws use
// the streams of random/bits.ts.
const SPLIT = 0x73706c74;
const FOLD_NUMBER = 0x666f6c64;
const FOLD_NAME = 0x6e616d65;

/**
 * The key that starts a program's randomness.
 *
 * @param seed an integer from 0 to 2^53 - 1
 * @throws ArgumentError if it is not
 * @example
 * split(key(0)).length;   // 2
 */
export function key(seed: number): Key {
  checkCount('key', seed);
  return [Math.floor(seed / 2 ** 32), seed >>> 0];
}

/** `count` keys whose draws are independent of each other and of the draws of `parent`, which is not to be used again. */
export function split(parent: Key, count = 2): Key[] {
  checkCount('split', count);
  return Array.from({ length: count }, (_, i) => threefry(parent, [i, SPLIT]));
}

/**
 * A key that depends on `parent` and on an integer or a name, such as a step number or a site.
 *
 * @throws ArgumentError if a number is not an integer from 0 to 2^53 - 1
 */
export function fold(parent: Key, data: number | string): Key {
  if (typeof data === 'string') return foldName(parent, data);
  checkCount('fold', data);
  // The high word of a safe integer has 21 bits, so the tag's other bits keep it apart from SPLIT and FOLD_NAME.
  return threefry(parent, [data >>> 0, FOLD_NUMBER ^ Math.floor(data / 2 ** 32)]);
}

/** A chain of ciphers over four UTF-16 units at a time, begun by the length, so that no name is the beginning of another. */
function foldName(parent: Key, name: string): Key {
  let state = threefry(parent, [name.length, FOLD_NAME]);
  for (let i = 0; i < name.length; i += 4) state = threefry(state, [twoUnits(name, i), twoUnits(name, i + 2)]);
  return state;
}

/** Two UTF-16 units as one word; units past the end are 0. */
function twoUnits(name: string, i: number): number {
  const unit = (at: number): number => (at < name.length ? name.charCodeAt(at) : 0);
  return ((unit(i) << 16) | unit(i + 1)) >>> 0;
}

function checkCount(where: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new ArgumentError({ where, expected: 'an integer from 0 to 2^53 - 1', got: String(value) });
}
