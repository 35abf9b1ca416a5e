import { fold } from '../key.js';
import type { Key } from '../key.js';
import { uniformArray } from './uniform.js';

/**
 * Fills the places `pending` of `draws` by rejection: each is tried with two new uniforms a round until it is accepted.
 *
 * @param attempt makes of a place and its two uniforms a draw, or NaN if it is refused
 */
export function fillByRejection(
  draws: Float64Array,
  key: Key,
  pending: readonly number[],
  attempt: (place: number, u: number, v: number) => number,
): void {
  let rest = pending;
  for (let round = 0; rest.length > 0; round += 1) {
    const uniforms = uniformArray(fold(key, round), 2 * rest.length);
    rest = rest.filter((place, j) => {
      const draw = attempt(place, uniforms[2 * j] ?? NaN, uniforms[2 * j + 1] ?? NaN);
      draws[place] = draw;
      return Number.isNaN(draw);
    });
  }
}
