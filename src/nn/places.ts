/** Rows and columns of a picture. */
export interface PictureSize {
  readonly height: number;
  readonly width: number;
}

/** A map of the plane: (x, y) ↦ (xx x + xy y + x0, yx x + yy y + y0). */
export interface PlaneMap {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

/** The map from a column and row to a column and row that a map in grid units, (xx, xy, x0, yx, yy, y0), stands for. */
export function inPixels(map: Float32Array, size: PictureSize): PlaneMap {
  const [xx = 0, xy = 0, x0 = 0, yx = 0, yy = 0, y0 = 0] = map;
  const { middleX, middleY, unit } = gridOf(size);
  const left = middleX + x0 * unit - xx * middleX - xy * middleY;
  const top = middleY + y0 * unit - yx * middleX - yy * middleY;
  return { xx, xy, x0: left, yx, yy, y0: top };
}

/** The gradient by a map in grid units from that by one in pixels. */
export function inGridUnits({ xx, xy, x0, yx, yy, y0 }: PlaneMap, size: PictureSize): readonly number[] {
  const { middleX, middleY, unit } = gridOf(size);
  return [xx - middleX * x0, xy - middleY * x0, unit * x0, yx - middleX * y0, yy - middleY * y0, unit * y0];
}

/** The centre of a picture and half of its longer side, in pixels. */
function gridOf({ height, width }: PictureSize): Readonly<Record<'middleX' | 'middleY' | 'unit', number>> {
  return { middleX: (width - 1) / 2, middleY: (height - 1) / 2, unit: (Math.max(height, width, 2) - 1) / 2 };
}

/**
 * Where pixels lie, (x, y) with x to the right and y downwards, row by row. The picture's centre is (0, 0), and its longer side runs from
 * -1 to 1, so that a rotation of the places is one of the picture, whatever its shape.
 *
 * @param pixels which of them. Default: all
 */
export function pixelPlaces(
  size: PictureSize,
  pixels: readonly number[] = [...Array(size.height * size.width).keys()],
): [x: number, y: number][] {
  const { middleX, middleY, unit } = gridOf(size);
  return pixels.map((pixel) => [
    ((pixel % size.width) - middleX) / unit,
    (Math.floor(pixel / size.width) - middleY) / unit,
  ]);
}
