/** Rows and columns of a picture. */
export interface PictureSize {
  readonly height: number;
  readonly width: number;
}

/** Where each pixel of a result reads a picture, [pixels] each; the next reading overwrites it. */
export interface Places {
  /** The pixel to the upper left of the place. */
  readonly at: Int32Array;
  /** How far it is from there to the right and down, in pixels from 0 to 1. */
  readonly right: Float32Array;
  readonly down: Float32Array;
  /** 1 if x is within the picture, plus 2 if y is. */
  readonly isInside: Uint8Array;
  /** From a pixel to its neighbour on the right, and below; 0 of a picture that has none. */
  readonly column: number;
  readonly row: number;
}

/** A function from a map, (xx, xy, x0, yx, yy, y0) in grid units, to the places that a result reads by it. */
export function placesIn(size: PictureSize): (map: Float32Array) => Places {
  const { height, width } = size;
  const pixels = height * width;
  const places: Places = {
    at: new Int32Array(pixels),
    right: new Float32Array(pixels),
    down: new Float32Array(pixels),
    isInside: new Uint8Array(pixels),
    column: width > 1 ? 1 : 0,
    row: height > 1 ? width : 0,
  };
  return (map) => {
    locate(inPixels(map, size), size, places);
    return places;
  };
}

type Coefficients = readonly [xx: number, xy: number, x0: number, yx: number, yy: number, y0: number];

/** The map from a column and row to a column and row. */
function inPixels(map: Float32Array, { height, width }: PictureSize): Coefficients {
  const [xx = 0, xy = 0, x0 = 0, yx = 0, yy = 0, y0 = 0] = map;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const unit = (Math.max(height, width, 2) - 1) / 2;
  const left = middleX + x0 * unit - xx * middleX - xy * middleY;
  const top = middleY + y0 * unit - yx * middleX - yy * middleY;
  return [xx, xy, left, yx, yy, top];
}

function locate(
  [xx, xy, x0, yx, yy, y0]: Coefficients,
  { height, width }: PictureSize,
  { at, right, down, isInside }: Places,
): void {
  const [lastX, lastY] = [width - 1, height - 1];
  const [mostLeft, mostTop] = [Math.max(0, width - 2), Math.max(0, height - 2)];
  if (Number.isNaN(xx + xy + x0 + yx + yy + y0)) {
    // No comparison with NaN holds: each place would be taken for the first pixel, and nobody would see what went wrong.
    at.fill(0);
    for (const share of [right, down]) share.fill(NaN);
    isInside.fill(3);
    return;
  }
  let p = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const x = xx * column + xy * row + x0;
      const y = yx * column + yy * row + y0;
      const u = x > 0 ? (x < lastX ? x : lastX) : 0;
      const v = y > 0 ? (y < lastY ? y : lastY) : 0;
      const left = u < mostLeft ? u | 0 : mostLeft;
      const top = v < mostTop ? v | 0 : mostTop;
      at[p] = top * width + left;
      right[p] = u - left;
      down[p] = v - top;
      isInside[p] = (u === x ? 1 : 0) + (v === y ? 2 : 0);
      p += 1;
    }
  }
}
