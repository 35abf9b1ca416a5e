import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';
import { boundName, greaterThanEq, lessThanEq } from './halfLine.js';
import { interval } from './interval.js';

type Bound = number | tf.Tensor;

/** The ends of those intervals whose maps from the reals depend on nothing but their ends. */
function endsOf({ kind, args: [first, second] }: Constraint): readonly [Bound, Bound] | undefined {
  const isBound = (x: typeof first): x is Bound => x !== undefined && (typeof x === 'number' || !('kind' in x));
  if (kind === 'real') return [-Infinity, Infinity];
  if (kind === 'positive' || kind === 'nonnegative' || kind === 'softplusPositive') return [0, Infinity];
  if (kind === 'unitInterval') return [0, 1];
  if ((kind === 'greaterThan' || kind === 'greaterThanEq') && isBound(first)) return [first, Infinity];
  return kind === 'interval' && isBound(first) && isBound(second) ? [first, second] : undefined;
}

/** What lies in a set of numbers from `low` to `high`, both included: an interval with a map from the reals, where it can be told. */
export function truncatedSupport(set: Constraint, low: Bound, high: Bound): Constraint {
  const ends = endsOf(set);
  if (ends === undefined) return partOf(set, low, high);
  const [first, last] = [inner(ends[0], low, Math.max), inner(ends[1], high, Math.min)];
  if (first === undefined || last === undefined) return partOf(set, low, high);
  if (first === -Infinity) return last === Infinity ? set : lessThanEq(last);
  return last === Infinity ? greaterThanEq(first) : interval(first, last);
}

/** The inner one of two ends; one that is a tensor is told only from an infinite one. */
function inner(a: Bound, b: Bound, pick: (a: number, b: number) => number): Bound | undefined {
  if (typeof a === 'number' && typeof b === 'number') return pick(a, b);
  if (typeof a === 'number') return Math.abs(a) === Infinity ? b : undefined;
  return typeof b === 'number' && Math.abs(b) === Infinity ? a : undefined;
}

function partOf(set: Constraint, low: Bound, high: Bound): Constraint {
  return define({
    kind: 'truncated',
    args: [set, low, high],
    ends: (shape) =>
      (set.ends?.(shape) ?? [tf.fill(shape, -Infinity), tf.fill(shape, Infinity)]).map((end) =>
        tf.minimum(tf.maximum(end, low), high),
      ),
    expected: `${set.expected}, from ${boundName(low)} to ${boundName(high)}`,
    isDiscrete: set.isDiscrete,
    test: (value) => {
      const isBetween = tf.logicalAnd(tf.greaterEqual(value, low), tf.lessEqual(value, high));
      return tf.logicalAnd(set.check(value), isBetween);
    },
    element: (shape) => tf.minimum(tf.maximum(set.feasible(shape), set.isDiscrete ? tf.ceil(low) : low), high),
  });
}
