import * as tf from '@tensorflow/tfjs-core';
import { bijectTo } from '../../../dist/index.js';
import { ArgumentError, uniform } from '../../../num/index.js';
import { checkOptionNames } from '../../../ppl/index.js';
import { initToFeasible } from './initToFeasible.js';
import { valueShape, type InitStrategy } from './initStrategy.js';

/**
 * Starts at the image of a uniform draw from (-radius, radius) in each unconstrained coordinate.
 *
 * @param options radius: default 2
 * @throws ArgumentError unless the radius is a finite number > 0
 */
export function initToUniform(options: { readonly radius?: number } = {}): InitStrategy {
  checkOptionNames('initToUniform', options, ['radius']);
  const { radius = 2 } = options;
  if (!(radius > 0 && radius < Infinity)) {
    throw new ArgumentError({ where: 'initToUniform.radius', expected: 'a finite number > 0', got: String(radius) });
  }
  return {
    name: 'initToUniform',
    fallback: initToFeasible(),
    propose: (site, key) => {
      const bijector = bijectTo(site.dist.support);
      const draws = uniform(key, bijector.inverseShape(valueShape(site)));
      return bijector.forward(tf.mul(tf.sub(draws, 0.5), 2 * radius));
    },
  };
}
