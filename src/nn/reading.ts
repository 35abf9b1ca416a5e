import { inGridUnits, inPixels, type PictureSize } from './places.js';

// Both loops stand in full, each one pass without a call or an array in between: that takes half of the time.

/** Reads a picture at the places that a map in grid units says, bilinearly; beyond its edges it goes on as its edge pixels are. */
export function readPicture(picture: Float32Array, map: Float32Array, size: PictureSize, out: Float32Array): void {
  // No comparison with NaN holds: each place would be taken for the first pixel, and nobody would see what went wrong.
  if (map.some(Number.isNaN)) return void out.fill(NaN);
  const { height, width } = size;
  const { xx, xy, x0, yx, yy, y0 } = inPixels(map, size);
  const { lastX, lastY, mostLeft, mostTop, toRight, toBelow } = stepsIn(size);
  let p = 0;
  for (let row = 0; row < height; row += 1) {
    const startX = xy * row + x0;
    const startY = yy * row + y0;
    for (let column = 0; column < width; column += 1) {
      const x = xx * column + startX;
      const y = yx * column + startY;
      const u = x > 0 ? (x < lastX ? x : lastX) : 0;
      const v = y > 0 ? (y < lastY ? y : lastY) : 0;
      const left = u < mostLeft ? u | 0 : mostLeft;
      const top = v < mostTop ? v | 0 : mostTop;
      const at = top * width + left;
      const right = u - left;
      const leftTop = picture[at] ?? 0;
      const leftLow = picture[at + toBelow] ?? 0;
      const upper = leftTop + right * ((picture[at + toRight] ?? 0) - leftTop);
      const lower = leftLow + right * ((picture[at + toBelow + toRight] ?? 0) - leftLow);
      out[p] = upper + (v - top) * (lower - upper);
      p += 1;
    }
  }
}

/** A reading's gradients: by its result, which is given, and by the picture, to which its own are added. */
export interface ReadingGradients {
  readonly byResult: Float32Array;
  readonly byPicture: Float32Array;
}

/**
 * The transpose of reading. Each gradient goes to the four pixels that were read, as much to each as was read of it, and by the slope
 * of the picture there to the map; a coordinate beyond an edge has no slope.
 *
 * @returns the gradient by the map in grid units, [6]
 */
export function readBack(
  picture: Float32Array,
  map: Float32Array,
  size: PictureSize,
  { byResult, byPicture }: ReadingGradients,
): readonly number[] {
  if (map.some(Number.isNaN)) {
    byPicture.fill(NaN);
    return [...map].map(() => NaN);
  }
  const { height, width } = size;
  const { xx, xy, x0, yx, yy, y0 } = inPixels(map, size);
  const { lastX, lastY, mostLeft, mostTop, toRight, toBelow } = stepsIn(size);
  const byMap = { xx: 0, xy: 0, x0: 0, yx: 0, yy: 0, y0: 0 };
  let p = 0;
  for (let row = 0; row < height; row += 1) {
    const startX = xy * row + x0;
    const startY = yy * row + y0;
    let alongX = 0;
    let momentX = 0;
    let alongY = 0;
    let momentY = 0;
    for (let column = 0; column < width; column += 1) {
      const x = xx * column + startX;
      const y = yx * column + startY;
      const u = x > 0 ? (x < lastX ? x : lastX) : 0;
      const v = y > 0 ? (y < lastY ? y : lastY) : 0;
      const left = u < mostLeft ? u | 0 : mostLeft;
      const top = v < mostTop ? v | 0 : mostTop;
      const at = top * width + left;
      const right = u - left;
      const g = byResult[p] ?? 0;
      const lower = g * (v - top);
      const upper = g - lower;
      const upperRight = upper * right;
      const lowerRight = lower * right;
      byPicture[at] = (byPicture[at] ?? 0) + upper - upperRight;
      byPicture[at + toRight] = (byPicture[at + toRight] ?? 0) + upperRight;
      byPicture[at + toBelow] = (byPicture[at + toBelow] ?? 0) + lower - lowerRight;
      byPicture[at + toBelow + toRight] = (byPicture[at + toBelow + toRight] ?? 0) + lowerRight;
      const leftTop = picture[at] ?? 0;
      const leftLow = picture[at + toBelow] ?? 0;
      const alongTop = (picture[at + toRight] ?? 0) - leftTop;
      const alongLow = (picture[at + toBelow + toRight] ?? 0) - leftLow;
      if (u === x) {
        const slope = upper * alongTop + lower * alongLow;
        alongX += slope;
        momentX += slope * column;
      }
      if (v === y) {
        const slope = g * (leftLow - leftTop + right * (alongLow - alongTop));
        alongY += slope;
        momentY += slope * column;
      }
      p += 1;
    }
    byMap.xx += momentX;
    byMap.xy += alongX * row;
    byMap.x0 += alongX;
    byMap.yx += momentY;
    byMap.yy += alongY * row;
    byMap.y0 += alongY;
  }
  return inGridUnits(byMap, size);
}

/** The last places, the last pixels that have a neighbour, and how far a neighbour is, 0 in a picture that has none. */
function stepsIn({
  height,
  width,
}: PictureSize): Readonly<Record<'lastX' | 'lastY' | 'mostLeft' | 'mostTop' | 'toRight' | 'toBelow', number>> {
  return {
    lastX: width - 1,
    lastY: height - 1,
    mostLeft: Math.max(0, width - 2),
    mostTop: Math.max(0, height - 2),
    toRight: width > 1 ? 1 : 0,
    toBelow: height > 1 ? width : 0,
  };
}
