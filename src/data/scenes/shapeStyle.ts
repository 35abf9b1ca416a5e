import type { DrawStream } from './drawStream.js';

/** What kind of outline a particle has; a lump is a disc with large random bumps. */
export type Family = 'disc' | 'ellipse' | 'block' | 'polygon' | 'lump';

/** The shapes and sizes that the particles of a scene have in common, as in one batch of a synthesis. */
export interface ShapeStyle {
  readonly family: Family;
  /** Whether each particle draws a family of its own. */
  readonly isMixed: boolean;
  /** Length over width, of ellipses and blocks. */
  readonly aspect: number;
  /** The exponent of a block's superellipse: 2 is an ellipse, infinity a rectangle. */
  readonly squareness: number;
  /** Of most polygons. */
  readonly corners: number;
  /** The exponent on a polygon's radius: 0 is a disc, 1 the polygon. */
  readonly sharpness: number;
  /** The size of the bumps of an outline, as a share of the radius. */
  readonly lumpiness: number;
  /** The standard deviation of the log diameter. */
  readonly spread: number;
  /** The angle that all particles nearly share, in radians, if they do. */
  readonly alignment: number | undefined;
}

/** A style from a prior that is wide on purpose: a classifier trained on the scenes knows nothing of what it leaves out. */
export function drawShapeStyle(draws: DrawStream): ShapeStyle {
  return {
    family: draws.pick<Family>([
      ['disc', 0.3],
      ['ellipse', 0.15],
      ['block', 0.25],
      ['polygon', 0.18],
      ['lump', 0.12],
    ]),
    isMixed: draws.chance(0.15),
    aspect: Math.exp(draws.chance(0.5) ? draws.between(0, 0.3) : draws.between(0.2, 1.4)),
    squareness: draws.between(3, 12),
    corners: drawCorners(draws),
    sharpness: draws.between(0.5, 1),
    lumpiness: [0, 0.02, 0.05][draws.below(3)] ?? 0,
    spread: draws.pick([
      [0.05, 0.35],
      [0.12, 0.3],
      [0.25, 0.25],
      [0.4, 0.1],
    ]),
    alignment: draws.chance(0.15) ? draws.between(0, 2 * Math.PI) : undefined,
  };
}

/** From a triangle to a heptagon. */
export function drawCorners(draws: DrawStream): number {
  return 3 + draws.below(5);
}
