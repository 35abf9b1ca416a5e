import * as tf from '@tensorflow/tfjs-core';
import { sumRightmost } from '../num/index.js';
import type { Bijector } from './constraint.js';
import { independent, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution } from './distribution.js';

/**
 * The distribution of u such that `bijector.forward(u)` is distributed as `dist`: log p(u) = log p(x) + log |det dx/du|.
 *
 * @param bijector from unconstrained reals onto the support of `dist`, with a log-Jacobian
 * @example
 * const inLogs = pullBack(gamma({ concentration: 1, rate: 1 }), transforms.expHalfLine(0, 1));
 * inLogs.logProb(tf.scalar(0)).dataSync();   // [-1]: log p(x) = -x at x = 1, whose Jacobian is 1
 */
export function pullBack(dist: Distribution, bijector: Bijector): Distribution {
  if (dist.masked !== undefined) return pullBack(dist.masked.base, bijector).mask(dist.masked.mask);
  const { batchShape, eventShape: imageShape, hasRsample } = dist;
  const eventShape = bijector.inverseShape(imageShape);
  return defineFamily({
    family: `${dist.family} under ${bijector.name}`,
    params: {},
    parameterConstraints: {},
    batchShape,
    eventShape,
    support: independent(real, eventShape.length),
    hasRsample,
    draw: (key, shape) => {
      const whole = dist.expand(shape);
      return bijector.inverse(hasRsample ? whole.rsample(key) : whole.sample(key));
    },
    logDensity: (u) => {
      const x = bijector.forward(u);
      const jacobian = bijector.logAbsDetJacobian(u, x);
      return tf.add(dist.logProb(x), sumRightmost(jacobian, eventShape.length - bijector.domainEventDim));
    },
  });
}
