import { type Cell, placeIn } from './cells.js';
import type { LinePoints } from './reference.js';

/** A cell with the density at its two ends. */
export interface Edge {
  readonly cell: Cell;
  /** By the cell's own coordinate t, at the left end and at the right end. */
  readonly slopes: readonly [number, number];
}

/**
 * P(draw <= x): the masses of the cells to the left, and a cubic within the cell that fits its mass and both densities. What lies
 * before the first cell and after the last counts as two points.
 */
export function lineCdf(
  edges: readonly Edge[],
  masses: readonly number[],
  below: number,
  above: number,
): Pick<LinePoints, 'cdf' | 'cdfBelow'> {
  const lefts = edges.map(({ cell }) => Math.min(placeIn(cell, cell.from), placeIn(cell, cell.to)));
  const right = Math.max(...edges.map(({ cell }) => Math.max(placeIn(cell, cell.from), placeIn(cell, cell.to))));
  const before = [below];
  masses.forEach((mass, i) => before.push((before[i] ?? 0) + mass));
  const inner = before[before.length - 1] ?? 0;
  const within = (x: number): number => {
    const i = lastAtMost(lefts, x);
    const edge = edges[i];
    if (edge === undefined) return Number.isNaN(x) ? NaN : below;
    return (before[i] ?? 0) + (masses[i] ?? 0) * shareBelow(edge, masses[i] ?? 0, x);
  };
  return {
    cdf: (x) => (x > right ? inner + above : within(x)),
    cdfBelow: (x) => (x > right ? inner : x < (lefts[0] ?? 0) ? 0 : within(x)),
  };
}

/** The share of a cell's mass to the left of x. */
function shareBelow({ cell, slopes }: Edge, mass: number, x: number): number {
  const width = cell.to - cell.from;
  const t = cell.sign === 0 ? x : Math.log(Math.abs(x - cell.anchor));
  const along = (t - cell.from) / width;
  const u = Math.min(1, Math.max(0, cell.sign === -1 ? 1 - along : along));
  const [start, end] = slopes.map((slope) => (mass > 0 ? (slope * width) / mass : 1));
  const isTame = start !== undefined && end !== undefined && start <= 3 && end <= 3;
  return isTame ? u * (start + u * (3 - 2 * start - end + u * (start + end - 2))) : u;
}

/** The index of the last of the rising numbers that is at most x; -1 if none is. */
function lastAtMost(rising: readonly number[], x: number): number {
  let [from, to] = [-1, rising.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((rising[middle] ?? Infinity) <= x) from = middle;
    else to = middle;
  }
  return from;
}
