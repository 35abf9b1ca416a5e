import type { PictureSize } from '../../../src/nn/index.js';

/** The column and row that each pixel reads, before either is brought inside. */
export function places(map: readonly number[], { height, width }: PictureSize): [number, number][] {
  const [xx = NaN, xy = NaN, x0 = NaN, yx = NaN, yy = NaN, y0 = NaN] = map;
  const [middleX, middleY, unit] = [(width - 1) / 2, (height - 1) / 2, (Math.max(height, width, 2) - 1) / 2];
  return Array.from({ length: height * width }, (_, p) => {
    const [x, y] = [((p % width) - middleX) / unit, (Math.floor(p / width) - middleY) / unit];
    return [middleX + unit * (xx * x + xy * y + x0), middleY + unit * (yx * x + yy * y + y0)];
  });
}

/**
 * A bilinear reading in float64: the weight of every pixel of the picture in every pixel of the result, [result][pixel], from two hats,
 * one across and one down.
 */
export function reading(map: readonly number[], size: PictureSize): number[][] {
  const inside = (place: number, count: number): number => Math.min(Math.max(place, 0), count - 1);
  const hat = (distance: number): number => Math.max(0, 1 - Math.abs(distance));
  return places(map, size).map(([x, y]) => {
    const [column, row] = [inside(x, size.width), inside(y, size.height)];
    return Array.from(
      { length: size.height * size.width },
      (_, p) => hat(column - (p % size.width)) * hat(row - Math.floor(p / size.width)),
    );
  });
}

export function dot(weights: ArrayLike<number>, values: ArrayLike<number>): number {
  return Array.from(weights).reduce((sum, weight, i) => sum + weight * (values[i] ?? NaN), 0);
}
