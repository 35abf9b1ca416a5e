import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { flatColumns, flatten } from './cloud.js';
import { componentOf, valuesOf, type Draws } from './drawsOf.js';

/** Numbers worked out from each event of one batch element, by which two samples of events can be compared. */
export type Features = Readonly<Record<string, Float64Array>>;

const MOST_COORDINATES = 3;
const NUM_PROJECTIONS = 2;

/**
 * Of continuous vectors: the first coordinates, some sums of all coordinates with weights that no family knows of, and the log
 * density. Coordinates are those of the flat space, or the components where there is none.
 */
export function featuresOf(dist: Distribution, draws: Draws, units: readonly Units[]): Features[] {
  const map = flatten(dist);
  const columns = map === undefined ? rawColumns(draws) : flatColumns(dist, map, draws);
  const logDensity = tf.tidy(() => {
    const values = tf.tensor(valuesOf(draws), [draws.count, ...dist.batchShape, ...dist.eventShape]);
    return Float32Array.from(dist.logProb(values).dataSync());
  });
  return columns.map((list, b) => ({
    ...Object.fromEntries(list.slice(0, MOST_COORDINATES).map((column, i) => [`coordinate ${i}`, column])),
    ...(list.length > 1 ? projections(list, units[b] ?? []) : {}),
    'the log density': componentOf({ ...draws, eventSize: 1, values: logDensity }, b, 0),
  }));
}

/** The centre and the scale of each coordinate, which make sums over coordinates of different units. */
export type Units = readonly { readonly centre: number; readonly scale: number }[];

function rawColumns(draws: Draws): Float64Array[][] {
  return Array.from({ length: draws.numElements }, (_, b) =>
    Array.from({ length: draws.eventSize }, (_unused, c) => componentOf(draws, b, c)),
  );
}

function projections(columns: readonly Float64Array[], units: Units): Features {
  const all = Array.from({ length: NUM_PROJECTIONS }, (_, p) => {
    const weights = columns.map((_column, i) => Math.cos(1 + 2.4 * (p + 1) * (i + 1)) / (units[i]?.scale ?? 1));
    const sums = new Float64Array(columns[0]?.length ?? 0);
    columns.forEach((column, i) => {
      const [weight, centre] = [weights[i] ?? 0, units[i]?.centre ?? 0];
      column.forEach((x, at) => (sums[at] = (sums[at] ?? 0) + weight * (x - centre)));
    });
    return [`projection ${p}`, sums] as const;
  });
  return Object.fromEntries(all);
}

/** Units that fit some draws. */
export function unitsOf(dist: Distribution, draws: Draws): Units[] {
  const map = flatten(dist);
  const columns = map === undefined ? rawColumns(draws) : flatColumns(dist, map, draws);
  return columns.map((list) =>
    list.map((column) => {
      const sorted = Float64Array.from(column).sort();
      const at = (q: number): number => sorted[Math.floor(q * sorted.length)] ?? 0;
      return { centre: at(0.5), scale: Math.max((at(0.841) - at(0.159)) / 2, 1e-30) };
    }),
  );
}
