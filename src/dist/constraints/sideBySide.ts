import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../../num/index.js';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

/**
 * Arrays whose slice i, along the dim to the left of the elements of the parts, lies in part i: `stack(positive, real)` holds the
 * pairs of a number above 0 and any number.
 *
 * @throws ArgumentError unless there are parts, and their elements have equally many dims
 */
export function stack(...parts: readonly Constraint[]): Constraint {
  const [first] = parts;
  if (first === undefined || parts.some(({ eventDim }) => eventDim !== first.eventDim)) {
    const got = parts.map(({ name, eventDim }) => `${name} of ${eventDim}`).join(', ');
    const expected = 'one or more sets whose elements have equally many dims';
    throw new ArgumentError({ where: 'stack', expected, got: got === '' ? 'none' : got, hint: 'independent' });
  }
  const { eventDim } = first;
  const over = (value: tf.Tensor): tf.Tensor[] => tf.unstack(value, value.rank - 1 - eventDim);
  return define({
    kind: 'stack',
    args: parts,
    expected: parts.map((part, i) => `${part.expected} in slice ${i}`).join(', '),
    isDiscrete: parts.every((part) => part.isDiscrete),
    eventDim: eventDim + 1,
    test: (value) => {
      const slices = over(value);
      return allOf(parts.map((part, i) => part.check(slices[i] ?? value)));
    },
    element: (shape) => {
      const at = shape.length - 1 - eventDim;
      const slice = [...shape.slice(0, at), ...shape.slice(at + 1)];
      return tf.stack(
        parts.map((part) => part.feasible(slice)),
        at,
      );
    },
  });
}

/**
 * Vectors made of pieces of given lengths that lie in sets of their own: `cat([simplex, 3], [positive, 2])`. A set of numbers holds
 * each number of its piece.
 *
 * @throws ArgumentError if a set's elements have more than one dim, or a length is not an integer > 0
 */
export function cat(...pieces: readonly (readonly [Constraint, number])[]): Constraint {
  for (const [set, length] of pieces) {
    if (set.eventDim <= 1 && Number.isInteger(length) && length > 0) continue;
    const expected = 'sets of numbers or vectors, each with a length > 0';
    throw new ArgumentError({ where: 'cat', expected, got: `${set.name} with ${length}` });
  }
  const lengths = pieces.map(([, length]) => length);
  return define({
    kind: 'cat',
    args: pieces.flat(),
    expected: pieces.map(([set, length]) => `${set.expected} in ${length} places`).join(', then '),
    isDiscrete: pieces.every(([set]) => set.isDiscrete),
    eventDim: 1,
    test: (value) => {
      const parts = tf.split(value, lengths, value.rank - 1);
      return allOf(
        pieces.map(([set], i) => {
          const fits = set.check(parts[i] ?? value);
          return set.eventDim === 0 ? tf.all(fits, -1) : fits;
        }),
      );
    },
    element: (shape) =>
      tf.concat(
        pieces.map(([set, length]) => set.feasible([...shape.slice(0, -1), length])),
        -1,
      ),
  });
}

function allOf(answers: readonly tf.Tensor[]): tf.Tensor {
  return answers.reduce((a, b) => tf.logicalAnd(a, b));
}
