import type { Distribution } from '../../../dist/index.js';
import { type Cell, coverLine, gapAt, halves, placeIn, stretchOf } from './cells.js';
import { logDensityAt } from './densityAt.js';
import { densityAlong, type Sampled } from './densityAlong.js';
import { endsOf } from './ends.js';
import { lineCdf, type Edge } from './lineCdf.js';
import type { LinePoints } from './reference.js';

const MOST_ROUNDS = 16;
const MOST_CELLS = 1500;
const SMALLEST_ERROR = 1e-6;
const LARGEST_MASS = 1 / 100;
// Within a cell the cdf is a cubic, for which the density must be tame unless next to nothing is at stake.
const SMALL_MASS = 2e-5;
const LARGEST_PEAK = 2;
// Of the two distances from an end by which the power of the density is found.
const RATIO = 16;
const QUANTILES = [0.001, 0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99, 0.999];

/**
 * The mass of a density on a line, by adaptive quadrature with the Gauss-Kronrod pair of 7 and 15 points, for each batch element:
 * cells whose two sums differ, or that hold much, are halved. What lies nearer to a finite end than float32 can tell is added by
 * the power law that the density follows there.
 *
 * @param draws some of each element, in rising order: only where to begin looking
 */
export function integrateLine(dist: Distribution, draws: readonly Float64Array[]): LinePoints[] {
  const { low, high } = endsOf(dist.support, dist.batchShape);
  const starts = draws.map((sorted, b) =>
    coverLine(startsOf(sorted, low[b] ?? 0, high[b] ?? 0), low[b] ?? 0, high[b] ?? 0),
  );
  let pending = starts;
  const done: Sampled[][] = draws.map(() => []);
  for (let round = 0; round <= MOST_ROUNDS && pending.some((cells) => cells.length > 0); round += 1) {
    const sampled = densityAlong(dist, pending);
    pending = sampled.map((cells, b) => {
      const isLast = round === MOST_ROUNDS || (done[b]?.length ?? 0) + cells.length > MOST_CELLS;
      const [kept, rough] = [
        cells.filter((cell) => isLast || isFine(cell)),
        cells.filter((cell) => !isLast && !isFine(cell)),
      ];
      done[b]?.push(...kept);
      return rough.flatMap(({ cell }) => halves(cell));
    });
  }
  return withEnds(dist, done, low, high);
}

/** Quantiles of the draws that lie clear of the ends and of each other. */
function startsOf(sorted: Float64Array, low: number, high: number): number[] {
  const all = QUANTILES.map((q) => sorted[Math.floor(q * sorted.length)] ?? 0);
  const inside = [...new Set(all)].filter((x) => x > low + gapAt(low) && x < high - gapAt(high));
  if (inside.length > 1) return inside;
  const [only] = inside;
  const centre =
    only ?? (Number.isFinite(low + high) ? low + (high - low) / 2 : Number.isFinite(low) ? low + 1 : high - 1);
  const step = Math.min(centre - low, high - centre, 1 + Math.abs(centre)) / 2;
  return [centre - step, centre, centre + step];
}

function isFine({ mass, error, peak }: Sampled): boolean {
  return !(error > SMALLEST_ERROR) && !(mass > LARGEST_MASS) && !(mass > SMALL_MASS && peak > LARGEST_PEAK);
}

function withEnds(
  dist: Distribution,
  cells: readonly Sampled[][],
  low: readonly number[],
  high: readonly number[],
): LinePoints[] {
  const ordered = cells.map((list) => [...list].sort((a, b) => leftOf(a.cell) - leftOf(b.cell)));
  const edges = edgeDensities(
    dist,
    ordered.map((list) => list.map(({ cell }) => cell)),
  );
  const [belowAll, aboveAll] = [restsAt(dist, low, 1), restsAt(dist, high, -1)];
  return ordered.map((list, b) => assemble(list, edges[b] ?? [], belowAll[b] ?? NOTHING, aboveAll[b] ?? NOTHING));
}

function leftOf(cell: Cell): number {
  return Math.min(placeIn(cell, cell.from), placeIn(cell, cell.to));
}

function edgeDensities(dist: Distribution, cells: readonly (readonly Cell[])[]): Edge[][] {
  const sampled = densityAlong(
    dist,
    cells,
    [0.001, 0.999].map((share) => 2 * share - 1),
  );
  return sampled.map((list) =>
    list.map(({ cell, logDensity }) => {
      const at = (i: number): number => Math.exp(logDensity[i] ?? -Infinity);
      const slopes = [at(0) * stretchOf(cell, cell.from), at(1) * stretchOf(cell, cell.to)] as const;
      return { cell, slopes: cell.sign === -1 ? [slopes[1], slopes[0]] : slopes };
    }),
  );
}

/** A mass at one place, and the mean of the log density over it. */
interface Rest {
  readonly place: number;
  readonly mass: number;
  readonly logDensity: number;
}

/** What lies between each finite end and the cells, where the density is nearly a power of the distance. */
function restsAt(dist: Distribution, ends: readonly number[], inwards: -1 | 1): Rest[] {
  const places = ends.map((end) => [1, RATIO].map((times) => Math.fround(end + inwards * times * gapAt(end))));
  const densities = logDensityAt(
    dist,
    places.map((pair, b) => (Number.isFinite(ends[b]) ? pair : [0, 0])),
  );
  return ends.map((end, b) => {
    const [near = 0, far = 0] = (places[b] ?? []).map((x) => Math.abs(x - end));
    const [atNear = -Infinity, atFar = -Infinity] = densities[b] ?? [];
    const slope = (atFar - atNear) / Math.log(far / near);
    const place = end + inwards * gapAt(end);
    if (!Number.isFinite(end) || !(slope > -1)) return { place, mass: 0, logDensity: 0 };
    // The cells begin at the gap, which is not quite where the density was taken.
    const mass = (Math.exp(atNear) * near * (gapAt(end) / near) ** (1 + slope)) / (1 + slope);
    return { place, mass, logDensity: atNear - slope / (1 + slope) };
  });
}

const NOTHING: Rest = { place: 0, mass: 0, logDensity: 0 };

function assemble(list: readonly Sampled[], edges: readonly Edge[], below: Rest, above: Rest): LinePoints {
  const all = [...list, ...[below, above].filter(({ mass }) => mass > 0).map(asPoint)];
  return {
    points: Float64Array.from(all.flatMap(({ points }) => points)),
    logDensity: Float64Array.from(all.flatMap(({ logDensity }) => logDensity)),
    weights: Float64Array.from(all.flatMap(({ weights }) => weights)),
    error: list.reduce((sum, { error }) => sum + error, 0),
    worth: Infinity,
    isRandom: false,
    blurred: below.mass + above.mass,
    ...lineCdf(
      edges,
      list.map(({ mass }) => mass),
      below.mass,
      above.mass,
    ),
  };
}

function asPoint({ place, mass, logDensity }: Rest): Pick<Sampled, 'points' | 'logDensity' | 'weights'> {
  return { points: [place], logDensity: [logDensity], weights: [mass] };
}
