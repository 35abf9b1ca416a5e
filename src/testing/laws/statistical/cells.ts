/**
 * A piece of a line, and how it is measured: x = t where `sign` is 0, else x = anchor + sign exp(t), which spreads out the
 * approach to an end, or the way to infinity. The coordinate t goes from `from` to `to`.
 */
export interface Cell {
  readonly anchor: number;
  readonly sign: -1 | 0 | 1;
  readonly from: number;
  readonly to: number;
}

const RATIO = Math.log(16);
const LARGEST = 1e37;
const SMALLEST = 1e-37;
// As near to an end other than 0 as float32 still tells a place from the end, with a few digits.
const RESOLUTION = 2 ** -16;

export function placeIn({ anchor, sign }: Cell, t: number): number {
  return sign === 0 ? t : anchor + sign * Math.exp(t);
}

/** dx / dt, without its sign. */
export function stretchOf({ sign }: Cell, t: number): number {
  return sign === 0 ? 1 : Math.exp(t);
}

export function halves(cell: Cell): [Cell, Cell] {
  const middle = (cell.from + cell.to) / 2;
  return [
    { ...cell, to: middle },
    { ...cell, from: middle },
  ];
}

/**
 * Cells that cover the line from `low` to `high`: between the quantiles of some draws in plain steps, outwards from these in
 * steps that shrink towards a finite end and grow towards an infinite one.
 *
 * @param quantiles rising, all between the ends, at least two
 */
export function coverLine(quantiles: readonly number[], low: number, high: number): Cell[] {
  const [first, last] = [quantiles[0] ?? 0, quantiles[quantiles.length - 1] ?? 0];
  const middle = quantiles[Math.floor(quantiles.length / 2)] ?? 0;
  const [left, right] = [Number.isFinite(low) ? low : middle, Number.isFinite(high) ? high : middle];
  const inner = quantiles.slice(1).map((to, i) => between(quantiles[i] ?? to, to, left, right));
  return [...coverSide(low, first, middle, -1), ...inner, ...coverSide(high, last, middle, 1)];
}

/** A cell in plain steps, unless on one side it is many times as far as on the other from an end, or from the middle of the line. */
function between(from: number, to: number, low: number, high: number): Cell {
  if (from > low && to - low > 4 * (from - low))
    return { anchor: low, sign: 1, from: Math.log(from - low), to: Math.log(to - low) };
  if (to < high && high - from > 4 * (high - to))
    return { anchor: high, sign: -1, from: Math.log(high - to), to: Math.log(high - from) };
  return { anchor: 0, sign: 0, from, to };
}

/** How near to an end the cells come; 0 for one that is infinite. */
export function gapAt(end: number): number {
  return Number.isFinite(end) ? Math.max(SMALLEST, Math.abs(end) * RESOLUTION) : 0;
}

function coverSide(end: number, edge: number, middle: number, side: -1 | 1): Cell[] {
  if (Number.isFinite(end)) {
    const reach = Math.abs(edge - end);
    return steps(Math.log(gapAt(end)), Math.log(reach)).map(([from, to]) => ({
      anchor: end,
      sign: side === 1 ? -1 : 1,
      from,
      to,
    }));
  }
  const reach = Math.abs(edge - middle);
  return steps(Math.log(reach), Math.log(LARGEST)).map(([from, to]) => ({ anchor: middle, sign: side, from, to }));
}

// Of the way to infinity, in steps.
const STEPS_IN_SHELL = 3;

/** Whether a cell on the way to infinity belongs to the outermost shell, 1, or to the next, 2; otherwise 0. */
export function shellOf({ sign, from, to }: Cell): 0 | 1 | 2 {
  if (sign === 0) return 0;
  const depth = (Math.log(LARGEST) - (from + to) / 2) / (STEPS_IN_SHELL * RATIO);
  return depth < 1 ? 1 : depth < 2 ? 2 : 0;
}

function steps(from: number, to: number): [number, number][] {
  if (!(to > from)) return [];
  const count = Math.ceil((to - from) / RATIO);
  const at = (i: number): number => from + ((to - from) * i) / count;
  return Array.from({ length: count }, (_, i) => [at(i), at(i + 1)]);
}
