import type { Key } from '../key.js';
import { uniformArray } from './uniform.js';

/** The integers 0 to `count` - 1 in random order, each order equally likely. */
export function permutation(key: Key, count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  const draws = uniformArray(key, count);
  // From the last place down: each place gets one of those not yet placed.
  for (let place = count - 1; place > 0; place -= 1) {
    const from = Math.floor((draws[place] ?? 0) * (place + 1));
    [order[place], order[from]] = [order[from] ?? 0, order[place] ?? 0];
  }
  return order;
}
