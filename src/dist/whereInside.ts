import type { Tensor } from '@tensorflow/tfjs-core';
import { select, stopGradient } from '../num/index.js';
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
  outside: number = -Infinity,
): Tensor {
  // Outside, where its gradient is 0 times the slope there, an infinite slope would make it NaN.
  const constant = typeof harmless === 'number' ? harmless : stopGradient(harmless);
  return select(isInside, inside(select(isInside, value, constant)), outside);
}
