import * as tf from '@tensorflow/tfjs-core';
import { EnumerationError, sizeOf, type Shape } from '../num/index.js';
import type { Constraint } from './constraint.js';
import type { Distribution } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';

type Values = Pick<FamilyFacts, 'values'>;

/** The fact `values` of a family on a set of integers, if that is known to be finite and the same all over the batch. */
export function integersIn(set: Constraint): Values {
  const { ends } = set;
  const { isLow, isHigh } = boundsOf(set);
  if (ends === undefined || !isLow || !isHigh || varies(set)) return {};
  return {
    values: () => {
      const all = ends([]).flatMap((end) => [...end.dataSync()]);
      const [low, high] = [Math.ceil(Math.min(...all)), Math.floor(Math.max(...all))];
      // The bounds may be tensors.
      if (high - low === Infinity) throw noValues(set, 'one that is not finite');
      return within(set, high < low ? tf.tensor1d([]) : tf.range(low, high + 1));
    },
  };
}

/** That of a part of another family's values, if those can be listed and the part is the same all over the batch. */
export function valuesWithin(base: Distribution, part: Constraint): Values {
  if (!base.hasEnumerateSupport || base.eventShape.length > 0 || varies(part)) return {};
  return { values: () => within(part, tf.reshape(base.enumerateSupport(false), [-1])) };
}

/** That of the part of a base which lies in a set: values that the base lists, or integers between known ends. */
export function integersOf(base: Distribution, part: Constraint): Values {
  if (!base.isDiscrete) return {};
  return base.hasEnumerateSupport ? valuesWithin(base, part) : integersIn(part);
}

/** That of what any of some families can take on, if all of them can be listed: each value once, numbers in rising order. */
export function valuesOfAny(parts: readonly [Distribution, ...Distribution[]]): Values {
  if (!parts.every(({ hasEnumerateSupport }) => hasEnumerateSupport)) return {};
  const [{ eventShape }] = parts;
  return {
    values: () => {
      const rows = parts.flatMap((part) => rowsOf(part.enumerateSupport(false), eventShape));
      const once = [...new Map(rows.map((row) => [row.join(), row])).values()];
      if (eventShape.length === 0) once.sort(([a = NaN], [b = NaN]) => a - b);
      return tf.tensor(once.flat(), [once.length, ...eventShape], 'float32');
    },
  };
}

/** The values [K, ...event] of one family, without its batch. */
export function valuesOf(base: Distribution): Values {
  return base.hasEnumerateSupport
    ? { values: () => tf.reshape(base.enumerateSupport(false), [-1, ...base.eventShape]) }
    : {};
}

function rowsOf(values: tf.Tensor, eventShape: Shape): number[][] {
  const [numbers, size] = [[...values.dataSync()], sizeOf(eventShape)];
  return Array.from({ length: numbers.length / size }, (_, i) => numbers.slice(i * size, (i + 1) * size));
}

function within(set: Constraint, values: tf.Tensor): tf.Tensor {
  const [numbers, isThere] = [values.dataSync(), set.check(values).dataSync()];
  const inside = [...numbers].filter((_value, i) => isThere[i] === 1);
  if (inside.length > 0) return tf.tensor1d(inside);
  throw noValues(set, 'an empty one');
}

function noValues({ expected }: Constraint, got: string): EnumerationError {
  return new EnumerationError({ where: 'enumerateSupport', expected: `a finite support (${expected})`, got });
}

/** Whether what lies in a set can differ over the batch. */
function varies({ args }: Constraint): boolean {
  return args.some((each) => typeof each === 'object' && ('kind' in each ? varies(each) : each.size > 1));
}

/** Whether a set of integers is known to be bounded, from below and from above. */
function boundsOf({ kind, args }: Constraint): { readonly isLow: boolean; readonly isHigh: boolean } {
  const sets = args.filter((each): each is Constraint => typeof each === 'object' && 'kind' in each).map(boundsOf);
  const [low, high] = args.slice(-2);
  if (kind === 'boolean') return { isLow: true, isHigh: true };
  if (kind === 'nonnegativeInteger') return { isLow: true, isHigh: false };
  if (kind === 'union') return { isLow: sets.every((set) => set.isLow), isHigh: sets.every((set) => set.isHigh) };
  if (kind !== 'integerInterval' && kind !== 'truncated') return { isLow: false, isHigh: false };
  return {
    isLow: low !== -Infinity || sets.some((set) => set.isLow),
    isHigh: high !== Infinity || sets.some((set) => set.isHigh),
  };
}
