import type { Distribution } from '../../../dist/index.js';
import { logDensityAt } from './densityAt.js';
import { listedIn } from './listed.js';
import type { LinePoints } from './reference.js';

const MOST_POINTS = 2 ** 18;
const NEGLIGIBLE = 1e-9;

/**
 * The probabilities of a distribution of single discrete values, for each batch element: all that its support lists, or the
 * integers around the draws, in blocks that double on both sides until these add next to nothing, and such draws as are no
 * integers.
 *
 * @param draws some of each element, in rising order
 */
export function sumLattice(dist: Distribution, draws: readonly Float64Array[]): LinePoints[] {
  const listed = listedIn(dist);
  if (listed !== undefined) return logDensityAt(dist, listed).map((logs, b) => tableOf(listed[b] ?? logs, logs));
  const others = draws.map((sorted) => Float64Array.from(new Set(sorted.filter((x) => !Number.isInteger(x)))));
  const atOthers = logDensityAt(dist, others);
  const { values, logDensities } = wholeNumbersOf(dist, draws);
  return logDensities.map((logs, b) => {
    const [own, atOwn] = [others[b] ?? new Float64Array(), atOthers[b] ?? new Float64Array()];
    const table = tableOf(Float64Array.from([...own, ...values]), Float64Array.from([...atOwn, ...logs]));
    return { ...table, error: restOf(logs), isPartial: own.length > 0 };
  });
}

interface Table {
  readonly values: readonly number[];
  readonly logDensities: Float64Array[];
}

function wholeNumbersOf(dist: Distribution, draws: readonly Float64Array[]): Table {
  const least = Math.floor(Math.min(...draws.map((sorted) => sorted[0] ?? 0)));
  const most = Math.ceil(Math.max(...draws.map((sorted) => sorted[sorted.length - 1] ?? 0)));
  const at = (values: readonly number[]): Table => ({
    values,
    logDensities: logDensityAt(
      dist,
      draws.map(() => values),
    ),
  });
  let [table, width] = [at(wholeNumbers(least, most)), Math.max(64, most - least)];
  for (let isDone = false; !isDone && table.values.length < MOST_POINTS; width *= 2) {
    const [low, high] = [table.values[0] ?? 0, table.values[table.values.length - 1] ?? 0];
    const [left, right] = [at(wholeNumbers(low - width, low - 1)), at(wholeNumbers(high + 1, high + width))];
    table = joined(joined(left, table), right);
    isDone = [left, right].every((side) => side.logDensities.every((logs) => sum(logs) < NEGLIGIBLE));
  }
  return table;
}

function joined(a: Table, b: Table): Table {
  return {
    values: [...a.values, ...b.values],
    logDensities: a.logDensities.map((logs, i) => Float64Array.from([...logs, ...(b.logDensities[i] ?? [])])),
  };
}

function wholeNumbers(from: number, to: number): number[] {
  return Array.from({ length: Math.min(MOST_POINTS, Math.max(0, to - from + 1)) }, (_, i) => from + i);
}

function sum(logDensity: Float64Array): number {
  return logDensity.reduce((total, logP) => total + Math.exp(logP), 0);
}

/** What may lie beyond the table: as if the last probability went on over a tail as long as the table. */
function restOf(logDensity: Float64Array): number {
  return Math.exp(logDensity[logDensity.length - 1] ?? -Infinity) * logDensity.length;
}

function tableOf(points: Float64Array, logDensity: Float64Array): LinePoints {
  const weights = logDensity.map((logP) => Math.exp(logP));
  const order = Array.from(points.keys()).sort((i, j) => (points[i] ?? 0) - (points[j] ?? 0));
  const places = order.map((i) => points[i] ?? 0);
  const below = [0];
  order.forEach((i, at) => below.push((below[at] ?? 0) + (weights[i] ?? 0)));
  return {
    points,
    logDensity,
    weights,
    error: 0,
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
