import { ArgumentError } from '../num/index.js';

/**
 * An affine map of the plane, (x, y) to (xx·x + xy·y + x0, yx·x + yy·y + y0), as [xx, xy, x0, yx, yy, y0].
 *
 * Image grids have x to the right and y downwards, the centre of the image at (0, 0), and the centres of the outermost
 * pixels of its longer side at -1 and 1: column j of an image of width n >= height is at x = -1 + 2j / (n - 1).
 */
export type Affine = readonly [number, number, number, number, number, number];

export interface GridPose {
  /** Radians; a positive angle shows the object rotated counter-clockwise. Default 0. */
  readonly angle?: number;
  /** Grid units, added to the coordinates after rotation. Default 0. */
  readonly shiftX?: number;
  readonly shiftY?: number;
  /** Factor on the coordinates, > 0; more than 1 shows the object smaller. Default 1. */
  readonly scale?: number;
  /** Whether x is flipped before all else. Default false. */
  readonly mirror?: boolean;
}

/** The map that leaves every point where it is. */
export const identity: Affine = [1, 0, 0, 0, 1, 0];

/**
 * The map by which a pose acts on the grid, as in the spatial decoder: p goes to scale · R(angle) · p + shift, with
 * R(a) = [[cos a, -sin a], [sin a, cos a]]. An image in this pose has at p what the canonical image has where p goes.
 *
 * @throws ArgumentError if a number is not finite or the scale is not > 0
 * @example
 * poseMatrix({ angle: 0, shiftX: 0.5 });   // [1, 0, 0.5, 0, 1, 0]
 */
export function poseMatrix({ angle = 0, shiftX = 0, shiftY = 0, scale = 1, mirror = false }: GridPose): Affine {
  const isValid = [angle, shiftX, shiftY, scale].every(Number.isFinite) && scale > 0;
  if (!isValid) {
    const got = JSON.stringify({ angle, shiftX, shiftY, scale }, (_, value: unknown) =>
      typeof value === 'number' ? String(value) : value,
    );
    throw new ArgumentError({ where: 'poseMatrix', expected: 'finite numbers and a scale > 0', got });
  }
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const flip = mirror ? -1 : 1;
  return [flip * cos, 0 - sin, shiftX, flip * sin, cos, shiftY];
}

/** How an object lies in an image. */
export interface ObjectPose {
  /** Radians counter-clockwise as seen. */
  readonly angle: number;
  /** The place of its centre, grid units to the right and down. */
  readonly x: number;
  readonly y: number;
  /** Factor of its size, > 0. */
  readonly scale: number;
}

/** Where an image of an object in a pose reads the image of the upright, centred one: p goes to R(angle) (p - place) / scale. */
export function objectMatrix({ angle, x, y, scale }: ObjectPose): Affine {
  return compose(poseMatrix({ angle, scale: 1 / scale }), [1, 0, -x, 0, 1, -y]);
}

/** The map that does `first` and then `second`. */
export function compose(second: Affine, first: Affine): Affine {
  const [a, b, c, d, e, f] = second;
  const [g, h, i, j, k, l] = first;
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
}

/**
 * The map that undoes `map`.
 *
 * @throws ArgumentError if `map` takes the plane to a line or a point
 */
export function invert(map: Affine): Affine {
  const [a, b, c, d, e, f] = map;
  const determinant = a * e - b * d;
  if (!Number.isFinite(1 / determinant)) {
    throw new ArgumentError({
      where: 'invert',
      expected: 'a map of determinant other than 0',
      got: `[${map.join(', ')}]`,
    });
  }
  const [xx, xy, yx, yy] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return [xx, xy, -(xx * c + xy * f), yx, yy, -(yx * c + yy * f)];
}
