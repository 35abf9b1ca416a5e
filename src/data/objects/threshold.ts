import type { ThresholdRule } from './findOptions.js';
import { median } from './median.js';

/** The standard deviation of a normal variable over the median of its size: 1 / Φ⁻¹(3/4). */
const DEVIATIONS_PER_MEDIAN = 1.482602218505602;
const NOISE_DEVIATIONS = 4;
const BINS = 256;

/**
 * The difference from the background at which objects begin, by a rule.
 *
 * Otsu's threshold is too high where few objects are much brighter than the others, that by noise too low where they have
 * halos; their errors have opposite signs, so that the geometric mean of both is the most robust.
 *
 * @param differences from the background, positive where objects are
 */
export function thresholdOf(differences: Float32Array, rule: ThresholdRule): number {
  const counted = histogram(differences);
  switch (rule) {
    case 'otsu':
      return otsuOf(counted);
    case 'noise':
      return NOISE_DEVIATIONS * noiseOf(differences, counted);
    case 'balanced':
      return Math.sqrt(otsuOf(counted) * NOISE_DEVIATIONS * noiseOf(differences, counted));
  }
}

/**
 * The standard deviation of the background, from the side of it on which there are no objects; at least a step of 8 bits, for
 * pictures whose background has no noise.
 */
function noiseOf(differences: Float32Array, { width }: Histogram): number {
  return Math.max(width, DEVIATIONS_PER_MEDIAN * median(differences.filter((value) => value < 0).map(Math.abs)));
}

/**
 * The threshold between two heaps of values with the greatest variance between them.
 *
 * @see Otsu 1979, "A threshold selection method from gray-level histograms", equation (18)
 */
export function otsu(values: Float32Array): number {
  return otsuOf(histogram(values));
}

function otsuOf({ least, width, counts, size }: Histogram): number {
  let total = 0;
  counts.forEach((count, bin) => (total += count * bin));
  let [below, sumBelow, best, end] = [0, 0, -1, 0];
  counts.forEach((count, bin) => {
    below += count;
    sumBelow += count * bin;
    const above = size - below;
    if (below === 0 || above === 0) return;
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (between > best) [best, end] = [between, bin + 1];
  });
  return least + end * width;
}

/** How many of `size` values lie in each of the bins of one width from the least value up. */
interface Histogram {
  readonly least: number;
  readonly width: number;
  readonly counts: Float64Array;
  readonly size: number;
}

function histogram(values: Float32Array): Histogram {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const width = (greatest - least) / BINS;
  const counts = new Float64Array(BINS);
  for (const value of values) {
    const bin = width > 0 ? Math.min(BINS - 1, Math.floor((value - least) / width)) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { least, width, counts, size: values.length };
}
