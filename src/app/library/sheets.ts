import { imageGrid } from '../figures/index.js';
import type { ImageSet } from '../../data/index.js';

/** All patches in a few pictures, which a page loads faster than one for each. */
export interface Sheets {
  readonly columns: number;
  readonly perSheet: number;
  /** Of each sheet. */
  readonly rows: readonly number[];
  readonly pngs: readonly Uint8Array[];
}

/** Browsers show pictures of up to a few thousand pixels a side well. */
const COLUMNS = 32;
const PER_SHEET = COLUMNS * 32;

/** The patches in rows of 32, 1,024 on each sheet. */
export function sheetsOf({ images, count, height, width }: ImageSet): Sheets {
  const pixels = height * width;
  const starts = Array.from({ length: Math.ceil(count / PER_SHEET) }, (_, i) => i * PER_SHEET);
  const rows = starts.map((start) => Math.ceil(Math.min(PER_SHEET, count - start) / COLUMNS));
  const pngs = starts.map((start, i) => {
    const values = new Float32Array((rows[i] ?? 0) * COLUMNS * pixels);
    values.set(images.subarray(start * pixels, Math.min(count, start + PER_SHEET) * pixels));
    const grid = { rows: rows[i] ?? 0, columns: COLUMNS, imageShape: [height, width] as const, values };
    return imageGrid(grid, { gap: 0 });
  });
  return { columns: COLUMNS, perSheet: PER_SHEET, rows, pngs };
}
