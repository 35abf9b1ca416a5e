import { normalArray } from '../../../src/num/index.js';
import type { Key } from '../../../src/num/index.js';

export interface Disc {
  readonly row: number;
  readonly column: number;
  readonly radius: number;
}

export interface DiscLook {
  readonly height: number;
  readonly width: number;
  /** Grey value at the upper left, and how much it rises to the lower right. Default .3 and 0. */
  readonly background?: number;
  readonly slope?: number;
  /** What a disc adds to it; negative for dark ones. Default .3. */
  readonly level?: number;
  /** The standard deviation of the noise. Default 0. */
  readonly noise?: number;
}

/** A picture of discs with sharp edges: a pixel belongs to a disc if its centre lies in it. */
export function discPicture(
  key: Key,
  discs: readonly Disc[],
  { height, width, background = 0.3, slope = 0, level = 0.3, noise = 0 }: DiscLook,
): { height: number; width: number; values: Float32Array } {
  const noises = normalArray(key, height * width);
  const values = Float32Array.from(noises, (draw, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    const isIn = discs.some((disc) => (row - disc.row) ** 2 + (column - disc.column) ** 2 <= disc.radius ** 2);
    return background + (slope * (row + column)) / (height + width) + (isIn ? level : 0) + noise * draw;
  });
  return { height, width, values };
}

/** Discs of radii 5 to 8 on a jittered lattice, so that no two touch. */
export function scatteredDiscs(rows: number, columns: number, pitch: number): Disc[] {
  return Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    // Multiples of irrational numbers spread evenly: no draws are needed.
    const jitter = (step: number): number => ((i * step) % 1) * (pitch - 20) - (pitch - 20) / 2;
    return {
      row: (row + 0.5) * pitch + jitter(0.618034),
      column: (column + 0.5) * pitch + jitter(0.414214),
      radius: 5 + 3 * ((i * 0.732051) % 1),
    };
  });
}
