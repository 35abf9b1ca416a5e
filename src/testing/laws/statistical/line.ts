import type { Distribution } from '../../../dist/index.js';
import { beyond, worthWithin } from './beyond.js';
import { type Cell, coverLine, gapAt, halves, shellOf, stretchOf } from './cells.js';
import { densityAlong, type Sampled } from './densityAlong.js';
import { endsOf, type Ends } from './ends.js';
import { leftOf, lineCdf, type Piece } from './lineCdf.js';
import type { LinePoints } from './reference.js';
import { restsAt, type Rest } from './rests.js';

const MOST_ROUNDS = 16;
const MOST_CELLS = 1500;
const SMALLEST_ERROR = 1e-6;
const LARGEST_MASS = 1 / 100;
// Of the mass next to the ends.
const LARGEST_GUESS = 1e-3;
// Of the cdf within a cell, where it is a cubic.
const LARGEST_BEND = 5e-6;
const QUANTILES = [0.001, 0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99, 0.999];

/**
 * The mass of a density on a line, by adaptive quadrature with the Gauss-Kronrod pair of 7 and 15 points, for each batch element:
 * cells whose two sums differ, or that hold much, are halved. What lies nearer to a finite end of the support's intervals than
 * float32 can tell is added as the density goes on there; what lies beyond float32 is left out, and the rim tells how much.
 *
 * @param draws some of each element, in rising order: only where to begin looking
 */
export function integrateLine(dist: Distribution, draws: readonly Float64Array[]): LinePoints[] {
  const ends = endsOf(dist);
  const done = sampledFinely(
    dist,
    draws.map((sorted, b) => coverIntervals(sorted, ends[b] ?? [])),
  );
  const slopes = edgeSlopes(dist, done);
  const rests = restsAt(dist, ends);
  return done.map((list, b) => assemble(list, slopes[b] ?? [], rests[b] ?? []));
}

function coverIntervals(sorted: Float64Array, ends: Ends): Cell[] {
  return ends.slice(1).flatMap((high, i) => {
    const low = ends[i] ?? -Infinity;
    return coverLine(startsOf(sorted, low, high), low, high);
  });
}

/** Quantiles of the draws between two ends that lie clear of these and of each other. */
function startsOf(sorted: Float64Array, low: number, high: number): number[] {
  const between = sorted.filter((x) => x > low + gapAt(low) && x < high - gapAt(high));
  const inside = [...new Set(QUANTILES.flatMap((q) => between[Math.floor(q * between.length)] ?? []))];
  if (inside.length > 1) return inside;
  const [only] = inside;
  const centre =
    only ?? (Number.isFinite(low + high) ? low + (high - low) / 2 : Number.isFinite(low) ? low + 1 : high - 1);
  const step = Math.min(centre - low, high - centre, 1 + Math.abs(centre)) / 2;
  return [centre - step, centre, centre + step];
}

/** The density over cells and the halves of those that need it, from left to right. */
function sampledFinely(dist: Distribution, starts: readonly (readonly Cell[])[]): Sampled[][] {
  let pending = starts;
  const done: Sampled[][] = starts.map(() => []);
  for (let round = 0; round <= MOST_ROUNDS && pending.some((cells) => cells.length > 0); round += 1) {
    pending = densityAlong(dist, pending).map((cells, b) => {
      const isLast = round === MOST_ROUNDS || (done[b]?.length ?? 0) + cells.length > MOST_CELLS;
      return cells.flatMap((sampled) => {
        if (!isLast && !isFine(sampled)) return halves(sampled.cell);
        done[b]?.push(sampled);
        return [];
      });
    });
  }
  return done.map((list) => list.sort((a, b) => leftOf(a.cell) - leftOf(b.cell)));
}

function isFine({ mass, error, bend }: Sampled): boolean {
  return !(error > SMALLEST_ERROR) && !(mass > LARGEST_MASS) && !(mass * bend > LARGEST_BEND);
}

/** The density by each cell's own coordinate, next to its left end and its right end. */
function edgeSlopes(dist: Distribution, cells: readonly (readonly Sampled[])[]): [number, number][][] {
  const places = [0.001, 0.999].map((share) => 2 * share - 1);
  const sampled = densityAlong(
    dist,
    cells.map((list) => list.map(({ cell }) => cell)),
    places,
  );
  return sampled.map((list) =>
    list.map(({ cell, logDensity }) => {
      const at = (i: number): number => Math.exp(logDensity[i] ?? -Infinity);
      const [from, to] = [at(0) * stretchOf(cell, cell.from), at(1) * stretchOf(cell, cell.to)];
      return cell.sign === -1 ? [to, from] : [from, to];
    }),
  );
}

function assemble(
  cells: readonly Sampled[],
  slopes: readonly (readonly [number, number])[],
  ends: readonly Rest[],
): LinePoints {
  const rests = ends.filter(({ mass }) => mass > 0);
  const all = [...cells, ...rests];
  const pieces: Piece[] = [
    ...cells.map(({ cell, mass }, i) => ({ left: leftOf(cell), mass, cell, slopes: slopes[i] ?? ([0, 0] as const) })),
    ...rests,
  ];
  const guessed = ends.reduce((sum, { error }) => sum + error, 0);
  const covered = {
    points: Float64Array.from(all.flatMap(({ points }) => points)),
    logDensity: Float64Array.from(all.flatMap(({ logDensity }) => logDensity)),
    weights: Float64Array.from(all.flatMap(({ weights }) => weights)),
    rim: Uint8Array.from([
      ...cells.flatMap(({ cell, points }) => points.map(() => shellOf(cell))),
      ...rests.flatMap(({ points }) => points.map(() => 0)),
    ]),
    error: guessed + cells.reduce((sum, { error }) => sum + error, 0),
    isRandom: false,
    worth: Infinity,
  };
  return {
    ...covered,
    worth: worthWithin(guessed + beyond(covered)),
    isPartial: guessed > LARGEST_GUESS,
    blurred: rests.reduce((sum, { mass }) => sum + mass, 0),
    ...lineCdf(pieces.sort((a, b) => a.left - b.left)),
  };
}
