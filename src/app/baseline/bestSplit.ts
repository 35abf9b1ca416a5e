import type { RankedFeatures } from './rankedFeatures.js';

/** What a tree learns: numbers for each sample, such as a 1 at its class, or a residual. */
export interface Lesson {
  readonly features: RankedFeatures;
  /** [sample, target] in C order. */
  readonly targets: Float64Array;
  readonly numTargets: number;
}

export interface Split {
  readonly feature: number;
  readonly threshold: number;
  /**
   * The sum over both sides of |sum of targets|² / count: the larger, the smaller the squared distance to the sides' means.
   * For one-hot classes this is the order of the Gini index.
   */
  readonly purity: number;
}

/** The split by one of `candidates` that makes both sides purest; undefined if all members are alike in them. */
export function bestSplit(
  lesson: Lesson,
  members: readonly number[],
  candidates: readonly number[],
): Split | undefined {
  const total = sumOfTargets(lesson, members);
  let best: Split | undefined;
  for (const feature of candidates) {
    const split = bestThreshold(lesson, members, total, feature);
    if (split !== undefined && (best === undefined || split.purity > best.purity)) best = split;
  }
  return best;
}

/** [target]: the sum over the members. */
export function sumOfTargets({ targets, numTargets }: Lesson, members: readonly number[]): Float64Array {
  const sum = new Float64Array(numTargets);
  for (const member of members) addRow(sum, targets, member, 1);
  return sum;
}

/** Moves the members one by one from right to left in the order of the feature, and keeps the purest division. */
function bestThreshold(
  lesson: Lesson,
  members: readonly number[],
  total: Float64Array,
  feature: number,
): Split | undefined {
  const { values, numFeatures } = lesson.features;
  const count = members.length;
  const keys = sortedKeys(lesson, members, feature);
  const memberAt = (i: number): number => members[(keys[i] ?? 0) % count] ?? 0;
  const rankAt = (i: number): number => Math.floor((keys[i] ?? 0) / count);
  const [left, right] = [new Float64Array(total.length), Float64Array.from(total)];
  let purest = -Infinity;
  let place = 0;
  for (let i = 1; i < count; i += 1) {
    const member = memberAt(i - 1);
    addRow(left, lesson.targets, member, 1);
    addRow(right, lesson.targets, member, -1);
    if (rankAt(i - 1) === rankAt(i)) continue;
    const purity = sumOfSquares(left) / i + sumOfSquares(right) / (count - i);
    if (purity <= purest) continue;
    purest = purity;
    place = i;
  }
  if (place === 0) return undefined;
  const valueAt = (i: number): number => values[memberAt(i) * numFeatures + feature] ?? 0;
  return { feature, threshold: (valueAt(place - 1) + valueAt(place)) / 2, purity: purest };
}

/** Rank and place among the members in one number, rank × count + place: numbers sort many times faster than pairs. */
function sortedKeys({ features }: Lesson, members: readonly number[], feature: number): Float64Array {
  const { ranks, numFeatures } = features;
  const keys = new Float64Array(members.length);
  for (let i = 0; i < keys.length; i += 1) {
    keys[i] = (ranks[(members[i] ?? 0) * numFeatures + feature] ?? 0) * keys.length + i;
  }
  return keys.sort();
}

function addRow(sum: Float64Array, targets: Float64Array, member: number, sign: 1 | -1): void {
  for (let k = 0; k < sum.length; k += 1) sum[k] = (sum[k] ?? 0) + sign * (targets[member * sum.length + k] ?? 0);
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += (values[k] ?? 0) ** 2;
  return sum;
}
