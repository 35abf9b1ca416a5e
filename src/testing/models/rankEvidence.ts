import { chanceText } from '../laws/statistical/uncertainty.js';
import { askUnits, type UnitCounts } from '../laws/statistical/unitCounts.js';

/**
 * What convicts ranks of not being even, at a stated chance of a false alarm; undefined if nothing does. Eight questions share it:
 * those of `askUnits` (among them that of Kolmogorov and Smirnov), and chi-square over a histogram.
 */
export function rankEvidence(counts: UnitCounts, histogram: readonly number[], rate: number): string | undefined {
  const answers = [...askUnits(counts), chiSquareAnswer(histogram)];
  const threshold = Math.log(answers.length / rate);
  const [worst] = answers.toSorted((a, b) => b.evidence - a.evidence);
  if (worst === undefined || worst.evidence < threshold) return undefined;
  return `${worst.what} (${chanceText(worst.evidence)})`;
}

/** By Chernoff's bound: P(chi-square of k degrees > x) is at most exp(-(x - k - k log(x / k)) / 2) for x > k. */
function chiSquareAnswer(histogram: readonly number[]): { readonly what: string; readonly evidence: number } {
  const expected = histogram.reduce((sum, count) => sum + count, 0) / histogram.length;
  const x = histogram.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const k = histogram.length - 1;
  const evidence = x > k ? (x - k - k * Math.log(x / k)) / 2 : 0;
  return { what: `chi-square is ${x.toPrecision(4)} at ${k} degrees of freedom`, evidence };
}
