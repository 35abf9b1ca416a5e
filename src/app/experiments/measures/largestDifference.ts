/** The largest |a - b| of two arrays of one length; NaN if any is NaN or the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  return Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))).reduce((most, one) => Math.max(most, one), 0);
}
