import * as tf from '@tensorflow/tfjs-core';
import { gamma, normal, split, type Key } from '../../../num/index.js';
import { robustSpread, type Spread } from './robustSpread.js';

/** Points of a flat space [point, coordinate], with the logarithm of the volume that each stands for, and whether by chance. */
export interface Proposal {
  readonly coordinates: Float64Array;
  readonly logVolumes: Float64Array;
  readonly isRandom: boolean;
  /** 1 for the outermost points of a lattice, 0 for others. */
  readonly rim?: Uint8Array;
}

// Two Fibonacci numbers that follow each other: the points (i / N, i M / N mod 1) lie evenly in the square.
const [N, M] = [28_657, 17_711];
const NUM_RANDOM = 24_576;
const FREEDOM = 5;
// The lattice reaches as many times further out than any draw.
const SPARE = 3;
// The outermost points are those within a factor 4 of its reach.
const RIM = Math.log(4);

/** A lattice around the centre of some points of two dims, whose places grow sparse outwards as sinh does. */
export function latticeAround(columns: readonly Float64Array[]): Proposal {
  const spread = robustSpread(columns);
  const reach = reachOf(columns, spread);
  const coordinates = new Float64Array(2 * N);
  const logVolumes = new Float64Array(N);
  const rim = new Uint8Array(N);
  const logCell = 2 * Math.log(2 * reach) - Math.log(N) + logDeterminant(spread);
  for (let i = 0; i < N; i += 1) {
    const t = [(i + 0.5) / N, ((i * M) % N) / N].map((share) => reach * (2 * share - 1));
    coordinates.set(placed(spread, t.map(Math.sinh)), 2 * i);
    rim[i] = Number(t.some((x) => Math.abs(x) > reach - RIM));
    logVolumes[i] = t.reduce((sum, x) => sum + Math.log(Math.cosh(x)), logCell);
  }
  return { coordinates, logVolumes, isRandom: false, rim };
}

/** Draws from a broad law around the centre of some points. */
export function drawsAround(columns: readonly Float64Array[], key: Key): Proposal {
  const spread = robustSpread(columns);
  const dims = spread.centre.length;
  const [noiseKey = key, widthKey = key] = split(key);
  const noise = tf.tidy(() => normal(noiseKey, [NUM_RANDOM, dims]).dataSync());
  const widths = tf.tidy(() => gamma(widthKey, FREEDOM / 2, [NUM_RANDOM]).dataSync());
  const coordinates = new Float64Array(NUM_RANDOM * dims);
  const logVolumes = new Float64Array(NUM_RANDOM);
  const logScale = logDeterminant(spread) - logPeak(dims) - Math.log(NUM_RANDOM);
  for (let i = 0; i < NUM_RANDOM; i += 1) {
    const width = Math.sqrt(FREEDOM / (2 * (widths[i] ?? 1)));
    const point = Array.from({ length: dims }, (_, d) => (noise[i * dims + d] ?? 0) * width);
    coordinates.set(placed(spread, point), i * dims);
    const square = point.reduce((sum, x) => sum + x * x, 0);
    logVolumes[i] = logScale + ((FREEDOM + dims) / 2) * Math.log1p(square / FREEDOM);
  }
  return { coordinates, logVolumes, isRandom: true };
}

/** In the coordinate t of which sinh gives standard deviations. */
function reachOf(columns: readonly Float64Array[], { centre, scale }: Spread): number {
  const furthest = columns.map((column, i) =>
    column.reduce((most, x) => Math.max(most, Math.abs(x - (centre[i] ?? 0)) / (scale[i] ?? 1)), 2),
  );
  return Math.min(20, Math.asinh(SPARE * Math.max(...furthest)));
}

function placed({ centre, scale, factor }: Spread, standard: readonly number[]): number[] {
  return centre.map((middle, i) => {
    const mixed = (factor[i] ?? []).reduce((sum, share, j) => sum + share * (standard[j] ?? 0), 0);
    return middle + (scale[i] ?? 1) * mixed;
  });
}

function logDeterminant({ scale, factor }: Spread): number {
  return scale.reduce((sum, size, i) => sum + Math.log(size) + Math.log(factor[i]?.[i] ?? 1), 0);
}

/** The log density of the standard t distribution of `dims` numbers at its middle. */
function logPeak(dims: number): number {
  return logGammaOfHalf(FREEDOM + dims) - logGammaOfHalf(FREEDOM) - (dims / 2) * Math.log(FREEDOM * Math.PI);
}

/** log Gamma(n / 2). */
function logGammaOfHalf(n: number): number {
  return n <= 2 ? (n === 1 ? Math.log(Math.PI) / 2 : 0) : Math.log(n / 2 - 1) + logGammaOfHalf(n - 2);
}
