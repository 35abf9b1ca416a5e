import type { CardFactors } from '../../../data/index.js';
import { deformation } from './deformation.js';

/** What was done to each card, as rotation after deformation: this is all that an image can show of it. [image] */
export interface CardShape {
  /** Magnification; shears do not change the area. */
  readonly scale: Float64Array;
  /** See `Deformation`; y points downwards. */
  readonly shear: Float64Array;
  readonly stretch: Float64Array;
  /** The rotation, radians counter-clockwise as seen: the angle, and what the two shears rotate. */
  readonly rotation: Float64Array;
}

/**
 * The polar decomposition of each card's matrix: rotation times symmetric deformation. Two shears by small angles a and b along
 * x and y are a deformation by (a + b) / 2 and a rotation by (a - b) / 2, so that neither can be seen by itself.
 */
export function cardShape({ angle, shearX, shearY, scale }: CardFactors): CardShape {
  const rows = Array.from(angle, (_, i) => shapeOf(shearX[i] ?? 0, shearY[i] ?? 0));
  return {
    scale,
    shear: Float64Array.from(rows, ({ shear }) => shear),
    stretch: Float64Array.from(rows, ({ stretch }) => stretch),
    rotation: angle.map((radians, i) => radians + (rows[i]?.rotation ?? 0)),
  };
}

function shapeOf(shearX: number, shearY: number): { shear: number; stretch: number; rotation: number } {
  const [a, b] = [Math.tan(shearX), Math.tan(shearY)];
  // First x grows by a·y, and then y by b·x.
  const [xx, xy, yx, yy] = [1, a, b, 1 + a * b];
  const rotation = Math.atan2(xy - yx, xx + yy);
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  // The matrix rotated back: [[cos, -sin], [sin, cos]] rotates clockwise as seen, as y points downwards.
  return { rotation, ...deformation(cos * xx - sin * yx, cos * xy - sin * yy, sin * xy + cos * yy) };
}
