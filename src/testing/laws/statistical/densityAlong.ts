import type { Distribution } from '../../../dist/index.js';
import { type Cell, placeIn, stretchOf } from './cells.js';
import { logDensityAt } from './densityAt.js';
import { gaussKronrod } from './gaussKronrod.js';
import { slopeWithin } from './lineCdf.js';

/** The density at the nodes of a cell, and the mass there: by 15 nodes, and how far the sum over 7 of them lies off. */
export interface Sampled {
  readonly cell: Cell;
  readonly points: readonly number[];
  readonly logDensity: readonly number[];
  readonly weights: readonly number[];
  readonly mass: number;
  readonly error: number;
  /** How far the density lies off that of a cubic cdf at most, in terms of its mean by the cell's own coordinate. */
  readonly bend: number;
}

const PLACES = gaussKronrod.map(({ place }) => place);

/**
 * The density of each batch element at the nodes of its cells, by one call of `logProb`.
 *
 * @param places in each cell, from -1 to 1; default: the nodes of the quadrature, without which the weights mean nothing
 */
export function densityAlong(
  dist: Distribution,
  cells: readonly (readonly Cell[])[],
  places: readonly number[] = PLACES,
): Sampled[][] {
  const nodes = cells.map((list) =>
    list.flatMap((cell) => places.map((place) => placeIn(cell, coordinate(cell, place)))),
  );
  const densities = logDensityAt(dist, nodes);
  return cells.map((list, b) =>
    list.map((cell, c) => {
      const here = { from: c * places.length, to: (c + 1) * places.length };
      const logDensity = Array.from(densities[b]?.subarray(here.from, here.to) ?? []);
      return weighed(cell, nodes[b]?.slice(here.from, here.to) ?? [], logDensity);
    }),
  );
}

function coordinate({ from, to }: Cell, place: number): number {
  return (from + to) / 2 + (place * (to - from)) / 2;
}

function weighed(cell: Cell, points: readonly number[], logDensity: readonly number[]): Sampled {
  const half = (cell.to - cell.from) / 2;
  const densities = gaussKronrod.map(
    ({ place }, i) => Math.exp(logDensity[i] ?? -Infinity) * stretchOf(cell, coordinate(cell, place)) * half,
  );
  const weights = gaussKronrod.map(({ weight }, i) => weight * (densities[i] ?? NaN));
  const mass = weights.reduce((sum, weight) => sum + weight, 0);
  const coarse = gaussKronrod.reduce((sum, node, i) => sum + node.coarse * (densities[i] ?? NaN), 0);
  return { cell, points, logDensity, weights, mass, error: Math.abs(mass - coarse), bend: bendOf(densities, mass) };
}

/** The outermost nodes stand for the ends. */
function bendOf(densities: readonly number[], mass: number): number {
  const relative = densities.map((density) => (2 * density) / mass);
  const [start, end] = [relative[0] ?? 0, relative[relative.length - 1] ?? 0];
  return relative.reduce((most, slope, i) => {
    const u = (1 + (PLACES[i] ?? 0)) / 2;
    return Math.max(most, Math.abs(slope - slopeWithin(u, start, end)));
  }, 0);
}
