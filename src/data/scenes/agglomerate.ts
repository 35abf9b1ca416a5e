import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';
import { gapTo } from './gap.js';
import { TOUCHING } from './layout.js';
import type { Layout } from './layout.js';
import { drawParticle, moveTo } from './particle.js';
import type { Particle } from './particle.js';
import type { ShapeStyle } from './shapeStyle.js';

/** Moves of a particle towards the agglomerate before it is given up. */
const MOST_MOVES = 12;

/**
 * `count` particles that touch, their bounding box in the middle of the frame but for a small random shift. One after the
 * other comes from a random side towards a random one that is there.
 */
export function drawAgglomerate(
  draws: DrawStream,
  count: number,
  shape: ShapeStyle,
  layout: Layout,
  frame: Frame,
): Particle[] {
  const placed = [drawParticle(draws, shape, frame)];
  while (placed.length < count) {
    const added = approach(draws, placed, drawParticle(draws, shape, frame), layout, frame);
    if (added !== undefined) placed.push(added);
  }
  return centred(draws, placed, frame);
}

/** The particle where its gap to those placed is as drawn, or undefined if there is no such place on its way. */
function approach(
  draws: DrawStream,
  placed: readonly Particle[],
  particle: Particle,
  { gaps }: Layout,
  { diameter, unit }: Frame,
): Particle | undefined {
  const target = placed[draws.below(placed.length)] ?? particle;
  const direction = draws.between(0, 2 * Math.PI);
  const share = draws.between(...gaps);
  // Overlaps are shares of the smaller one, so that no particle hides another.
  const wanted = share * (share < 0 ? Math.min(particle.diameter, target.diameter) : diameter);
  let distance = 1.6 * (particle.diameter + target.diameter);
  let moved = awayFrom(target, particle, distance, direction);
  for (let move = 0; move < MOST_MOVES && distance >= 0; move += 1) {
    const excess = gapTo(placed, moved) - wanted;
    if (Math.abs(excess) < 0.15 * unit) break;
    distance -= 0.8 * excess;
    moved = awayFrom(target, particle, distance, direction);
  }
  const isPlaced = distance > 0.3 * particle.diameter && gapTo(placed, moved) <= TOUCHING * diameter;
  return isPlaced ? moved : undefined;
}

/** The particle at a distance from another, centre to centre. */
export function awayFrom(other: Particle, particle: Particle, distance: number, direction: number): Particle {
  return moveTo(particle, other.x + distance * Math.cos(direction), other.y + distance * Math.sin(direction));
}

function centred(draws: DrawStream, particles: readonly Particle[], { height, width, unit }: Frame): Particle[] {
  const shiftX = (width - 1) / 2 - middle(particles, 'x') + 0.4 * unit * draws.normal();
  const shiftY = (height - 1) / 2 - middle(particles, 'y') + 0.4 * unit * draws.normal();
  return particles.map((particle) => moveTo(particle, particle.x + shiftX, particle.y + shiftY));
}

/** The middle of the bounding box along an axis. */
function middle(particles: readonly Particle[], axis: 'x' | 'y'): number {
  let [least, greatest] = [Infinity, -Infinity];
  for (const particle of particles) {
    for (let i = axis === 'x' ? 0 : 1; i < particle.rim.length; i += 2) {
      const place = particle[axis] + (particle.rim[i] ?? 0);
      least = Math.min(least, place);
      greatest = Math.max(greatest, place);
    }
  }
  return (least + greatest) / 2;
}
