import * as tf from '@tensorflow/tfjs-core';
import { bijectTo, type Bijector, type Distribution } from '../../../dist/index.js';
import { fold, sizeOf, SupportError, type Key } from '../../../num/index.js';
import { logDensityAt } from './densityAt.js';
import { componentOf, valuesOf, type Draws } from './drawsOf.js';
import { drawsAround, latticeAround, type Proposal } from './proposals.js';
import type { WeightedPoints } from './reference.js';

// Of the mass, by a lattice of half as many points.
const LARGEST_ERROR = 3e-4;

/** A bijection from a flat space onto the support; undefined if it has none. */
export function flatten({ support }: Distribution): Bijector | undefined {
  try {
    return bijectTo(support);
  } catch (error) {
    if (error instanceof SupportError) return undefined;
    throw error;
  }
}

/** Draws of events, as points of the flat space: for each batch element one column a coordinate. */
export function flatColumns(dist: Distribution, map: Bijector, draws: Draws): Float64Array[][] {
  const flat = tf.tidy(() => {
    const value = tf.tensor(valuesOf(draws), [draws.count, ...dist.batchShape, ...dist.eventShape]);
    return map.inverse(value).dataSync();
  });
  const eventSize = flat.length / (draws.count * draws.numElements);
  const all = { ...draws, eventSize, values: flat as Float32Array };
  return Array.from({ length: draws.numElements }, (_, b) =>
    Array.from({ length: eventSize }, (_unused, c) => componentOf(all, b, c)),
  );
}

/**
 * Weighted points of a distribution of vectors or matrices, in the flat space and mapped back, around some of its draws: of a
 * lattice in two dims, where it is fine enough for the density, or else draws from a broad law.
 */
export function cloudAround(dist: Distribution, map: Bijector, draws: Draws, key: Key): WeightedPoints[] {
  const columns = flatColumns(dist, map, draws);
  const lattice = columns.every(({ length }) => length === 2)
    ? weighedAt(dist, map, columns.map(latticeAround))
    : undefined;
  if (lattice?.every(({ error }) => error < LARGEST_ERROR) === true) return lattice;
  return weighedAt(
    dist,
    map,
    columns.map((own, b) => drawsAround(own, fold(key, b))),
  );
}

function weighedAt(dist: Distribution, map: Bijector, proposals: readonly Proposal[]): WeightedPoints[] {
  const [first] = proposals;
  if (first === undefined) return [];
  const { points, logJacobian } = mapped(dist, map, proposals, first.logVolumes.length);
  return logDensityAt(dist, points).map((logDensity, b) =>
    weighed(points[b] ?? new Float64Array(), logDensity, logJacobian[b] ?? new Float64Array(), proposals[b] ?? first),
  );
}

function mapped(
  dist: Distribution,
  map: Bijector,
  proposals: readonly Proposal[],
  count: number,
): { readonly points: Float64Array[]; readonly logJacobian: Float64Array[] } {
  const flatShape = map.inverseShape([...dist.eventShape]);
  const all = tf.stack(
    proposals.map(({ coordinates }) => tf.tensor(Float32Array.from(coordinates), [count, ...flatShape])),
  );
  const there = map.forward(all);
  const jacobian = tf.reshape(map.logAbsDetJacobian(all, there), [proposals.length, count, -1]);
  return {
    points: rows(tf.reshape(there, [proposals.length, count * sizeOf(dist.eventShape)])),
    // One number an event, however the map counts its dims.
    logJacobian: rows(tf.sum(jacobian, -1)),
  };
}

function rows(matrix: tf.Tensor): Float64Array[] {
  const [count = 0, size = 0] = matrix.shape;
  const data = matrix.dataSync();
  return Array.from({ length: count }, (_, i) => Float64Array.from(data.subarray(i * size, (i + 1) * size)));
}

function weighed(
  points: Float64Array,
  logDensity: Float64Array,
  logJacobian: Float64Array,
  proposal: Proposal,
): WeightedPoints {
  const { logVolumes, isRandom, rim } = proposal;
  // Where a map has rounded a point to its end, it has no place in the support.
  const weights = logVolumes.map((volume, i) => {
    const weight = Math.exp((logDensity[i] ?? NaN) + (logJacobian[i] ?? NaN) + volume);
    return logDensity[i] === -Infinity ? 0 : weight;
  });
  const [sum, squares] = [weights.reduce((a, b) => a + b, 0), weights.reduce((a, b) => a + b * b, 0)];
  const numHeavy = (sum * sum) / squares;
  // The mass below a line through a lattice is off by that of a few points; as if it came from the square of their number of draws.
  const worth = isRandom ? numHeavy : (numHeavy / 6) ** 2;
  // Every second point makes a lattice too. Where the density is smooth enough for the lattice, that one is next to as good.
  const half = weights.reduce((total, weight, i) => (i % 2 === 0 ? total + weight : total), 0);
  const error = isRandom ? 0 : Math.abs(2 * half - sum);
  return { points, logDensity, weights, error, worth, isRandom, ...(rim === undefined ? {} : { rim }) };
}
