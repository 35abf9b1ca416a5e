import type { CurvePoint } from '../figures/index.js';
import type { Spread } from './measures/index.js';

/** A point of a curve, with a bar from the lowest to the highest where there is more than one seed. */
export function spreadPoint(x: number, { mean, deviation, lowest, highest }: Spread): CurvePoint {
  return { x, y: mean, ...(deviation !== null && { low: lowest, high: highest }) };
}
