/**
 * An order in which the first few of many things show how different they are: the things are split in two at the mean of the
 * feature that varies most, each half is ordered in the same way, and the halves take turns.
 *
 * What is rare lies in small halves and so comes up early; things alike lie in one half and come up one by one.
 *
 * @param features [thing][feature], on scales that can be compared
 * @returns the number of each thing once; the same features give the same order
 */
export function labelOrder(features: readonly (readonly number[])[]): readonly number[] {
  return ordered(
    features,
    features.map((_, i) => i),
  );
}

function ordered(features: readonly (readonly number[])[], members: readonly number[]): readonly number[] {
  const { feature, mean } = widest(features, members);
  const isHigh = (i: number): boolean => (features[i]?.[feature] ?? 0) > mean;
  const [low, high] = [members.filter((i) => !isHigh(i)), members.filter(isHigh)];
  // Without a difference left, or with rounding in its place, they stay as they are.
  if (low.length === 0 || high.length === 0) return members;
  const [larger, smaller] = low.length >= high.length ? [low, high] : [high, low];
  return inTurns(ordered(features, larger), ordered(features, smaller));
}

function widest(
  features: readonly (readonly number[])[],
  members: readonly number[],
): { readonly feature: number; readonly mean: number } {
  const count = features[0]?.length ?? 0;
  const all = Array.from({ length: count }, (_, feature) => {
    const values = members.map((i) => features[i]?.[feature] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { feature, mean, variance };
  });
  return all.reduce((best, one) => (one.variance > best.variance ? one : best), { feature: 0, mean: 0, variance: -1 });
}

function inTurns(first: readonly number[], second: readonly number[]): number[] {
  return first.flatMap((one, i) => {
    const other = second[i];
    return other === undefined ? [one] : [one, other];
  });
}
