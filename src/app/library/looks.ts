import type { ImageSet } from '../../data/index.js';
import type { PatchRecord } from './patchRecord.js';

/** Rings around the centre of a patch in which grey values are averaged. */
const RINGS = 5;
/** Sizes count as much as so many rings: agglomerates are what is rare. */
const SIZE_WEIGHT = 4;

/**
 * How patches look, whichever way their objects lie: the object's area in areas typical of its micrograph, and the mean and
 * spread of grey values in rings around the centre; each with mean 0 and standard deviation 1 over the patches, the size with 4.
 *
 * @returns [patch][feature]
 */
export function looksOf(records: readonly PatchRecord[], set: ImageSet): number[][] {
  const typical = typicalDiameters(records);
  const raw = records.map(({ micrograph, diameter }, i) => [
    (diameter / (typical.get(micrograph) ?? diameter)) ** 2,
    ...rings(set, i),
  ]);
  return standardised(raw).map(([size = 0, ...rest]) => [SIZE_WEIGHT * size, ...rest]);
}

/** The median diameter of each micrograph's objects. */
function typicalDiameters(records: readonly PatchRecord[]): Map<string, number> {
  const all = new Map<string, number[]>();
  for (const { micrograph, diameter } of records) {
    all.set(micrograph, [...(all.get(micrograph) ?? []), diameter]);
  }
  return new Map(
    Array.from(all, ([micrograph, diameters]) => {
      const sorted = diameters.sort((a, b) => a - b);
      return [micrograph, sorted[Math.floor(sorted.length / 2)] ?? 1];
    }),
  );
}

/** The mean of the grey values of each ring, and their standard deviation. */
function rings({ images, height, width }: ImageSet, patch: number): number[] {
  const [sums, squares, counts] = [0, 1, 2].map(() => new Float64Array(RINGS)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let at = 0; at < height * width; at += 1) {
    const [y, x] = [(Math.floor(at / width) + 0.5) / height - 0.5, ((at % width) + 0.5) / width - 0.5];
    const ring = Math.floor(2 * RINGS * Math.hypot(x, y));
    if (ring >= RINGS) continue;
    const value = images[patch * height * width + at] ?? 0;
    sums[ring] = (sums[ring] ?? 0) + value;
    squares[ring] = (squares[ring] ?? 0) + value * value;
    counts[ring] = (counts[ring] ?? 0) + 1;
  }
  const means = Array.from(sums, (sum, ring) => sum / Math.max(1, counts[ring] ?? 0));
  const spreads = means.map((mean, ring) => {
    return Math.sqrt(Math.max(0, (squares[ring] ?? 0) / Math.max(1, counts[ring] ?? 0) - mean * mean));
  });
  return [...means, ...spreads];
}

function standardised(raw: readonly (readonly number[])[]): number[][] {
  const columns = raw[0]?.map((_, feature) => {
    const values = raw.map((row) => row[feature] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
  return raw.map((row) =>
    row.map((value, feature) => {
      const { mean = 0, deviation = 0 } = columns?.[feature] ?? {};
      return deviation > 0 ? (value - mean) / deviation : 0;
    }),
  );
}
