import * as tf from '@tensorflow/tfjs-core';
import { bijectTo, type Bijector, type Distribution } from '../../../dist/index.js';
import { fold, sizeOf, SupportError, type Key } from '../../../num/index.js';
import { beyond, worthWithin } from './beyond.js';
import { logDensityAt } from './densityAt.js';
import { componentOf, valuesOf, type Draws } from './drawsOf.js';
import { drawsAround, latticeAround, type Proposal } from './proposals.js';
import type { WeightedPoints } from './reference.js';

// Of the mass, by a lattice of half as many points.
const LARGEST_ERROR = 3e-4;
// In nats: where draws come to places so much denser than all points, these miss a core.
const LARGEST_RISE = 3;
const LARGEST_RISE_OF_LATTICE = 0.5;
const MOST_LOOKED_AT = 2048;

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
    ? weighedAt(dist, map, columns, columns.map(latticeAround))
    : undefined;
  const isFine = lattice?.every(({ error, isPartial }) => error < LARGEST_ERROR && isPartial !== true) === true;
  if (lattice !== undefined && isFine) return lattice;
  return weighedAt(
    dist,
    map,
    columns,
    columns.map((own, b) => drawsAround(own, fold(key, b))),
  );
}

function weighedAt(
  dist: Distribution,
  map: Bijector,
  columns: readonly (readonly Float64Array[])[],
  proposals: readonly Proposal[],
): WeightedPoints[] {
  const atPoints = densityAtFlat(
    dist,
    map,
    proposals.map(({ coordinates }) => coordinates),
  );
  const atDraws = densityAtFlat(dist, map, columns.map(someRows));
  return proposals.map((proposal, b) => {
    const there = atPoints[b] ?? NOWHERE;
    const isTooCoarse =
      peakOf(atDraws[b] ?? NOWHERE) > peakOf(there) + (proposal.isRandom ? LARGEST_RISE : LARGEST_RISE_OF_LATTICE);
    const found = withinDraws(weighed(there, proposal), proposal, columns[b] ?? [], atDraws[b] ?? NOWHERE);
    return isTooCoarse ? { ...found, isPartial: true, worth: Math.min(found.worth, 1) } : found;
  });
}

/**
 * Where the mass has cores that few or none of the points have met, the points do not show how little they are worth, but draws do:
 * the mean square of the weights is the mean weight of draws.
 */
function withinDraws(
  found: WeightedPoints,
  { logDensityAt: logProposal }: Proposal,
  columns: readonly Float64Array[],
  { logFlat }: AtFlat,
): WeightedPoints {
  if (logProposal === undefined) return found;
  const logBroad = logProposal(columns.map((column) => column.subarray(0, logFlat.length)));
  // A draw that a map has rounded to the end of the support has no place in the flat space.
  const heard = logFlat.map((logP, i) => Math.exp(logP - (logBroad[i] ?? NaN))).filter(Number.isFinite);
  const meanWeight = heard.reduce((sum, weight) => sum + weight, 0) / Math.max(1, heard.length);
  return { ...found, worth: Math.min(found.worth, found.weights.length / meanWeight) };
}

/** Points of the flat space mapped onto the support, with the log density of the events and that of the flat space. */
interface AtFlat {
  readonly points: Float64Array;
  readonly logDensity: Float64Array;
  readonly logFlat: Float64Array;
}

const NOWHERE: AtFlat = { points: new Float64Array(), logDensity: new Float64Array(), logFlat: new Float64Array() };

function densityAtFlat(dist: Distribution, map: Bijector, coordinates: readonly Float64Array[]): AtFlat[] {
  const count = (coordinates[0]?.length ?? 0) / sizeOf(map.inverseShape([...dist.eventShape]));
  const { points, logJacobian } = mapped(dist, map, coordinates, count);
  return logDensityAt(dist, points).map((logDensity, b) => ({
    points: points[b] ?? new Float64Array(),
    logDensity,
    logFlat: logDensity.map((logP, i) => logP + (logJacobian[b]?.[i] ?? NaN)),
  }));
}

/** The first draws, point by point. */
function someRows(columns: readonly Float64Array[]): Float64Array {
  const count = Math.min(MOST_LOOKED_AT, columns[0]?.length ?? 0);
  return Float64Array.from({ length: count * columns.length }, (_, i) => {
    return columns[i % columns.length]?.[Math.floor(i / columns.length)] ?? NaN;
  });
}

function peakOf({ logFlat }: AtFlat): number {
  return logFlat.reduce((most, logP) => (logP > most ? logP : most), -Infinity);
}

function mapped(
  dist: Distribution,
  map: Bijector,
  coordinates: readonly Float64Array[],
  count: number,
): { readonly points: Float64Array[]; readonly logJacobian: Float64Array[] } {
  const flatShape = map.inverseShape([...dist.eventShape]);
  const all = tf.stack(coordinates.map((own) => tf.tensor(Float32Array.from(own), [count, ...flatShape])));
  const there = map.forward(all);
  const jacobian = tf.reshape(map.logAbsDetJacobian(all, there), [coordinates.length, count, -1]);
  return {
    points: rows(tf.reshape(there, [coordinates.length, count * sizeOf(dist.eventShape)])),
    // One number an event, however the map counts its dims.
    logJacobian: rows(tf.sum(jacobian, -1)),
  };
}

function rows(matrix: tf.Tensor): Float64Array[] {
  const [count = 0, size = 0] = matrix.shape;
  const data = matrix.dataSync();
  return Array.from({ length: count }, (_, i) => Float64Array.from(data.subarray(i * size, (i + 1) * size)));
}

function weighed({ points, logDensity, logFlat }: AtFlat, { logVolumes, isRandom, rim }: Proposal): WeightedPoints {
  // Where a map has rounded a point to its end, it has no place in the support.
  const weights = logVolumes.map((volume, i) => {
    const weight = Math.exp((logFlat[i] ?? NaN) + volume);
    return logDensity[i] === -Infinity ? 0 : weight;
  });
  const [sum, squares] = [weights.reduce((a, b) => a + b, 0), weights.reduce((a, b) => a + b * b, 0)];
  const numHeavy = (sum * sum) / squares;
  // The mass below a line through a lattice is off by that of a few points; as if it came from the square of their number of draws.
  const worthInside = isRandom ? numHeavy : (numHeavy / 6) ** 2;
  // Every second point makes a lattice too, and every third. Where the density is smooth enough, these are next to as good.
  const everyNth = (n: number): number =>
    weights.reduce((total, weight, i) => (i % n === 0 ? total + weight : total), 0);
  const error = isRandom ? 0 : Math.max(...[2, 3].map((n) => Math.abs(n * everyNth(n) - sum)));
  const found = { points, logDensity, weights, error, worth: worthInside, isRandom, rim };
  return { ...found, worth: Math.min(worthInside, worthWithin(beyond(found))) };
}
