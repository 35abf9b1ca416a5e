import * as tf from '@tensorflow/tfjs-core';
import { fold, gamma, normal, split, type Key } from '../../../num/index.js';
import { robustSpread, type Spread } from './robustSpread.js';

/** Points of a flat space [point, coordinate], with the logarithm of the volume that each stands for, and whether by chance. */
export interface Proposal {
  readonly coordinates: Float64Array;
  readonly logVolumes: Float64Array;
  readonly isRandom: boolean;
  /** Of points that are there by chance: the log density of their law at other points, by columns; [point]. */
  readonly logDensityAt?: (columns: readonly Float64Array[]) => Float64Array;
  /** 1 for the points of the outermost shell, 2 for points of the next, 0 for others. */
  readonly rim: Uint8Array;
}

// Two Fibonacci numbers that follow each other: the points (i / N, i M / N mod 1) lie evenly in the square.
const [N, M] = [28_657, 17_711];
const NUM_RANDOM = 24_576;
// The broad proposal is an even mixture of two t distributions, the second for densities with heavy tails.
const FREEDOMS = [5, 1] as const;
// The lattice reaches as many times further out than any draw.
const SPARE = 10;
// How many times as far out the outer side of a shell is as its inner side: of a lattice, and of draws, which lie sparser.
const SHELL = 4;
const SHELL_OF_DRAWS = 16;
// Draws further out than all but so many count to the outermost shell, whose outer side these mark.
const NUM_OUTERMOST = 10;

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
    rim[i] = shellOf((reach - Math.max(...t.map(Math.abs))) / Math.log(SHELL));
    logVolumes[i] = t.reduce((sum, x) => sum + Math.log(Math.cosh(x)), logCell);
  }
  return { coordinates, logVolumes, isRandom: false, rim };
}

/** By how many shells a point lies further in than the outermost ones. */
function shellOf(depth: number): 0 | 1 | 2 {
  return depth < 1 ? 1 : depth < 2 ? 2 : 0;
}

/** Draws from a broad proposal around the centre of some points. */
export function drawsAround(columns: readonly Float64Array[], key: Key): Proposal {
  const spread = robustSpread(columns);
  const dims = spread.centre.length;
  const coordinates = new Float64Array(NUM_RANDOM * dims);
  const logVolumes = new Float64Array(NUM_RANDOM);
  const distances = new Float64Array(NUM_RANDOM);
  const logUnit = logDeterminant(spread);
  broadDraws(dims, key).forEach((point, i) => {
    coordinates.set(placed(spread, point), i * dims);
    const square = squareOf(point);
    distances[i] = Math.sqrt(square);
    logVolumes[i] = logUnit - Math.log(NUM_RANDOM) - logBroad(square, dims);
  });
  const reach = Float64Array.from(distances).sort()[NUM_RANDOM - NUM_OUTERMOST] ?? Infinity;
  const rim = Uint8Array.from(distances, (distance) => shellOf(Math.log(reach / distance) / Math.log(SHELL_OF_DRAWS)));
  const logDensityAt = (places: readonly Float64Array[]): Float64Array =>
    Float64Array.from(places[0] ?? [], (_, i) => {
      const point = standardised(
        spread,
        places.map((column) => column[i] ?? NaN),
      );
      return logBroad(squareOf(point), dims) - logUnit;
    });
  return { coordinates, logVolumes, isRandom: true, rim, logDensityAt };
}

function squareOf(point: readonly number[]): number {
  return point.reduce((sum, x) => sum + x * x, 0);
}

/** Standard draws, of each freedom in turn. */
function broadDraws(dims: number, key: Key): number[][] {
  const [noiseKey = key, widthKey = key] = split(key);
  const noise = tf.tidy(() => normal(noiseKey, [NUM_RANDOM, dims]).dataSync());
  const halves = tf.tidy(() => FREEDOMS.map((df, f) => gamma(fold(widthKey, f), df / 2, [NUM_RANDOM]).dataSync()));
  return Array.from({ length: NUM_RANDOM }, (_, i) => {
    const which = i % FREEDOMS.length;
    const width = Math.sqrt((FREEDOMS[which] ?? 1) / (2 * (halves[which]?.[i] ?? 1)));
    return Array.from({ length: dims }, (_unused, d) => (noise[i * dims + d] ?? 0) * width);
  });
}

/** The log density of the broad proposal, in standard coordinates, by the square of the distance. */
function logBroad(square: number, dims: number): number {
  const logs = FREEDOMS.map((df) => logPeak(df, dims) - ((df + dims) / 2) * Math.log1p(square / df));
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, one) => sum + Math.exp(one - most), 0) / logs.length);
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

/** The inverse of `placed`: a triangular solve. */
function standardised({ centre, scale, factor }: Spread, point: readonly number[]): number[] {
  const standard: number[] = [];
  point.forEach((x, i) => {
    const row = factor[i] ?? [];
    const done = standard.reduce((sum, y, j) => sum + (row[j] ?? 0) * y, 0);
    standard.push(((x - (centre[i] ?? 0)) / (scale[i] ?? 1) - done) / (row[i] ?? 1));
  });
  return standard;
}

function logDeterminant({ scale, factor }: Spread): number {
  return scale.reduce((sum, size, i) => sum + Math.log(size) + Math.log(factor[i]?.[i] ?? 1), 0);
}

/** The log density of the standard t distribution of `dims` numbers at its middle. */
function logPeak(df: number, dims: number): number {
  return logGammaOfHalf(df + dims) - logGammaOfHalf(df) - (dims / 2) * Math.log(df * Math.PI);
}

/** log Gamma(n / 2). */
function logGammaOfHalf(n: number): number {
  return n <= 2 ? (n === 1 ? Math.log(Math.PI) / 2 : 0) : Math.log(n / 2 - 1) + logGammaOfHalf(n - 2);
}
