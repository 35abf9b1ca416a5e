import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

/** The values that lie in at least one of the sets, whose elements have equally many dims. */
export function union(...parts: readonly [Constraint, ...Constraint[]]): Constraint {
  const [first] = parts;
  const distinct = parts.filter((part, i) => parts.findIndex(({ name }) => name === part.name) === i);
  if (distinct.length === 1) return first;
  const plain = distinct.every(({ contains }) => contains !== undefined);
  return define({
    kind: 'union',
    args: distinct,
    expected: distinct.map(({ expected }) => expected).join(', or '),
    isDiscrete: parts.every(({ isDiscrete }) => isDiscrete),
    eventDim: Math.max(...parts.map(({ eventDim }) => eventDim)),
    test: (value) => distinct.map((part) => part.check(value)).reduce((a, b) => tf.logicalOr(a, b)),
    element: (shape) => first.feasible(shape),
    ...(parts.every(({ ends }) => ends !== undefined)
      ? { ends: (shape) => distinct.flatMap(({ ends }) => ends?.(shape) ?? []) }
      : {}),
    ...(plain ? { contains: (x: number) => distinct.some((part) => part.contains?.(x) === true) } : {}),
  });
}
