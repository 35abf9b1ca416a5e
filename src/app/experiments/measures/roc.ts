/** How well a score tells two groups apart. */
export interface Roc {
  /** Shares of the others and of the wanted ones whose score is at least a threshold that falls from point to point. */
  readonly points: readonly (readonly [falsePositives: number, truePositives: number])[];
  /** The area below: the probability that a wanted one has the higher score; ties count half. */
  readonly area: number;
}

/**
 * The receiver operating characteristic of a score that is to be high for the wanted ones.
 *
 * @param isWanted one for each score; NaN as the area if all or none are
 * @see Fawcett 2006, "An introduction to ROC analysis", algorithms 1 and 2
 */
export function rocOf(scores: ArrayLike<number>, isWanted: readonly boolean[]): Roc {
  const order = [...isWanted.keys()].sort((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN));
  const numWanted = isWanted.filter(Boolean).length;
  const numOthers = isWanted.length - numWanted;
  const points: (readonly [number, number])[] = [[0, 0]];
  let [wanted, others, area] = [0, 0, 0];
  order.forEach((item, place) => {
    if (isWanted[item] === true) wanted += 1;
    else others += 1;
    const next = order[place + 1];
    // Ties pass together, whatever their order: one step aslant.
    if (next !== undefined && scores[next] === scores[item]) return;
    const [x, y] = [others / numOthers, wanted / numWanted];
    const [lastX, lastY] = points[points.length - 1] ?? [0, 0];
    area += ((x - lastX) * (y + lastY)) / 2;
    points.push([x, y]);
  });
  return { points, area };
}

/** The height of a curve at a share of false positives, linearly between its points; the highest where it is upright. */
export function heightAt({ points }: Roc, x: number): number {
  const after = points.findIndex(([px]) => px > x);
  if (after <= 0) return points[points.length - 1]?.[1] ?? NaN;
  const [[x0, y0], [x1, y1]] = [points[after - 1] ?? [0, 0], points[after] ?? [1, 1]];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
