/** The length of a pixel's side. */
export interface PixelSize {
  /** Greater than 0. */
  readonly length: number;
  /** What it is measured in, such as `nm`. */
  readonly unit: string;
}

/** One grey image of many objects. */
export interface Micrograph {
  /** The name of its file, without the folder. */
  readonly name: string;
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** [row, column] in C order: in [0, 1] where the file holds 8 or 16-bit integers, as they are where it holds floats. */
  readonly values: Float32Array;
  readonly pixelSize?: PixelSize;
}
