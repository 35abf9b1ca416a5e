import { distanceTo } from './distance.js';
import type { Particle } from './particle.js';

/**
 * The gap between a particle and the closest of others, in pixels; negative where they overlap, and Infinity if there are
 * no others. Outlines are compared at the points of their rims.
 *
 * @param enough what to answer where the gap is larger, which is fast to find out
 */
export function gapTo(others: readonly Particle[], particle: Particle, enough: number = Infinity): number {
  return others.reduce((least, other) => gapBetween(other, particle, least), enough);
}

function gapBetween(a: Particle, b: Particle, enough: number): number {
  const apart = Math.hypot(a.x - b.x, a.y - b.y) - a.reach - b.reach;
  // No point of one is closer to the circle around the other, and a slant takes away at most this factor.
  if (apart > 0 && apart * Math.min(a.leastSlant, b.leastSlant) >= enough) return enough;
  const least = rimDistance(a, b, enough);
  return rimDistance(b, a, least);
}

/** The least distance of the points on the rim of `other` from the outline of `particle`, or `enough` if that is less. */
function rimDistance(particle: Particle, other: Particle, enough: number): number {
  const { reach, leastSlant } = particle;
  let least = enough;
  for (let i = 0; i < other.rim.length; i += 2) {
    const px = other.x + (other.rim[i] ?? 0);
    const py = other.y + (other.rim[i + 1] ?? 0);
    const [dx, dy] = [px - particle.x, py - particle.y];
    const outside = Math.sqrt(dx * dx + dy * dy) - reach;
    if (outside > 0 && outside * leastSlant >= least) continue;
    least = Math.min(least, distanceTo(particle, px, py));
  }
  return least;
}
