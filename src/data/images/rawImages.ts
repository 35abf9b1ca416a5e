/** Images as a file holds them, before they are brought to [0, 1]. */
export interface RawImages {
  /** [image, row, column] in C order. */
  readonly values: ArrayLike<number>;
  /** The value that stands for white: 255, 65535, or 1 where the values are to be taken as they are. */
  readonly white: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly names?: readonly string[];
}

/** The place of a value in words: `image 3 at row 0, column 7`, or the file's name for the image. */
export function placeOf({ height, width, names }: RawImages, place: number): string {
  const index = Math.floor(place / (height * width));
  const row = Math.floor(place / width) % height;
  return `${names?.[index] ?? `image ${index}`} at row ${row}, column ${place % width}`;
}
