/** Places of the values in ascending order, from 0; equal values share the mean of their places. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let i = start; i < end; i += 1) result[order[i] ?? 0] = (start + end - 1) / 2;
    start = end;
  }
  return result;
}

/** Spearman's rank correlation, from -1 to 1; 0 where one of the two is constant. */
export function rankCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [ranksX, ranksY] = [ranks(x), ranks(y)];
  const middle = (ranksX.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  ranksX.forEach((rank, i) => {
    const [dx, dy] = [rank - middle, (ranksY[i] ?? 0) - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
