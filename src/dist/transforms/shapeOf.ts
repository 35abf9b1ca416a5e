import type { Shape } from '../../num/index.js';
import type { Parameter } from '../distribution.js';

/** The shape of a parameter; that of a number has no dims. */
export function shapeOf(parameter: Parameter): Shape {
  return typeof parameter === 'number' ? [] : parameter.shape;
}
