import * as tf from '@tensorflow/tfjs-core';
import { bijectTo } from '../../../dist/index.js';
import { valueShape, type InitStrategy } from './initStrategy.js';

/** Starts at the image of 0 under the bijection from the reals: 0, 1 on the half line, the middle of an interval. */
export function initToFeasible(): InitStrategy {
  return {
    name: 'initToFeasible',
    fallback: undefined,
    propose: (site) => {
      const bijector = bijectTo(site.dist.support);
      return bijector.forward(tf.zeros([...bijector.inverseShape(valueShape(site))]));
    },
  };
}
