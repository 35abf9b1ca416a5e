import type { Distribution } from '../../../dist/index.js';
import { gapAt } from './cells.js';
import type { Sampled } from './densityAlong.js';
import { logDensityAt } from './densityAt.js';
import { outerEnds, type Ends } from './ends.js';

/** The mass between an end and the first place that float32 tells from it well, as one point with the mean of the log density. */
export interface Rest extends Pick<Sampled, 'points' | 'logDensity' | 'weights' | 'mass'> {
  readonly left: number;
}

// Of the two distances from an end by which the power of the density is found.
const RATIO = 16;

/** What lies at both sides of each finite end within the support, where the density is nearly a power of the distance. */
export function restsAt(dist: Distribution, ends: readonly Ends[]): Rest[][] {
  const sides = ends.map(sidesOf);
  const places = sides.map((list) =>
    list.flatMap(({ end, inwards }) => [1, RATIO].map((times) => Math.fround(end + inwards * times * gapAt(end)))),
  );
  const densities = logDensityAt(dist, places);
  return sides.map((list, b) =>
    list.map((side, i) => {
      const pair = (of: readonly number[] | Float64Array | undefined): [number, number] => [
        of?.[2 * i] ?? NaN,
        of?.[2 * i + 1] ?? NaN,
      ];
      return restAt(side, pair(places[b]), pair(densities[b]));
    }),
  );
}

interface Side {
  readonly end: number;
  readonly inwards: -1 | 1;
}

function sidesOf(ends: Ends): Side[] {
  const [low, high] = outerEnds(ends);
  return ends
    .filter(Number.isFinite)
    .flatMap((end) => [
      ...(end > low ? [{ end, inwards: -1 } as const] : []),
      ...(end < high ? [{ end, inwards: 1 } as const] : []),
    ]);
}

function restAt({ end, inwards }: Side, places: readonly number[], logDensities: readonly number[]): Rest {
  const [near = NaN, far = NaN] = places.map((x) => Math.abs(x - end));
  const [atNear = NaN, atFar = NaN] = logDensities;
  const [gap, power] = [gapAt(end), 1 + (atFar - atNear) / Math.log(far / near)];
  const isKnown = power > 0 && power < Infinity;
  // The cells begin at the gap, which is not quite where the density was taken.
  const mass = isKnown ? Math.exp(atNear + Math.log(near) + power * Math.log(gap / near)) / power : 0;
  return {
    left: inwards === 1 ? end : end - gap,
    mass,
    points: [end + inwards * gap],
    logDensity: [isKnown ? atNear - (power - 1) / power : 0],
    weights: [mass],
  };
}
