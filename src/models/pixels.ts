import { ArgumentError, choose, randintArray, type Key } from '../num/index.js';

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
