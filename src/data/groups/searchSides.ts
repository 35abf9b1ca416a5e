import { permutation } from '../../num/index.js';
import type { Key } from '../../num/index.js';

/** How many images of each class a group has; the last count is of images without a class. */
export interface Group {
  readonly images: number[];
  readonly counts: number[];
}

/** A side for each group, and how far that is from what was asked. */
export interface Sides {
  readonly inTest: readonly boolean[];
  readonly cost: number;
}

/** Added to the cost for each class that is missing on one side. */
export const MISSING = 1000;
const MAX_PASSES = 50;

/** Moves one group at a time to the other side while that lowers the cost, beginning with all of them in training. */
export function searchSides(members: readonly Group[], fraction: number, key: Key): Sides {
  const totals = sums(members);
  const tested = totals.map(() => 0);
  const inTest = members.map(() => false);
  let cost = costOf(tested, totals, fraction);
  const order = permutation(key, members.length);
  for (let [pass, moved] = [0, true]; moved && pass < MAX_PASSES; pass += 1) {
    moved = false;
    for (const g of order) {
      const sign = inTest[g] === true ? -1 : 1;
      const next = tested.map((count, c) => count + sign * (members[g]?.counts[c] ?? 0));
      const nextCost = costOf(next, totals, fraction);
      if (nextCost >= cost) continue;
      [cost, moved, inTest[g]] = [nextCost, true, sign > 0];
      next.forEach((count, c) => (tested[c] = count));
    }
  }
  return { inTest, cost };
}

function sums(members: readonly Group[]): number[] {
  const classes = members[0]?.counts.map((_, c) => c) ?? [];
  return classes.map((c) => members.reduce((total, { counts }) => total + (counts[c] ?? 0), 0));
}

/** The squared error of each class's share of the test set, and a penalty for each class missing on a side. */
function costOf(tested: readonly number[], totals: readonly number[], fraction: number): number {
  return totals.reduce((cost, total, c) => {
    const count = tested[c] ?? 0;
    if (total === 0) return cost;
    const isClass = c < totals.length - 1;
    const isMissing = isClass && (count === 0 || count === total);
    return cost + (count / total - fraction) ** 2 + (isMissing ? MISSING : 0);
  }, 0);
}
