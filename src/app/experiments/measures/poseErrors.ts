/** The mean direction of angles that are the same after each `period`, within ± half a period; 0 of none. */
export function circularMean(angles: ArrayLike<number>, period: number): number {
  const unit = (2 * Math.PI) / period;
  const all = Array.from(angles, (angle) => angle * unit);
  const [sin, cos] = [Math.sin, Math.cos].map((wave) => all.reduce((sum, angle) => sum + wave(angle), 0));
  return Math.atan2(sin ?? 0, cos ?? 0) / unit;
}

export interface AngleErrors {
  /** How the upright objects of the model are rotated against the true ones, radians within ± half a period. */
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
  const between = differences(inferred, truth);
  const offset = circularMean(between, period);
  const wrapped = (angle: number): number => Math.abs(angle - period * Math.round(angle / period));
  return { offset, errors: between.map((difference) => wrapped(difference - offset)) };
}

/** Points of the plane, [image] each. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface PlaceErrors {
  /** Where on average the model has the centre of its object, as seen from the true one. */
  readonly offset: readonly [x: number, y: number];
  /** The distance of each inferred place, less the offset, from the true one. */
  readonly errors: Float64Array;
}

/**
 * How far inferred places are from the true ones, in the unit of both. What a model calls the centre of its object is its own
 * choice, so that a constant offset is taken off.
 */
export function placeErrors(inferred: Points, truth: Points): PlaceErrors {
  const [x, y] = [differences(inferred.x, truth.x), differences(inferred.y, truth.y)];
  const [offsetX, offsetY] = [meanOf(x), meanOf(y)];
  const errors = x.map((right, i) => Math.hypot(right - offsetX, (y[i] ?? NaN) - offsetY));
  return { offset: [offsetX, offsetY], errors };
}

function differences(values: ArrayLike<number>, others: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value, i) => value - (others[i] ?? NaN));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
