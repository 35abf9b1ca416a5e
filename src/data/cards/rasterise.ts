import type { Point } from './outline.js';

/** Scan lines in each row of pixels; along a scan line coverage is exact. */
const LINES = 16;

/**
 * The share of each pixel that lies inside a closed outline (even-odd rule), [size, size] in C order.
 *
 * @param outline in pixels about the centre of the image, y downwards
 */
export function rasterise(outline: readonly Point[], size: number): Float32Array {
  const coverage = new Float64Array(size * size);
  for (let line = 0; line < size * LINES; line += 1) {
    const y = (line + 0.5) / LINES - size / 2;
    const row = coverage.subarray(Math.floor(line / LINES) * size, (Math.floor(line / LINES) + 1) * size);
    const xs = crossings(outline, y);
    for (let i = 0; i + 1 < xs.length; i += 2) fill(row, (xs[i] ?? 0) + size / 2, (xs[i + 1] ?? 0) + size / 2);
  }
  return Float32Array.from(coverage, (covered) => Math.min(1, covered));
}

/** Where the outline crosses the horizontal line at `y`, from left to right. */
function crossings(outline: readonly Point[], y: number): number[] {
  const xs: number[] = [];
  let [x0, y0] = outline[outline.length - 1] ?? [0, 0];
  for (const [x1, y1] of outline) {
    if (y0 <= y !== y1 <= y) xs.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    [x0, y0] = [x1, y1];
  }
  return xs.sort((a, b) => a - b);
}

/** Adds one scan line's span from `left` to `right` to the pixels it covers. */
function fill(row: Float64Array, left: number, right: number): void {
  const last = Math.min(row.length - 1, Math.floor(right));
  for (let pixel = Math.max(0, Math.floor(left)); pixel <= last; pixel += 1) {
    const covered = Math.min(pixel + 1, right) - Math.max(pixel, left);
    row[pixel] = (row[pixel] ?? 0) + covered / LINES;
  }
}
