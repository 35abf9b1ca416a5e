import * as tf from '@tensorflow/tfjs-core';
import { equal, where, type Expression, formula, broadcastTo, select } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { extendedReal, independent, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';

export interface DeltaParams extends FamilyOptions {
  /** The only value, [...batch, ...event]. */
  readonly value: Parameter;
  /** The log density there in nats, [batch]; with it, the point can stand for a change of variables. Default: 0. */
  readonly logDensity?: Parameter;
  /** How many rightmost dims of `value` are the event. Default: 0. */
  readonly eventDim?: number;
}

const atNumber = formula('delta', (x: Expression, value: Expression, logDensity: Expression) =>
  where(equal(x, value), logDensity, -Infinity),
);

/**
 * All mass on one point: log p(x) = logDensity at `value` and -Infinity elsewhere. Draws let gradients through to `value`.
 *
 * @throws ShapeError if the two shapes do not broadcast
 */
export function delta(params: DeltaParams): Distribution {
  const {
    value,
    logDensity = 0,
    eventDim = 0,
    validate,
  } = checkedOptions('delta', params, ['value'], ['logDensity', 'eventDim', 'validate']);
  const eventShape = typeof value === 'number' ? [] : value.shape.slice(value.rank - eventDim);
  const support = independent(real, eventDim);
  const isAll = (x: tf.Tensor): tf.Tensor => {
    const isEqual = tf.equal(x, value);
    return tf.all(
      isEqual,
      eventShape.map((_, i) => isEqual.rank - 1 - i),
    );
  };
  return defineFamily({
    family: 'delta',
    validate,
    params: { value, logDensity },
    parameterConstraints: { value: independent(extendedReal, eventDim), logDensity: extendedReal },
    eventShape,
    support,
    hasRsample: true,
    draw: (_key, shape) =>
      typeof value === 'number' ? tf.fill([...shape], value) : broadcastTo(value, [...shape, ...eventShape]),
    logDensity: (x) => (eventDim === 0 ? atNumber(x, value, logDensity) : select(isAll(x), logDensity, -Infinity)),
    mean: () => value,
    variance: () => 0,
    ...(eventDim === 0 ? steps(value) : {}),
    entropy: () => (typeof logDensity === 'number' ? -logDensity : tf.neg(logDensity)),
  });
}

/** The distribution function, which jumps from 0 to 1, and its inverse. */
function steps(value: Parameter): Required<Pick<FamilyFacts, 'cdf' | 'icdf'>> {
  return {
    cdf: (x) => tf.cast(tf.greaterEqual(x, value), 'float32'),
    icdf: (q) => tf.add(tf.zerosLike(q), value),
  };
}
