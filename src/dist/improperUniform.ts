import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, formatShape, select, type Shape } from '../num/index.js';
import type { Constraint } from './constraint.js';
import { independent } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution } from './distribution.js';

/**
 * The same density everywhere on a set, which need not integrate to anything: log p(x) = 0 inside, -Infinity outside. It can be
 * observed and guided, but not drawn from.
 *
 * @param support the set of each element; further event dims hold elements of it
 * @throws ArgumentError if the event has fewer dims than an element of the set
 * @example
 * improperUniform(constraints.positive).logProb(tf.tensor1d([3, -1])).dataSync();   // [0, -Infinity]
 */
export function improperUniform(support: Constraint, batchShape: Shape = [], eventShape: Shape = []): Distribution {
  const extra = eventShape.length - support.eventDim;
  if (extra < 0) {
    const expected = `an event shape of at least ${support.eventDim} dims, as ${support.name} needs`;
    throw new ArgumentError({ where: 'improperUniform', expected, got: formatShape(eventShape) });
  }
  const whole = independent(support, extra);
  return defineFamily({
    family: 'improperUniform',
    params: {},
    parameterConstraints: {},
    batchShape: [...batchShape],
    eventShape: [...eventShape],
    support: whole,
    hasRsample: false,
    draw: () => refuseToDraw(support),
    logDensity: (value) => {
      const isInside = whole.check(value);
      return select(isInside, tf.zeros(isInside.shape), -Infinity);
    },
  });
}

function refuseToDraw({ name }: Constraint): never {
  throw new ArgumentError({
    where: 'improperUniform.sample',
    expected: 'a proper distribution',
    got: `an improper one on ${name}, from which nothing can be drawn`,
    hint: 'obs, or a guide that supplies the value',
  });
}
