/** The log of one of two shares that add up to 1: near 0 it has its digits from the other. */
export function precise<Point>(
  logShare: (point: Point, isLower: boolean) => number,
  point: Point,
  isLower: boolean,
): number {
  const log = logShare(point, isLower);
  return log > -0.1 ? Math.log1p(-Math.exp(logShare(point, !isLower))) : log;
}
