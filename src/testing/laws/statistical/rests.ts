import type { Distribution } from '../../../dist/index.js';
import { gapAt } from './cells.js';
import type { Sampled } from './densityAlong.js';
import { logDensityAt } from './densityAt.js';
import { outerEnds, type Ends } from './ends.js';

/** The mass between an end and the first place that float32 tells from it well, as one point with the mean of the log density. */
export interface Rest extends Pick<Sampled, 'points' | 'logDensity' | 'weights' | 'mass'> {
  readonly left: number;
  /** How far the mass may be off: four times what the choice of places changes. */
  readonly error: number;
}

// Each of the distances from an end at which the density is looked at is so many times the one before.
const RATIO = 16;
const NUM_DISTANCES = 4;

/** What lies at both sides of each finite end within the support, where the density is nearly a power of the distance. */
export function restsAt(dist: Distribution, ends: readonly Ends[]): Rest[][] {
  const sides = ends.map(sidesOf);
  const places = sides.map((list) =>
    list.flatMap(({ end, inwards }) =>
      Array.from({ length: NUM_DISTANCES }, (_, i) => Math.fround(end + inwards * RATIO ** i * gapAt(end))),
    ),
  );
  const densities = logDensityAt(dist, places);
  return sides.map((list, b) =>
    list.map((side, i) => {
      const [from, to] = [i * NUM_DISTANCES, (i + 1) * NUM_DISTANCES];
      const distances = (places[b]?.slice(from, to) ?? []).map((x) => Math.abs(x - side.end));
      return restAt(side, distances, Array.from(densities[b]?.subarray(from, to) ?? []));
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

function restAt({ end, inwards }: Side, distances: readonly number[], logDensities: readonly number[]): Rest {
  const gap = gapAt(end);
  const { power, bends } = approachOf(distances, logDensities, gap);
  const [near = NaN] = distances;
  const [atNear = NaN] = logDensities;
  // The cells begin at the gap, which is not quite where the density was taken.
  const atGap = atNear + (power - 1) * Math.log(gap / near);
  const [rest, other] = bends.map((bend) => massBeyond(power, bend));
  // Next to an end towards which the mass still rises, all of it may lie.
  const isRising = power <= 0;
  const isKnown = power > 0 && power < Infinity && rest !== undefined && other !== undefined;
  const mass = isKnown ? Math.exp(atGap + Math.log(gap)) * rest.mass : 0;
  return {
    left: inwards === 1 ? end : end - gap,
    mass,
    error: isKnown ? (4 * mass * Math.abs(rest.mass - other.mass)) / rest.mass : Number(isRising),
    points: [end + inwards * gap],
    logDensity: [isKnown ? atGap + rest.meanChange : 0],
    weights: [mass],
  };
}

/** How the logarithm of density times distance changes by that of the distance. */
interface Approach {
  /** Its slope at the gap. */
  readonly power: number;
  /** How fast the slope falls inwards, 0 or more: by the three nearest places, and by those further in. */
  readonly bends: readonly [number, number];
}

function approachOf(distances: readonly number[], logDensities: readonly number[], gap: number): Approach {
  const logs = distances.map(Math.log);
  const slopeAt = (i: number): number =>
    1 + ((logDensities[i + 1] ?? NaN) - (logDensities[i] ?? NaN)) / ((logs[i + 1] ?? NaN) - (logs[i] ?? NaN));
  const middleAt = (i: number): number => ((logs[i] ?? NaN) + (logs[i + 1] ?? NaN)) / 2;
  const bendAt = (i: number): number => {
    const bend = (slopeAt(i) - slopeAt(i + 1)) / (middleAt(i + 1) - middleAt(i));
    const rounding = ROUNDINGS * Math.max(1, Math.abs(logDensities[i] ?? NaN));
    return bend > rounding && bend < Infinity ? bend : 0;
  };
  const bend = bendAt(0);
  return { power: slopeAt(0) + bend * (middleAt(0) - Math.log(gap)), bends: [bend, bendAt(1)] };
}

// Of float32 in the log densities of three places.
const ROUNDINGS = 4 * 2 ** -24;
const NUM_STEPS = 400;
const REACH = 40;

/** The integral of exp(-power v - bend v^2 / 2) over v > 0, and the mean of what the log density changes by: by Simpson's rule. */
function massBeyond(power: number, bend: number): { readonly mass: number; readonly meanChange: number } {
  const step = REACH / NUM_STEPS / (power + Math.sqrt(bend));
  let [sum, changes] = [0, 0];
  for (let i = 0; i <= NUM_STEPS; i += 1) {
    const v = i * step;
    const fall = -power * v - (bend * v * v) / 2;
    const weight = (i === 0 || i === NUM_STEPS ? 1 : 2 + 2 * (i % 2)) * Math.exp(fall);
    sum += weight;
    changes += weight * (fall + v);
  }
  return { mass: (sum * step) / 3, meanChange: changes / sum };
}
