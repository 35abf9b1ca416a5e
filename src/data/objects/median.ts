/** The middle one of the values, the upper of two; 0 of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/** The value that half of the total of all values lies in or below: what a typical unit of the total belongs to; 0 of none. */
export function medianByWeight(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  let left = sorted.reduce((sum, value) => sum + value, 0) / 2;
  return sorted.find((value) => (left -= value) <= 0) ?? 0;
}
