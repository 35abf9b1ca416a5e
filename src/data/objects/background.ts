import { median } from './median.js';
import type { RowRange } from './bars.js';

/** Along each axis every so many pixels of a square are enough for its median. */
const SAMPLES = 64;

/**
 * The slow trend of grey values: medians over squares, linear between their centres. Where objects cover less than half of
 * a square they do not move it.
 *
 * @param values [height, width]
 * @param rows those that are looked at; the background goes on beyond them
 * @param size the side of the squares in pixels, about
 * @returns [height, width]
 */
export function backgroundOf(values: Float32Array, width: number, rows: RowRange, size: number): Float32Array {
  const across = axis(0, width, size);
  const down = axis(rows.top, rows.bottom, size);
  const medians = Float64Array.from({ length: across.count * down.count }, (_, square) =>
    squareMedian(values, width, down.part(Math.floor(square / across.count)), across.part(square % across.count)),
  );
  const background = new Float32Array(values.length);
  for (let at = 0; at < background.length; at += 1) {
    const [above, below, y] = down.between(Math.floor(at / width));
    const [left, right, x] = across.between(at % width);
    const upper =
      (1 - x) * (medians[above * across.count + left] ?? 0) + x * (medians[above * across.count + right] ?? 0);
    const lower =
      (1 - x) * (medians[below * across.count + left] ?? 0) + x * (medians[below * across.count + right] ?? 0);
    background[at] = (1 - y) * upper + y * lower;
  }
  return background;
}

type Part = readonly [start: number, end: number];

interface Axis {
  readonly count: number;
  readonly part: (index: number) => Part;
  /** The parts whose centres a pixel lies between, and how far it is from the first to the second. */
  readonly between: (pixel: number) => readonly [number, number, number];
}

function axis(start: number, end: number, size: number): Axis {
  const count = Math.max(1, Math.round((end - start) / size));
  const edge = (index: number): number => start + Math.floor((index * (end - start)) / count);
  return {
    count,
    part: (index) => [edge(index), edge(index + 1)],
    between: (pixel) => {
      const place = ((pixel + 0.5 - start) * count) / (end - start) - 0.5;
      const first = Math.min(count - 1, Math.max(0, Math.floor(place)));
      return [first, Math.min(count - 1, first + 1), Math.min(1, Math.max(0, place - first))];
    },
  };
}

function squareMedian(values: Float32Array, width: number, [top, bottom]: Part, [left, right]: Part): number {
  const found: number[] = [];
  const down = Math.ceil((bottom - top) / SAMPLES);
  const across = Math.ceil((right - left) / SAMPLES);
  for (let row = top; row < bottom; row += down) {
    for (let column = left; column < right; column += across) found.push(values[row * width + column] ?? 0);
  }
  return median(found);
}
