import { encode } from 'fast-png';
import { ShapeError } from '../../num/index.js';

/** Images of one size in rows and columns. */
export interface ImageGrid {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns] of each image. */
  readonly imageShape: readonly [number, number];
  /** Grey values in [0, 1], [row, column, image row, image column]; NaN leaves a pixel empty. */
  readonly values: Float32Array;
}

export interface GridLook {
  /** Pixels of the picture for each pixel of an image, in both directions. Default 1. */
  readonly zoom?: number;
  /** Pixels between images. Default 2. */
  readonly gap?: number;
}

/**
 * All images of a grid as one grey PNG with an alpha channel; the gaps are transparent. Values outside [0, 1] are
 * clipped.
 *
 * @throws ShapeError if there are not as many values as the grid has pixels
 */
export function imageGrid(grid: ImageGrid, { zoom = 1, gap = 2 }: GridLook = {}): Uint8Array {
  const [imageHeight, imageWidth] = grid.imageShape;
  checkSize(grid);
  const height = grid.rows * (imageHeight * zoom + gap) - gap;
  const width = grid.columns * (imageWidth * zoom + gap) - gap;
  const data = new Uint8Array(height * width * 2);
  for (let y = 0; y < height; y += 1) {
    const [row, imageRow] = place(y, imageHeight, zoom, gap);
    for (let x = 0; x < width; x += 1) {
      const [column, imageColumn] = place(x, imageWidth, zoom, gap);
      if (imageRow >= imageHeight || imageColumn >= imageWidth) continue;
      const image = row * grid.columns + column;
      const value = grid.values[(image * imageHeight + imageRow) * imageWidth + imageColumn] ?? NaN;
      if (Number.isNaN(value)) continue;
      data[2 * (y * width + x)] = Math.round(255 * Math.min(1, Math.max(0, value)));
      data[2 * (y * width + x) + 1] = 255;
    }
  }
  return encode({ width, height, data, channels: 2, depth: 8 });
}

/** Which image a line of the picture belongs to, and which line of that image it is: beyond the last one in a gap. */
function place(line: number, imageLines: number, zoom: number, gap: number): [image: number, imageLine: number] {
  const pitch = imageLines * zoom + gap;
  return [Math.floor(line / pitch), Math.floor((line % pitch) / zoom)];
}

function checkSize({ rows, columns, imageShape: [height, width], values }: ImageGrid): void {
  if (values.length === rows * columns * height * width) return;
  throw new ShapeError({
    where: 'imageGrid',
    expected: `values of shape [${rows}, ${columns}, ${height}, ${width}]`,
    got: `${values.length} values`,
  });
}
