import type { Particle } from './particle.js';

/**
 * The direction of the longest axis of an agglomerate, in radians from -π/2 to π/2, x to the right and y downwards.
 *
 * @see Hu 1962, "Visual pattern recognition by moment invariants", section V
 */
export function axisOf(particles: readonly Particle[]): number {
  const points = weightedPoints(particles);
  const [middleX, middleY] = [meanOf(points, ({ x }) => x), meanOf(points, ({ y }) => y)];
  const moment = (of: (x: number, y: number) => number): number =>
    meanOf(points, ({ x, y }) => of(x - middleX, y - middleY));
  const [xx, yy, xy] = [moment((x) => x * x), moment((_, y) => y * y), moment((x, y) => x * y)];
  return 0.5 * Math.atan2(2 * xy, xx - yy);
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/** The rims of all particles, each by its area; the weights add up to 1. */
function weightedPoints(particles: readonly Particle[]): Point[] {
  const area = particles.reduce((sum, { diameter }) => sum + diameter * diameter, 0);
  return particles.flatMap(({ x, y, rim, diameter }) => {
    const weight = (2 * diameter * diameter) / (area * rim.length);
    return Array.from({ length: rim.length / 2 }, (_, i) => ({
      x: x + (rim[2 * i] ?? 0),
      y: y + (rim[2 * i + 1] ?? 0),
      weight,
    }));
  });
}

function meanOf(points: readonly Point[], of: (point: Point) => number): number {
  return points.reduce((sum, point) => sum + point.weight * of(point), 0);
}
