/** The mean direction of angles that are the same after each `period`, within ± half a period; 0 of none. */
export function circularMean(angles: ArrayLike<number>, period: number): number {
  const unit = (2 * Math.PI) / period;
  const all = Array.from(angles, (angle) => angle * unit);
  const [sin, cos] = [Math.sin, Math.cos].map((wave) => all.reduce((sum, angle) => sum + wave(angle), 0));
  return Math.atan2(sin ?? 0, cos ?? 0) / unit;
}

export interface AngleErrors {
  /** How the upright objects of the model are turned against those of the truth, radians within ± half a period. */
  readonly offset: number;
  /** The distance of each inferred angle, less the offset, from the true one, radians up to half a period. */
  readonly errors: Float64Array;
}

/**
 * How far inferred angles are from the true ones. What a model calls upright is its own choice, so that a constant offset is
 * taken off; for an object with a symmetry, angles a period apart are the same.
 *
 * @param inferred radians, [image]
 * @param truth radians, [image]
 * @param period 2π, or less for symmetric objects
 */
export function angleErrors(inferred: ArrayLike<number>, truth: ArrayLike<number>, period: number): AngleErrors {
  const differences = Array.from(inferred, (angle, i) => angle - (truth[i] ?? 0));
  const offset = circularMean(differences, period);
  const wrapped = (angle: number): number => Math.abs(angle - period * Math.round(angle / period));
  return { offset, errors: Float64Array.from(differences, (difference) => wrapped(difference - offset)) };
}

/** Points of the plane, [image] each. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface PlaceErrors {
  /** Where the model's own upright object has what the truth calls the centre. */
  readonly offset: readonly [x: number, y: number];
  /** The distance of each inferred place from the true one. */
  readonly errors: Float64Array;
}

/**
 * How far inferred places are from the true ones, in the unit of both. The model reads its upright object at R(angle) p + shift
 * for a point p of the image, with R(a) = [[cos a, -sin a], [sin a, cos a]], so that the true place of the centre should always
 * be read at the same point: the mean of all, which is taken off.
 */
export function placeErrors(angles: ArrayLike<number>, shift: Points, place: Points): PlaceErrors {
  const read = Array.from(angles, (angle, i) => {
    const [cos, sin, x, y] = [Math.cos(angle), Math.sin(angle), place.x[i] ?? 0, place.y[i] ?? 0];
    return [cos * x - sin * y + (shift.x[i] ?? 0), sin * x + cos * y + (shift.y[i] ?? 0)] as const;
  });
  const offset = [0, 1].map((axis) => read.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / read.length);
  const [offsetX = 0, offsetY = 0] = offset;
  return {
    offset: [offsetX, offsetY],
    errors: Float64Array.from(read, ([x, y]) => Math.hypot(x - offsetX, y - offsetY)),
  };
}
