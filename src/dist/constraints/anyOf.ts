import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';

/** The sets of numbers that have no gaps, named by kind. */
const INTERVALS = new Set([
  'real',
  'positive',
  'softplusPositive',
  'nonnegative',
  'greaterThan',
  'greaterThanEq',
  'lessThan',
  'unitInterval',
  'interval',
  'angle',
]);

/** Whether the set is an interval of numbers that is the same all over the batch. */
export function isOneInterval(set: Constraint): boolean {
  return INTERVALS.has(set.kind) && !variesOverBatch(set);
}

/** Whether what lies in the set can differ over the batch, because it is made of tensors. */
function variesOverBatch({ args, image }: Constraint): boolean {
  if (image !== undefined) return true;
  return args.some((each) => typeof each === 'object' && (!('kind' in each) || variesOverBatch(each)));
}

/** What lies in `set` at one or more places of its rightmost batch dim, which has the given size and which values have not. */
export function anyOf(set: Constraint, size: number): Constraint {
  if (!variesOverBatch(set)) return set;
  const { contains: _contains, image: _image, list: _list, ends, ...rest } = set;
  const cut = (shape: readonly number[]): number => shape.length - set.eventDim;
  return {
    ...rest,
    name: `anyOf(${set.name})`,
    kind: 'anyOf',
    args: [set],
    ...(ends === undefined
      ? {}
      : {
          ends: (shape) => tf.tidy(() => ends([...shape, size]).flatMap((end) => tf.unstack(end, end.rank - 1))),
        }),
    check: (value) => tf.tidy(() => tf.any(set.check(tf.expandDims(value, cut(value.shape))), -1)),
    feasible: (shape) =>
      tf.tidy(() => {
        const at = cut(shape);
        const all = set.feasible([...shape.slice(0, at), size, ...shape.slice(at)]);
        const begin = all.shape.map(() => 0);
        return tf.squeeze(
          tf.slice(
            all,
            begin,
            all.shape.map((length, i) => (i === at ? 1 : length)),
          ),
          [at],
        );
      }),
  };
}
