import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../../../dist/index.js';
import { broadcastTo, type Shape } from '../../../num/index.js';

/** The least and the largest number of a support, for each batch element. */
export interface Ends {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

type Bound = Constraint['args'][number];

/** The ends of a set of numbers over a batch. A set of a kind that is not known reaches as far as any number. */
export function endsOf({ kind, args }: Constraint, batchShape: Shape): Ends {
  const [low, high] = boundsOf(kind, args);
  return { low: spread(low, batchShape), high: spread(high, batchShape) };
}

function boundsOf(kind: string, [first = 0, second = 0]: readonly Bound[]): readonly [Bound, Bound] {
  switch (kind) {
    case 'positive':
    case 'nonnegative':
    case 'softplusPositive':
      return [0, Infinity];
    case 'greaterThan':
    case 'greaterThanEq':
      return [first, Infinity];
    case 'lessThan':
      return [-Infinity, first];
    case 'unitInterval':
      return [0, 1];
    case 'angle':
      return [-Math.PI, Math.PI];
    case 'interval':
      return [first, second];
    default:
      return [-Infinity, Infinity];
  }
}

function spread(bound: Bound, batchShape: Shape): number[] {
  const tensor = typeof bound === 'number' ? tf.scalar(bound) : 'kind' in bound ? tf.scalar(Infinity) : bound;
  return tf.tidy(() => Array.from(broadcastTo(tensor, batchShape).dataSync()));
}
