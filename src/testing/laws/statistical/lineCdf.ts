import { type Cell, placeIn } from './cells.js';
import type { LinePoints } from './reference.js';

/** A stretch of a line with its mass; of a cell, also the density at its two ends. */
export interface Piece {
  readonly left: number;
  readonly mass: number;
  /** Absent where nothing is known but the mass. */
  readonly cell?: Cell;
  /** By the cell's own coordinate t, at the left end and at the right end. */
  readonly slopes?: readonly [number, number];
}

/**
 * P(draw <= x): the masses of the pieces to the left, and a cubic within a cell that fits its mass and both densities. The mass of
 * a piece without a cell may lie anywhere in it, below x or above.
 *
 * @param pieces rising, each reaching to the next
 */
export function lineCdf(pieces: readonly Piece[]): Pick<LinePoints, 'cdf' | 'cdfBelow'> {
  const lefts = Float64Array.from(pieces, ({ left }) => left);
  const before = new Float64Array(pieces.length);
  pieces.forEach(({ mass }, i) => (before[i + 1] = (before[i] ?? 0) + mass));
  const within = (x: number, shareOfUnknown: 0 | 1): number => {
    const i = lastAtMost(lefts, x);
    const piece = pieces[i];
    if (piece === undefined) return Number.isNaN(x) ? NaN : 0;
    return (before[i] ?? 0) + piece.mass * shareBelow(piece, x, shareOfUnknown);
  };
  return { cdf: (x) => within(x, 1), cdfBelow: (x) => within(x, 0) };
}

/** The share of a piece's mass to the left of x. */
function shareBelow({ cell, slopes, mass }: Piece, x: number, shareOfUnknown: 0 | 1): number {
  if (cell === undefined || slopes === undefined) return shareOfUnknown;
  const width = cell.to - cell.from;
  const t = cell.sign === 0 ? x : Math.log(Math.abs(x - cell.anchor));
  const along = (t - cell.from) / width;
  const u = Math.min(1, Math.max(0, cell.sign === -1 ? 1 - along : along));
  const [start = 1, end = 1] = slopes.map((slope) => (mass > 0 ? (slope * width) / mass : 1));
  return isTame(start, end) ? u * (start + u * (3 - 2 * start - end + u * (start + end - 2))) : u;
}

/** What the cubic takes the density to be at u, from 0 to 1 across a cell, as are those at its two ends: in terms of its mean. */
export function slopeWithin(u: number, start: number, end: number): number {
  return isTame(start, end) ? start + u * (2 * (3 - 2 * start - end) + 3 * u * (start + end - 2)) : 1;
}

/** Between steeper ends a cubic might fall. */
function isTame(start: number, end: number): boolean {
  return start <= 3 && end <= 3;
}

/** Where a cell begins. */
export function leftOf(cell: Cell): number {
  return Math.min(placeIn(cell, cell.from), placeIn(cell, cell.to));
}

/** The index of the last of the rising numbers that is at most x; -1 if none is. */
function lastAtMost(rising: Float64Array, x: number): number {
  let [from, to] = [-1, rising.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((rising[middle] ?? Infinity) <= x) from = middle;
    else to = middle;
  }
  return from;
}
