/** Rows from `top` to below `bottom`. */
export interface RowRange {
  readonly top: number;
  readonly bottom: number;
}

/** This near to the least or greatest value of a micrograph, as a share of their difference, a pixel is black or white. */
const SATURATED = 0.01;

/** A row of a bar has at least this share of black or of white. */
const IN_BAR = 0.5;
/** The rows next to a bar have less than this share of it: a black background fades, a bar ends. */
const BESIDE_BAR = 0.1;
/** How many rows next to a bar are looked at. */
const BESIDE = 8;
/** The greatest share of the rows that is a bar. */
const LARGEST = 0.3;

/** The pixels that are as black or as white as the micrograph has any: 1, others 0. */
export function saturatedPixels(values: Float32Array): Uint8Array {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const margin = SATURATED * (greatest - least);
  const saturated = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    saturated[at] = value <= least + margin || value >= greatest - margin ? 1 : 0;
  }
  return saturated;
}

/** The rows between bars of text that microscopes write below (or above) a micrograph. */
export function rowsBetweenBars(saturated: Uint8Array, height: number, width: number): RowRange {
  const shares = Array.from(
    { length: height },
    (_, row) => saturated.subarray(row * width, (row + 1) * width).reduce((sum, pixel) => sum + pixel, 0) / width,
  );
  return { top: barLength(shares), bottom: height - barLength([...shares].reverse()) };
}

/** How many of the first rows are a bar: the most that are black or white on average and end at once. */
function barLength(shares: readonly number[]): number {
  let [sum, length] = [0, 0];
  for (let row = 0; row < LARGEST * shares.length; row += 1) {
    const share = shares[row] ?? 0;
    sum += share;
    const beside = shares.slice(row + 1, row + 1 + BESIDE);
    const isEnd = share >= IN_BAR && beside.every((other) => other < BESIDE_BAR);
    if (isEnd && sum >= IN_BAR * (row + 1)) length = row + 1;
  }
  return length;
}
