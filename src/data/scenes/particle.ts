import type { DrawStream } from './drawStream.js';
import type { Frame } from './frame.js';
import { DIRECTIONS, drawRadii } from './outline.js';
import type { ShapeStyle } from './shapeStyle.js';

/** A shape that each ray from its centre leaves once, in a pose. Lengths in pixels, angles in radians, y downwards. */
export interface Particle {
  /** Of the disc of equal area. */
  readonly diameter: number;
  readonly angle: number;
  readonly x: number;
  readonly y: number;
  /** The radius in each direction, for angle 0, and then the first two again, [DIRECTIONS + 2]. */
  readonly radii: Float64Array;
  /** cos of the angle between ray and normal, which turns distance along the ray into distance; [DIRECTIONS + 1]. */
  readonly slants: Float64Array;
  readonly leastSlant: number;
  /** The greatest radius. */
  readonly reach: number;
  /** Points on the outline at its angle, about its centre, x and y in turn. */
  readonly rim: Float64Array;
}

/** Every so many directions there is a point of the rim. */
const RIM_STEP = 5;

/** A random particle of the style, at the origin. */
export function drawParticle(draws: DrawStream, style: ShapeStyle, frame: Frame): Particle {
  const deviation = Math.min(0.7, Math.max(-0.9, style.spread * draws.normal()));
  const diameter = frame.diameter * Math.exp(deviation);
  const angle = drawAngle(draws, style);
  const radii = ofDiameter(drawRadii(draws, style), diameter);
  const slants = slantsOf(radii);
  const rim = rimOf(radii, angle);
  return {
    diameter,
    angle,
    x: 0,
    y: 0,
    radii,
    slants,
    leastSlant: slants.reduce((a, b) => Math.min(a, b)),
    reach: radii.reduce((a, b) => Math.max(a, b)),
    rim,
  };
}

export function moveTo(particle: Particle, x: number, y: number): Particle {
  return { ...particle, x, y };
}

function drawAngle(draws: DrawStream, { alignment }: ShapeStyle): number {
  return alignment === undefined ? draws.between(0, 2 * Math.PI) : alignment + 0.2 * draws.normal();
}

/** Radii that enclose the area of a disc of that diameter, with the first two again. */
function ofDiameter(radii: Float64Array, diameter: number): Float64Array {
  let square = 0;
  for (let i = 0; i < DIRECTIONS; i += 1) square += (radii[i] ?? 0) ** 2;
  const factor = diameter / (2 * Math.sqrt(square / DIRECTIONS));
  const scaled = new Float64Array(DIRECTIONS + 2);
  for (let i = 0; i < scaled.length; i += 1) scaled[i] = factor * (radii[i % DIRECTIONS] ?? 0);
  return scaled;
}

/** 1 / √(1 + (r' / r)²), the derivative by central differences. */
function slantsOf(radii: Float64Array): Float64Array {
  const perRadian = DIRECTIONS / (4 * Math.PI);
  const slants = new Float64Array(DIRECTIONS + 1);
  for (let i = 0; i < slants.length; i += 1) {
    const before = radii[(i + DIRECTIONS - 1) % DIRECTIONS] ?? 0;
    const rise = (((radii[i + 1] ?? 0) - before) * perRadian) / (radii[i] ?? 1);
    slants[i] = 1 / Math.sqrt(1 + rise * rise);
  }
  return slants;
}

function rimOf(radii: Float64Array, angle: number): Float64Array {
  const rim = new Float64Array((2 * DIRECTIONS) / RIM_STEP);
  for (let i = 0; i < rim.length; i += 2) {
    const direction = (i / 2) * RIM_STEP;
    const radius = radii[direction] ?? 0;
    const rotated = angle + (2 * Math.PI * direction) / DIRECTIONS;
    rim[i] = radius * Math.cos(rotated);
    rim[i + 1] = radius * Math.sin(rotated);
  }
  return rim;
}
