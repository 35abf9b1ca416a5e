import * as tf from '@tensorflow/tfjs-core';
import { checkedOptions } from './checkedOptions.js';
import { extendedReal, realVector } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

export interface UnitParams extends FamilyOptions {
  /** What the site adds to the log density of its program, in nats, [batch]. */
  readonly logFactor: Parameter;
}

/**
 * A distribution whose only value is the empty vector, of shape [0], and whose log density is `logFactor`: a bare term of the
 * log density of a program.
 */
export function unit(params: UnitParams): Distribution {
  const { logFactor, validate } = checkedOptions('unit', params, ['logFactor'], ['validate']);
  return defineFamily({
    family: 'unit',
    validate,
    params: { logFactor },
    parameterConstraints: { logFactor: extendedReal },
    eventShape: [0],
    support: realVector,
    isFactor: true,
    hasRsample: true,
    draw: (_key, shape) => tf.zeros([...shape, 0]),
    logDensity: (value) => tf.add(logFactor, tf.zeros(value.shape.slice(0, -1))),
  });
}
