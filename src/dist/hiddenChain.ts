import type { Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, broadcastsTo, formatShape, ShapeError, type Shape } from '../num/index.js';
import type { Constraint } from './constraint.js';
import { independent } from './constraints/index.js';
import type { Distribution, Parameter } from './distribution.js';

/**
 * The number of steps of a chain: `duration`, or what its parts have together.
 *
 * @param parts the shapes [..., T or 1] of the parts that may differ from step to step
 * @throws ShapeError naming them if they disagree
 */
export function durationOf(where: string, parts: Readonly<Record<string, Shape>>, duration?: number): number {
  if (duration !== undefined && (!Number.isInteger(duration) || duration < 1)) {
    throw new ArgumentError({ where: `${where}.duration`, expected: 'an integer >= 1', got: String(duration) });
  }
  const sizes = Object.entries(parts).map(([name, shape]) => [name, shape[shape.length - 1] ?? 1] as const);
  const whole = duration ?? Math.max(1, ...sizes.map(([, size]) => size));
  if (sizes.every(([, size]) => size === 1 || size === whole)) return whole;
  const got = sizes.map(([name, size]) => `${size} of ${name}`).join(', ');
  throw new ShapeError({
    where,
    expected: `parts of 1 or ${whole} steps`,
    got,
    hint: 'the same number of steps in each',
  });
}

/** @throws ShapeError unless the rightmost dims of a value are the event shape */
export function checkEvent(where: string, value: Tensor, eventShape: Shape): void {
  const own = value.shape.slice(Math.max(0, value.rank - eventShape.length));
  if (own.length === eventShape.length && broadcastsTo(own, eventShape) && broadcastsTo(eventShape, own)) return;
  const expected = `a value of shape [..., ${eventShape.join(', ')}]`;
  throw new ShapeError({ where: `${where}.logProb`, expected, got: formatShape(value.shape) });
}

/** The parameters of distributions within a distribution and their constraints, so that they are checked with its own. */
export function innerParameters(inner: Readonly<Record<string, Distribution>>): {
  readonly params: Readonly<Record<string, Parameter>>;
  readonly parameterConstraints: Readonly<Record<string, Constraint>>;
} {
  const entries = Object.entries(inner).flatMap(([name, dist]) =>
    Object.entries(dist.params).flatMap(([key, value]): [string, Parameter, Constraint][] => {
      const constraint = dist.parameterConstraints[key];
      // Their batch dims stand for states and times as well, so none counts as a batch dim of the whole.
      return constraint === undefined ? [] : [[`${name}.${key}`, value, overAll(value, constraint)]];
    }),
  );
  return {
    params: Object.fromEntries(entries.map(([name, value]) => [name, value])),
    parameterConstraints: Object.fromEntries(entries.map(([name, , constraint]) => [name, constraint])),
  };
}

/** `constraint` at each place of all dims of `value`. */
function overAll(value: Parameter, constraint: Constraint): Constraint {
  return typeof value === 'number' ? constraint : independent(constraint, value.rank - constraint.eventDim);
}

/** A distribution of sequences that also says what they tell of the last hidden state, whatever batch it is expanded to. */
export interface Filtering extends Distribution {
  /** The distribution of the state after the last step, given all T observations. */
  filter(value: Tensor): Distribution;
  expand(batchShape: Shape): Filtering;
}

export function filtering(dist: Distribution, filter: Filtering['filter']): Filtering {
  return { ...dist, filter, expand: (shape) => filtering(dist.expand(shape), filter) };
}
