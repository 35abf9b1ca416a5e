/** Points of known class, such as images in the plane of two latents. */
export interface KnownPoints {
  /** [point, dimension] in C order. */
  readonly positions: ArrayLike<number>;
  readonly dimensions: number;
  /** [point], from 0. */
  readonly classes: ArrayLike<number>;
  readonly numClasses: number;
}

/**
 * The class of each query by its `count` nearest known points. A vote counts the less, the more points its class has, so that
 * where nothing can be told each class is as likely.
 *
 * @param queries [query, dimension] in C order
 */
export function nearestClasses(known: KnownPoints, queries: ArrayLike<number>, count: number): Int32Array {
  const all = everyPoint(known);
  return Int32Array.from({ length: queries.length / known.dimensions }, (_, query) =>
    classAt(known, all, (d) => queries[query * known.dimensions + d] ?? 0, count),
  );
}

/** The class of each known point by its nearest others. */
export function leaveOneOut(known: KnownPoints, count: number): Int32Array {
  const { positions, dimensions } = known;
  const all = everyPoint(known);
  return Int32Array.from(all, (own) => {
    const others = all.filter((point) => point !== own);
    return classAt(known, others, (d) => positions[own * dimensions + d] ?? 0, count);
  });
}

function everyPoint({ classes }: KnownPoints): number[] {
  return Array.from({ length: classes.length }, (_, point) => point);
}

function classAt(
  { positions, dimensions, classes, numClasses }: KnownPoints,
  points: readonly number[],
  at: (dimension: number) => number,
  count: number,
): number {
  const near = points.map((point) => {
    let squared = 0;
    for (let d = 0; d < dimensions; d += 1) squared += ((positions[point * dimensions + d] ?? 0) - at(d)) ** 2;
    return { own: classes[point] ?? 0, squared };
  });
  const sizes = countClasses(near, numClasses);
  near.sort((a, b) => a.squared - b.squared);
  const votes = countClasses(near.slice(0, count), numClasses).map(
    (votesOf, k) => votesOf / Math.max(1, sizes[k] ?? 0),
  );
  return votes.indexOf(Math.max(...votes));
}

function countClasses(points: readonly { readonly own: number }[], numClasses: number): number[] {
  const counts = Array<number>(numClasses).fill(0);
  for (const { own } of points) counts[own] = (counts[own] ?? 0) + 1;
  return counts;
}
