import type { Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';
import { logDensityAt } from './densityAt.js';
import type { Draws } from './drawsOf.js';
import { distinctEvents, listedIn } from './listed.js';
import { neighboursOf } from './neighbours.js';
import type { WeightedPoints } from './reference.js';

const MOST_POINTS = 6000;
const NEGLIGIBLE = 1e-9;

/**
 * The probabilities of discrete arrays, in the order of their numbers: of all that the support lists; or else of those that came
 * among some draws, their neighbours, and the neighbours of all that are not negligible, until there are no more or too many.
 *
 * @param draws others than those that are compared with the list: what these are must say nothing of which arrays it has, nor of
 *   their order
 */
export function atomsOf(dist: Distribution, draws: Draws): WeightedPoints[] {
  const listed = listedIn(dist);
  if (listed !== undefined) return logDensityAt(dist, listed).map((logs, b) => weighed(listed[b] ?? logs, logs, false));
  return seen(draws).map((start, b) => flooded(dist, start, b));
}

function weighed(points: Float64Array, logDensity: Float64Array, isPartial: boolean): WeightedPoints {
  const weights = logDensity.map((logP) => Math.exp(logP));
  return { points, logDensity, weights, error: 0, worth: Infinity, isRandom: false, isPartial };
}

function flooded(dist: Distribution, start: Float64Array, element: number): WeightedPoints {
  const size = sizeOf(dist.eventShape);
  const known = new Set<string>();
  const found: { readonly event: readonly number[]; readonly logP: number }[] = [];
  let frontier = start;
  while (frontier.length > 0 && known.size < MOST_POINTS) {
    frontier = frontier.subarray(0, size * (MOST_POINTS - known.size));
    const logs = logOfElement(dist, frontier, element);
    const around: number[] = [];
    for (let i = 0; i < logs.length; i += 1) {
      const event = Array.from(frontier.subarray(i * size, (i + 1) * size));
      known.add(event.join());
      if (!(Math.exp(logs[i] ?? NaN) > NEGLIGIBLE)) continue;
      found.push({ event, logP: logs[i] ?? NaN });
      around.push(...neighboursOf(event).flat());
    }
    frontier = unknown(distinctEvents(Float64Array.from(around), size), size, known);
  }
  found.sort((a, b) => compared(a.event, b.event));
  const points = Float64Array.from(found.flatMap(({ event }) => event));
  return weighed(
    points,
    Float64Array.from(found, ({ logP }) => logP),
    frontier.length > 0,
  );
}

/** By the first numbers, where these are equal by the second, and so on. */
function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((x, i) => x !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function unknown(events: Float64Array, size: number, known: ReadonlySet<string>): Float64Array {
  const kept: number[] = [];
  for (let at = 0; at < events.length; at += size) {
    const event = events.subarray(at, at + size);
    if (!known.has(event.join())) kept.push(...event);
  }
  return Float64Array.from(kept);
}

/** The log density of one batch element at some events. */
function logOfElement(dist: Distribution, events: Float64Array, element: number): Float64Array {
  const places = Array.from({ length: sizeOf(dist.batchShape) }, () => events);
  return logDensityAt(dist, places)[element] ?? new Float64Array();
}

function seen(draws: Draws): Float64Array[] {
  return Array.from({ length: draws.numElements }, (_, b) => {
    const own: number[] = [];
    eachEvent(draws, b, (event) => own.push(...event));
    return distinctEvents(Float64Array.from(own), draws.eventSize);
  });
}

/** Each draw of one batch element in turn. */
export function eachEvent(
  { count, numElements, eventSize, values }: Draws,
  element: number,
  visit: (event: Float32Array) => void,
): void {
  for (let i = 0; i < count; i += 1) {
    const start = (i * numElements + element) * eventSize;
    visit(values.subarray(start, start + eventSize));
  }
}
