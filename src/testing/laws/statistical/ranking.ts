/** What turns a number into the share of some weighted numbers below it. */
export type Ranking = (x: number) => number;

const NEGLIGIBLE = 1e-9;
// Of numbers that differ by no more than their roundings.
const SAME = 1e-4;

/** The share of weighted numbers below a place: straight lines between the middles of their steps, which have no ties. */
export function smoothRanking(numbers: Float64Array, weights: Float64Array): Ranking {
  const order = Array.from(numbers.keys())
    .filter((i) => (weights[i] ?? 0) > NEGLIGIBLE && !Number.isNaN(numbers[i]))
    .sort((i, j) => (numbers[i] ?? 0) - (numbers[j] ?? 0));
  const total = order.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
  const [places, shares] = [new Float64Array(order.length), new Float64Array(order.length)];
  let below = 0;
  order.forEach((i, at) => {
    places[at] = numbers[i] ?? 0;
    shares[at] = (below + (weights[i] ?? 0) / 2) / total;
    below += weights[i] ?? 0;
  });
  return (x) => interpolate(places, shares, x);
}

/** Whether weighted numbers are all the same, but for rounding: they have no order then. */
export function isConstant(numbers: Float64Array, weights: Float64Array): boolean {
  const kept = numbers.filter((x, i) => (weights[i] ?? 0) > NEGLIGIBLE && !Number.isNaN(x));
  const [least, most] = [
    kept.reduce((a, b) => Math.min(a, b), Infinity),
    kept.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return most - least <= SAME * Math.max(1, Math.abs(most));
}

function interpolate(places: Float64Array, shares: Float64Array, x: number): number {
  let [from, to] = [-1, places.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((places[middle] ?? 0) <= x) from = middle;
    else to = middle;
  }
  if (from < 0) return Number.isNaN(x) ? NaN : 0;
  if (to === places.length) return 1;
  const [left = 0, right = 0] = [places[from], places[to]];
  const [low = 0, high = 0] = [shares[from], shares[to]];
  return low + ((high - low) * (x - left)) / (right - left);
}
