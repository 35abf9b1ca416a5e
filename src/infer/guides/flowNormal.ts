import * as tf from '@tensorflow/tfjs-core';
import { constraints, defineFamily, normal, type Bijector, type Distribution } from '../../dist/index.js';

/**
 * The distribution of standard normal vectors [size] sent through `bijectors` one after the other.
 *
 * @param bijectors maps of vectors of that size onto themselves
 */
export function flowNormal(size: number, bijectors: readonly Bijector[]): Distribution {
  const base = normal({ loc: 0, scale: 1 }).expand([size]).toEvent(1);
  return defineFamily({
    family: 'flowNormal',
    params: {},
    parameterConstraints: {},
    batchShape: [],
    eventShape: [size],
    support: constraints.realVector,
    hasRsample: true,
    draw: (key, shape) => bijectors.reduce((x, { forward }) => forward(x), base.sample(key, shape)),
    logDensity: (value) => {
      let [at, logJacobian]: [tf.Tensor, tf.Tensor] = [value, tf.scalar(0)];
      for (const bijector of bijectors.toReversed()) {
        const before = bijector.inverse(at);
        logJacobian = tf.add(logJacobian, bijector.logAbsDetJacobian(before, at));
        at = before;
      }
      return tf.sub(base.logProb(at), logJacobian);
    },
  });
}
