/** An image with channels, in the order row, column, channel. */
export interface Layered {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: readonly number[];
}

export interface Filters {
  readonly channels: number;
  /** Rows and columns. */
  readonly size: readonly [number, number];
  readonly stride: number;
  /** In the order row, column, input channel, output channel. */
  readonly kernel: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
}

/**
 * A convolution in float64, entry by entry: as many results as strides begun, with zeros outside, the odd one of them to the right and
 * below.
 */
export function convolved(image: Layered, { channels, size, stride, kernel, bias }: Filters): Layered {
  const [height, width] = [Math.ceil(image.height / stride), Math.ceil(image.width / stride)];
  const before = (length: number, made: number, taps: number): number =>
    Math.floor(Math.max(0, (made - 1) * stride + taps - length) / 2);
  const [top, left] = [before(image.height, height, size[0]), before(image.width, width, size[1])];
  const at = (row: number, column: number, channel: number): number => {
    const isInside = row >= 0 && row < image.height && column >= 0 && column < image.width;
    return isInside ? (image.values[(row * image.width + column) * image.channels + channel] ?? NaN) : 0;
  };
  const values = Array.from({ length: height * width * channels }, (_, i) => {
    const [place, channel] = [Math.floor(i / channels), i % channels];
    const [row, column] = [Math.floor(place / width) * stride - top, (place % width) * stride - left];
    let sum = bias[channel] ?? NaN;
    for (let k = 0; k < size[0] * size[1] * image.channels; k += 1) {
      const [offset, from] = [Math.floor(k / image.channels), k % image.channels];
      const grey = at(row + Math.floor(offset / size[1]), column + (offset % size[1]), from);
      sum += grey * (kernel[k * channels + channel] ?? NaN);
    }
    return sum;
  });
  return { height, width, channels, values };
}
