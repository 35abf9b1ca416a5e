import { countUnits } from '../laws/statistical/unitCounts.js';
import { normalQuantile } from '../laws/statistical/normalQuantile.js';
import type { SiteCalibration } from './calibrationTypes.js';
import { meanProblem } from './meanProblem.js';
import { rankEvidence } from './rankEvidence.js';

/** One row for each entry of a site, and where there are several, one for all together. */
export function siteRows(
  site: string,
  entries: readonly Float64Array[],
  bins: number,
  rate: number,
): SiteCalibration[] {
  const rows = entries.map((ranks, entry): SiteCalibration => {
    const histogram = histogramOf(ranks, bins);
    return { site, entry, ranks, histogram, problem: problemOf(ranks, histogram, rate) };
  });
  if (entries.length < 2) return rows;
  const ranks = Float64Array.from(entries.flatMap((one) => [...one]));
  const problem = problemTogether(entries, rate);
  return [...rows, { site, entry: undefined, ranks, histogram: histogramOf(ranks, bins), problem }];
}

function problemOf(ranks: Float64Array, histogram: readonly number[], rate: number): string | undefined {
  return ranks.some(Number.isNaN) ? 'expected numbers, got NaN' : rankEvidence(countUnits(ranks), histogram, rate);
}

/** Entries of one simulation may depend on each other; their means over entries do not from one simulation to the next. */
function problemTogether(entries: readonly Float64Array[], rate: number): string | undefined {
  const scores = entries.map((ranks) => ranks.map((rank) => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, rank)))));
  const meanOf = (f: (z: number) => number): number[] =>
    Array.from(entries[0] ?? [], (_, i) => scores.reduce((sum, all) => sum + f(all[i] ?? NaN), 0) / scores.length);
  return (
    meanProblem(
      'mean of the normal quantiles of ranks',
      meanOf((z) => z),
      0,
      rate / 2,
    ) ??
    meanProblem(
      'mean square of the normal quantiles of ranks less 1',
      meanOf((z) => z * z - 1),
      0,
      rate / 2,
    )
  );
}

function histogramOf(ranks: Float64Array, bins: number): number[] {
  const histogram = Array.from({ length: bins }, () => 0);
  for (const rank of ranks) {
    const bin = Math.min(bins - 1, Math.floor(rank * bins));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return histogram;
}
