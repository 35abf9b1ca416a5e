import { ArgumentError } from '../errors.js';
import type { Key } from '../key.js';
import { uniformArray } from './uniform.js';

/**
 * `count` distinct integers from 0 to `from` - 1, each set equally likely, in time and memory of order `count`.
 *
 * @param options.sorted ascending if true; otherwise (the default) each order is equally likely too
 * @throws ArgumentError if `count` is not an integer from 0 to `from`
 */
export function choose(key: Key, from: number, count: number, { sorted = false }: { sorted?: boolean } = {}): number[] {
  if (!Number.isInteger(count) || count < 0 || count > from) {
    throw new ArgumentError({ where: 'choose', expected: `an integer from 0 to ${from}`, got: String(count) });
  }
  const draws = uniformArray(key, count);
  // The beginning of a shuffle of 0, 1, …, from - 1, of which only the places that have moved are kept.
  const moved = new Map<number, number>();
  const chosen = Array.from(draws, (u, place) => {
    const other = place + Math.floor(u * (from - place));
    const value = moved.get(other) ?? other;
    moved.set(other, moved.get(place) ?? place);
    return value;
  });
  return sorted ? chosen.sort((a, b) => a - b) : chosen;
}
