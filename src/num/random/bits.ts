import type { Key } from '../key.js';
import { threefryFill } from '../threefry.js';

const DRAW = 0x64726177;

/** `count` random 32-bit words of a key. A longer draw from the same key begins with the shorter one. */
export function bits(key: Key, count: number): Uint32Array {
  const words = new Uint32Array(count);
  threefryFill(words, key, DRAW);
  return words;
}
