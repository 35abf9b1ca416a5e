/**
 * Convolves an image with the same weights along rows and then along columns; beyond the border the border goes on.
 *
 * @param image [height, width] in C order; changed
 * @param weights an odd number, the middle one for the pixel itself
 */
export function convolve(
  image: Float32Array | Float64Array,
  height: number,
  width: number,
  weights: Float64Array,
): void {
  const line = new Float64Array(Math.max(height, width) + weights.length - 1);
  for (let row = 0; row < height; row += 1) convolveLine(image, row * width, 1, width, weights, line);
  for (let column = 0; column < width; column += 1) convolveLine(image, column, width, height, weights, line);
}

/** The weights of a Gaussian of that standard deviation in pixels, cut off at three of them, with sum 1. */
export function gaussianWeights(deviation: number): Float64Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / deviation) ** 2),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function convolveLine(
  image: Float32Array | Float64Array,
  start: number,
  stride: number,
  count: number,
  weights: Float64Array,
  line: Float64Array,
): void {
  const reach = (weights.length - 1) / 2;
  for (let i = 0; i < count + 2 * reach; i += 1) {
    line[i] = image[start + stride * Math.min(count - 1, Math.max(0, i - reach))] ?? 0;
  }
  for (let i = 0; i < count; i += 1) {
    let sum = 0;
    for (let k = 0; k < weights.length; k += 1) sum += (weights[k] ?? 0) * (line[i + k] ?? 0);
    image[start + stride * i] = sum;
  }
}
