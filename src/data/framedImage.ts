import type { Affine } from './affine.js';
import type { ImageSet } from './imageSet.js';

/**
 * Copies image `index` into the middle of `framed`, [height + 2, width + 2]. Its border of one pixel repeats the edges of the
 * image if it is to be reflected there, and otherwise stays as it is.
 */
export function frameImage(source: ImageSet, index: number, framed: Float32Array, reflects: boolean): void {
  const { images, height, width } = source;
  for (let row = 0; row < height; row += 1) {
    const start = (index * height + row) * width;
    framed.set(images.subarray(start, start + width), (row + 1) * (width + 2) + 1);
  }
  if (reflects) repeatEdges(framed, source);
}

/**
 * Fills the image `out` from an image in its border: pixel p has what is at `map` · p, in columns and rows of the image. All
 * of the work of a warp is here, so it makes no objects.
 */
export function readFramed(
  framed: Float32Array,
  { height, width }: ImageSet,
  map: Affine,
  out: Float32Array,
  reflects: boolean,
): void {
  const [xx, xy, x0, yx, yy, y0] = map;
  const stride = width + 2;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      // One more than the column and row in the image, for the border.
      let x = xx * column + (xy * row + x0) + 1;
      let y = yx * column + (yy * row + y0) + 1;
      if (!(x > 0 && y > 0 && x < width + 1 && y < height + 1)) {
        if (!reflects) continue;
        x = reflected(x, width);
        y = reflected(y, height);
      }
      // Integers this way, and not by Math.trunc, make a warp a third faster.
      const left = x | 0;
      const top = y | 0;
      const right = x - left;
      const below = y - top;
      const at = top * stride + left;
      const upper = (1 - right) * (framed[at] ?? 0) + right * (framed[at + 1] ?? 0);
      const lower = (1 - right) * (framed[at + stride] ?? 0) + right * (framed[at + stride + 1] ?? 0);
      out[row * width + column] = (1 - below) * upper + below * lower;
    }
  }
}

/** Fills the border with the pixels next to it, the first of what reflection shows there. */
function repeatEdges(framed: Float32Array, { height, width }: ImageSet): void {
  const stride = width + 2;
  for (let row = 1; row <= height; row += 1) {
    framed[row * stride] = framed[row * stride + 1] ?? 0;
    framed[row * stride + width + 1] = framed[row * stride + width] ?? 0;
  }
  framed.copyWithin(0, stride, 2 * stride);
  framed.copyWithin((height + 1) * stride, height * stride, (height + 1) * stride);
}

/** A place in the border's count of `size` pixels, brought to within half a pixel of them by reflection at their edges. */
function reflected(place: number, size: number): number {
  const along = place - 0.5;
  const folded = along - 2 * size * Math.floor(along / (2 * size));
  return Math.min(folded, 2 * size - folded) + 0.5;
}
