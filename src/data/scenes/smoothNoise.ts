import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';

/** Noise that varies over `scale` units of the frame: normal numbers on a coarse grid, read bilinearly; [row, column]. */
export function smoothNoise(draws: DrawStream, { height, width, unit }: Frame, scale: number): Float64Array {
  const [across, down] = [cellsOf(width, scale * unit), cellsOf(height, scale * unit)];
  const coarse = draws.normals((across.count + 1) * (down.count + 1));
  const out = new Float64Array(height * width);
  for (let row = 0; row < height; row += 1) {
    const top = down.cell[row] ?? 0;
    const below = down.within[row] ?? 0;
    for (let column = 0; column < width; column += 1) {
      const right = across.within[column] ?? 0;
      const at = top * (across.count + 1) + (across.cell[column] ?? 0);
      const upper = blend(coarse, at, right);
      out[row * width + column] = upper + below * (blend(coarse, at + across.count + 1, right) - upper);
    }
  }
  return out;
}

interface Cells {
  readonly count: number;
  /** The cell that each pixel lies in, and how far it is into the cell. */
  readonly cell: Int32Array;
  readonly within: Float64Array;
}

/** Cells a little wider than `scale` pixels, from the first pixel to the last. */
function cellsOf(pixels: number, scale: number): Cells {
  const count = Math.max(1, Math.floor(pixels / scale) + 1);
  const cell = new Int32Array(pixels);
  const within = new Float64Array(pixels);
  for (let i = 0; i < pixels; i += 1) {
    const place = (i * count) / Math.max(1, pixels - 1);
    cell[i] = Math.min(count - 1, Math.floor(place));
    within[i] = place - (cell[i] ?? 0);
  }
  return { count, cell, within };
}

function blend(values: Float64Array, at: number, share: number): number {
  const before = values[at] ?? 0;
  return before + share * ((values[at + 1] ?? 0) - before);
}
