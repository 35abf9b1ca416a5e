import type { DrawStream } from './drawStream.js';
import { drawCorners } from './shapeStyle.js';
import type { Family, ShapeStyle } from './shapeStyle.js';

/** Directions from the centre, evenly spaced, at which an outline is known. */
export const DIRECTIONS = 180;

const families: readonly Family[] = ['disc', 'ellipse', 'block', 'polygon', 'lump'];
/** The orders of the waves that make an outline uneven. */
const orders = [2, 3, 4, 5, 6] as const;
const angles = Float64Array.from({ length: DIRECTIONS }, (_, i) => (2 * Math.PI * i) / DIRECTIONS);
const cosines = angles.map(Math.cos);
const sines = angles.map(Math.sin);

/** The radius in each direction of a random outline of the style, [DIRECTIONS]; no matter how large, at least 0.35. */
export function drawRadii(draws: DrawStream, style: ShapeStyle): Float64Array {
  const family = style.isMixed ? (families[draws.below(families.length)] ?? style.family) : style.family;
  const radii = plainRadii(draws, family, style);
  addBumps(draws, radii, family === 'lump' ? style.lumpiness + 0.12 : style.lumpiness);
  for (let i = 0; i < DIRECTIONS; i += 1) radii[i] = Math.max(0.35, radii[i] ?? 0);
  return radii;
}

function plainRadii(draws: DrawStream, family: Family, style: ShapeStyle): Float64Array {
  switch (family) {
    case 'disc':
    case 'lump':
      return new Float64Array(DIRECTIONS).fill(1);
    case 'ellipse':
      return superellipse(style.aspect * Math.exp(0.1 * draws.normal()), 2);
    case 'block':
      return superellipse(style.aspect * Math.exp(0.15 * draws.normal()), style.squareness);
    case 'polygon':
      return polygon(draws.chance(0.8) ? style.corners : drawCorners(draws), style.sharpness);
  }
}

/** |x / √aspect|^power + |y √aspect|^power = 1. */
function superellipse(aspect: number, power: number): Float64Array {
  const root = Math.sqrt(aspect);
  const radii = new Float64Array(DIRECTIONS);
  for (let i = 0; i < DIRECTIONS; i += 1) {
    const along = Math.abs(cosines[i] ?? 0) / root;
    const across = Math.abs(sines[i] ?? 0) * root;
    radii[i] = (along ** power + across ** power) ** (-1 / power);
  }
  return radii;
}

/** A regular polygon whose corners are at distance 1, its radius raised to a power below 1 to round them. */
function polygon(corners: number, sharpness: number): Float64Array {
  const half = Math.PI / corners;
  return angles.map((angle) => (Math.cos(half) / Math.cos((angle % (2 * half)) - half)) ** sharpness);
}

function addBumps(draws: DrawStream, radii: Float64Array, lumpiness: number): void {
  if (lumpiness === 0) return;
  for (const order of orders) {
    const height = (0.5 * lumpiness * draws.normal()) / Math.sqrt(order);
    const phase = draws.between(0, 2 * Math.PI);
    const [even, odd] = [height * Math.cos(phase), height * Math.sin(phase)];
    for (let i = 0; i < DIRECTIONS; i += 1) {
      // cos(order · angle + phase); the cosine of a multiple of a direction's angle is that of another direction.
      const at = (order * i) % DIRECTIONS;
      radii[i] = (radii[i] ?? 0) + even * (cosines[at] ?? 0) - odd * (sines[at] ?? 0);
    }
  }
}
