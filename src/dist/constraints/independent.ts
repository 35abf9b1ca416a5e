import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

/** Arrays whose `reinterpreted` rightmost dims, beyond those of `base`, hold elements of `base`: all of them must. */
export function independent(base: Constraint, reinterpreted: number): Constraint {
  if (reinterpreted === 0) return base;
  const axes = Array.from({ length: reinterpreted }, (_, i) => -1 - i);
  return define({
    kind: 'independent',
    args: [base, reinterpreted],
    expected: `${base.expected} at each place of the ${reinterpreted} rightmost dims`,
    isDiscrete: base.isDiscrete,
    eventDim: base.eventDim + reinterpreted,
    test: (value) => {
      const fits = base.check(value);
      return tf.all(
        fits,
        axes.map((axis) => fits.rank + axis),
      );
    },
    element: (shape) => base.feasible(shape),
  });
}
