import { awayFrom } from './agglomerate.js';
import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';
import { gapTo } from './gap.js';
import { TOUCHING } from './layout.js';
import type { Layout } from './layout.js';
import { drawParticle, moveTo } from './particle.js';
import type { Particle } from './particle.js';
import type { ShapeStyle } from './shapeStyle.js';

/** The share of the neighbours that are put next to another neighbour. */
const SOCIABLE = 0.4;

/** Particles around an agglomerate that do not touch it, though they may touch each other; some lie partly outside. */
export function drawNeighbours(
  draws: DrawStream,
  agglomerate: readonly Particle[],
  shape: ShapeStyle,
  { crowd }: Layout,
  frame: Frame,
): Particle[] {
  const { height, width, diameter } = frame;
  const tries = Math.round((crowd * height * width) / Math.min(height, width) ** 2);
  const neighbours: Particle[] = [];
  for (let i = 0; i < tries; i += 1) {
    const particle = somewhere(draws, neighbours, drawParticle(draws, shape, frame), frame);
    const clearance = TOUCHING * diameter * draws.between(1, 1.3);
    if (isCentral(particle, frame)) continue;
    if (gapTo(agglomerate, particle, clearance) < clearance) continue;
    const overlap = 0.1 * diameter;
    if (gapTo(neighbours, particle, -overlap) < -overlap) continue;
    neighbours.push(particle);
  }
  return neighbours;
}

function somewhere(draws: DrawStream, neighbours: readonly Particle[], particle: Particle, frame: Frame): Particle {
  const other = neighbours[draws.below(neighbours.length)];
  if (other === undefined || !draws.chance(SOCIABLE)) return anywhere(draws, particle, frame);
  const touching = (particle.diameter + other.diameter) / 2;
  return awayFrom(other, particle, touching * draws.between(0.95, 1.15), draws.between(0, 2 * Math.PI));
}

/** In the frame or a little outside. */
function anywhere(draws: DrawStream, particle: Particle, { height, width, unit }: Frame): Particle {
  const margin = 6 * unit;
  return moveTo(particle, draws.between(-margin, width + margin), draws.between(-margin, height + margin));
}

/** Rims miss each other where a small particle lies wholly inside a large one; in the middle this would be a mistake. */
function isCentral({ x, y, diameter }: Particle, { height, width }: Frame): boolean {
  return Math.hypot(x - width / 2, y - height / 2) < diameter / 2;
}
