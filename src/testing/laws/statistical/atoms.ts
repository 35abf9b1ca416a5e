import type { Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';
import { logDensityAt } from './densityAt.js';
import type { Draws } from './drawsOf.js';
import type { WeightedPoints } from './reference.js';

/** The probabilities of discrete arrays: of all that the support lists, or else of those that came among some draws. */
export function atomsOf(dist: Distribution, draws: Draws): WeightedPoints[] {
  const places = dist.hasEnumerateSupport ? listed(dist) : seen(draws);
  return logDensityAt(dist, places).map((logDensity, b) => ({
    points: places[b] ?? new Float64Array(),
    logDensity,
    weights: logDensity.map((logP) => Math.exp(logP)),
    error: 0,
    worth: Infinity,
    isRandom: false,
  }));
}

function listed(dist: Distribution): Float64Array[] {
  const values = Float64Array.from(dist.enumerateSupport(false).dataSync());
  return Array.from({ length: sizeOf(dist.batchShape) }, () => values);
}

function seen(draws: Draws): Float64Array[] {
  return Array.from({ length: draws.numElements }, (_, b) => {
    const different = new Map<string, Float32Array>();
    eachEvent(draws, b, (event) => different.set(event.join(), event));
    return Float64Array.from([...different.values()].flatMap((event) => [...event]));
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
