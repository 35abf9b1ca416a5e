import * as tf from '@tensorflow/tfjs-core';
import { checkOptionNames } from '../../ppl/index.js';
import { checkOption, checkRate, checkShare } from './checkOption.js';
import { elementwise } from './elementwise.js';
import { scheduled, type Optimizer, type Schedule } from './optimizer.js';

export interface RmspropOptions {
  /** The size of a move where gradients keep theirs; a number > 0 or a schedule. Default: 1e-2. */
  readonly learningRate?: Schedule;
  /** The share of the running mean of squared gradients that a step keeps. Default: 0.99. */
  readonly decay?: number;
  /** Added to the root of the mean square, in units of the gradient. Default: 1e-8. */
  readonly epsilon?: number;
  /** The share of the velocity that a step keeps. Default: 0. */
  readonly momentum?: number;
  /** Whether to divide by the standard deviation of the gradient rather than by its root mean square. Default: false. */
  readonly centered?: boolean;
}

/**
 * RMSprop: steps by the gradient over a running root mean square of itself; momentum, if any, is over those quotients.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Graves 2013, "Generating sequences with recurrent neural networks", equations (38) to (42), for the centred form
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  checkOptionNames('rmsprop', options, ['learningRate', 'decay', 'epsilon', 'momentum', 'centered']);
  const { learningRate = 1e-2, decay = 0.99, epsilon = 1e-8, momentum = 0, centered = false } = options;
  checkRate('rmsprop.learningRate', learningRate);
  checkShare('rmsprop.decay', decay);
  checkOption('rmsprop.epsilon', epsilon > 0, 'a number > 0', epsilon);
  checkShare('rmsprop.momentum', momentum);
  return elementwise({
    name: 'rmsprop',
    moments: ['square', 'mean', 'velocity'],
    step: (count) => {
      const rate = scheduled(learningRate, count);
      return (param, gradient, moments) => {
        const square = tf.add(tf.mul(moments.square, decay), tf.mul(tf.square(gradient), 1 - decay));
        const mean = centered ? tf.add(tf.mul(moments.mean, decay), tf.mul(gradient, 1 - decay)) : moments.mean;
        // A variance, whose roundings may fall below 0.
        const spread = centered ? tf.maximum(tf.sub(square, tf.square(mean)), 0) : square;
        const quotient = tf.div(gradient, tf.add(tf.sqrt(spread), epsilon));
        const velocity = momentum === 0 ? quotient : tf.add(tf.mul(moments.velocity, momentum), quotient);
        return {
          param: tf.sub(param, tf.mul(velocity, rate)),
          // Cloned where nothing is kept, because each state owns its tensors.
          moments: { square, mean: tf.clone(mean), velocity: momentum === 0 ? tf.clone(moments.velocity) : velocity },
        };
      };
    },
  });
}
