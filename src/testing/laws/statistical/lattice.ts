import type { Distribution } from '../../../dist/index.js';
import { logDensityAt } from './densityAt.js';
import type { LinePoints } from './reference.js';

const MOST_POINTS = 2 ** 18;
const NEGLIGIBLE = 1e-9;

/**
 * The probabilities of a distribution of single discrete values, for each batch element: all that `enumerateSupport` lists, or the
 * whole numbers around the draws, in blocks that double on both sides until these add next to nothing.
 */
export function sumLattice(dist: Distribution, draws: readonly Float64Array[]): LinePoints[] {
  if (dist.hasEnumerateSupport) {
    const values = Float64Array.from(dist.enumerateSupport(false).dataSync());
    return logDensityAt(
      dist,
      draws.map(() => values),
    ).map((logDensity) => tableOf(values, logDensity, 0));
  }
  const least = Math.min(...draws.map((sorted) => sorted[0] ?? 0));
  const most = Math.max(...draws.map((sorted) => sorted[sorted.length - 1] ?? 0));
  let [values, width] = [wholeNumbers(least, most), Math.max(64, most - least)];
  let found = logDensityAt(
    dist,
    draws.map(() => values),
  );
  for (let isDone = false; !isDone && values.length < MOST_POINTS; width *= 2) {
    const [low, high] = [values[0] ?? 0, values[values.length - 1] ?? 0];
    const sides = [wholeNumbers(low - width, low - 1), wholeNumbers(high + 1, high + width)].map((side) => ({
      side,
      found: logDensityAt(
        dist,
        draws.map(() => side),
      ),
    }));
    const [left, right] = sides;
    if (left === undefined || right === undefined) break;
    values = Float64Array.from([...left.side, ...values, ...right.side]);
    found = found.map((centre, b) =>
      Float64Array.from([...(left.found[b] ?? []), ...centre, ...(right.found[b] ?? [])]),
    );
    isDone = sides.every((side) => side.found.every((logDensity) => sum(logDensity) < NEGLIGIBLE));
  }
  return found.map((logDensity) => tableOf(values, logDensity, restOf(logDensity)));
}

function wholeNumbers(from: number, to: number): Float64Array {
  return Float64Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function sum(logDensity: Float64Array): number {
  return logDensity.reduce((total, logP) => total + Math.exp(logP), 0);
}

/** What may lie beyond the table: as if the last probability went on over a tail as long as the table. */
function restOf(logDensity: Float64Array): number {
  return Math.exp(logDensity[logDensity.length - 1] ?? -Infinity) * logDensity.length;
}

function tableOf(points: Float64Array, logDensity: Float64Array, error: number): LinePoints {
  const weights = logDensity.map((logP) => Math.exp(logP));
  const order = Array.from(points.keys()).sort((i, j) => (points[i] ?? 0) - (points[j] ?? 0));
  const places = order.map((i) => points[i] ?? 0);
  const below = [0];
  order.forEach((i, at) => below.push((below[at] ?? 0) + (weights[i] ?? 0)));
  return {
    points,
    logDensity,
    weights,
    error,
    worth: Infinity,
    isRandom: false,
    cdf: (x) => below[countOf(places, (place) => place <= x)] ?? 0,
    cdfBelow: (x) => below[countOf(places, (place) => place < x)] ?? 0,
  };
}

/** How many of the rising places come before the first that is not `isBefore`. */
function countOf(places: readonly number[], isBefore: (place: number) => boolean): number {
  let [from, to] = [0, places.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(places[middle] ?? Infinity)) from = middle + 1;
    else to = middle;
  }
  return from;
}
