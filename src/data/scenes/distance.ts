import { DIRECTIONS } from './outline.js';
import type { Particle } from './particle.js';

/** Pixels from `left` to below `right` and from `top` to below `bottom`. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What the pixels of a box are to a particle, [row, column]. */
export interface Distances {
  /** Pixels from the outline, to first order; negative inside. */
  readonly fromOutline: Float64Array;
  /** The distance from the centre as a share of the radius in that direction. */
  readonly share: Float64Array;
}

/** How far a point is from the outline of a particle, to first order, in pixels; negative inside. */
export function distanceTo(particle: Particle, px: number, py: number): number {
  const [dx, dy] = [px - particle.x, py - particle.y];
  const place = placeTowards(particle.angle, dx, dy);
  return (Math.sqrt(dx * dx + dy * dy) - radiusAt(particle.radii, place)) * (particle.slants[Math.floor(place)] ?? 1);
}

/** The distances of all pixels of a box. Most of the time of a scene is spent here, so it makes no objects. */
export function distancesIn(particle: Particle, { left, right, top, bottom }: Box): Distances {
  const { x, y, angle, radii, slants } = particle;
  const count = Math.max(0, right - left) * Math.max(0, bottom - top);
  const [fromOutline, share] = [new Float64Array(count), new Float64Array(count)];
  let i = 0;
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const place = placeTowards(angle, column - x, row - y);
      const fromCentre = Math.sqrt((column - x) * (column - x) + (row - y) * (row - y));
      const radius = radiusAt(radii, place);
      fromOutline[i] = (fromCentre - radius) * (slants[Math.floor(place)] ?? 1);
      share[i] = fromCentre / radius;
      i += 1;
    }
  }
  return { fromOutline, share };
}

/** A direction as a place in the table of radii, from 0 to DIRECTIONS; rounding may lead to both ends. */
function placeTowards(angle: number, dx: number, dy: number): number {
  const turns = (Math.atan2(dy, dx) - angle) / (2 * Math.PI);
  return (turns - Math.floor(turns)) * DIRECTIONS;
}

function radiusAt(radii: Float64Array, place: number): number {
  const i = Math.floor(place);
  const before = radii[i] ?? 0;
  return before + (place - i) * ((radii[i + 1] ?? 0) - before);
}
