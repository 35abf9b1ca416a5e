import type { Tensor } from '@tensorflow/tfjs-core';
import { select } from '../num/index.js';
import type { Parameter } from './distribution.js';

/**
 * `inside(value)` where `isInside` is true, and a constant elsewhere, through which no gradient flows. The function never sees
 * a value from outside.
 *
 * @param harmless a value inside at which `inside` and its derivatives are finite
 * @param outside default: -Infinity, the log density of what cannot happen
 */
export function whereInside(
  isInside: Tensor,
  value: Tensor,
  harmless: Parameter,
  inside: (value: Tensor) => Tensor,
  outside = -Infinity,
): Tensor {
  return select(isInside, inside(select(isInside, value, harmless)), outside);
}
