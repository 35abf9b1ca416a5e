import { ArgumentError, choose, randintArray, type Key } from '../num/index.js';

/**
 * Pixel coordinates, x to the right and y downwards, row by row: [height × width, 2]. The image's centre is (0, 0), and
 * its longer side runs from -1 to 1, so that a rotation of the grid is one of the image, whatever its shape.
 */
export function pixelGrid(height: number, width: number): Float32Array {
  const unit = Math.max(height, width, 2) - 1;
  const grid = new Float32Array(height * width * 2);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      grid.set([(2 * column - width + 1) / unit, (2 * row - height + 1) / unit], 2 * (row * width + column));
    }
  }
  return grid;
}

/** Draws which pixels of an image take part in a step. */
export type PixelSampler = (key: Key) => readonly number[];

/**
 * Every `stride`-th pixel in x and y, from a random offset: each pixel is equally likely, so the scaled log likelihood is
 * unbiased, with far less variance than independent pixels.
 *
 * @throws ArgumentError unless `stride` divides height and width (else offsets would take different numbers of pixels)
 */
export function pixelLattice(height: number, width: number, stride: number): PixelSampler {
  if (!Number.isInteger(stride) || stride < 1 || height % stride !== 0 || width % stride !== 0) {
    const expected = `a whole stride that divides ${height} and ${width}`;
    throw new ArgumentError({ where: 'pixelLattice', expected, got: String(stride), hint: 'randomPixels(count)' });
  }
  return (key) => {
    const [dy = 0, dx = 0] = randintArray(key, 2, 0, stride);
    const rows = Array.from({ length: height / stride }, (_, i) => dy + i * stride);
    const columns = Array.from({ length: width / stride }, (_, j) => dx + j * stride);
    return rows.flatMap((row) => columns.map((column) => row * width + column));
  };
}

/** `count` distinct pixels, each set equally likely. */
export function randomPixels(height: number, width: number, count: number): PixelSampler {
  return (key) => choose(key, height * width, count);
}
