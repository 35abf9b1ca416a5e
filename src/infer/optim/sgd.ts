import * as tf from '@tensorflow/tfjs-core';
import { checkOptionNames } from '../../ppl/index.js';
import { checkOption, checkRate, checkShare } from './checkOption.js';
import { elementwise } from './elementwise.js';
import { scheduled, type Optimizer, type Schedule } from './optimizer.js';

export interface SgdOptions {
  /** What the gradient is multiplied by; a number > 0 or a schedule. Default: 1e-3. */
  readonly learningRate?: Schedule;
  /** The share of the velocity that a step keeps. Default: 0. */
  readonly momentum?: number;
  /** Whether the step looks ahead along the velocity; needs momentum. Default: false. */
  readonly nesterov?: boolean;
}

/**
 * Steepest descent, with momentum if asked for: v <- momentum v + g, and the parameter moves by -rate v, or with Nesterov's
 * look ahead by -rate (g + momentum v).
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning", section 2
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  checkOptionNames('sgd', options, ['learningRate', 'momentum', 'nesterov']);
  const { learningRate = 1e-3, momentum = 0, nesterov = false } = options;
  checkRate('sgd.learningRate', learningRate);
  checkShare('sgd.momentum', momentum);
  checkOption('sgd.nesterov', !nesterov || momentum > 0, 'false, or a momentum above 0 beside it', nesterov);
  if (momentum === 0) return plain(learningRate);
  return elementwise({
    name: 'sgd',
    moments: ['velocity'],
    step: (count) => {
      const rate = scheduled(learningRate, count);
      return (param, gradient, moments) => {
        const velocity = tf.add(tf.mul(moments.velocity, momentum), gradient);
        const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
        return { param: tf.sub(param, tf.mul(direction, rate)), moments: { velocity } };
      };
    },
  });
}

function plain(learningRate: Schedule): Optimizer {
  return elementwise<never>({
    name: 'sgd',
    moments: [],
    step: (count) => {
      const rate = scheduled(learningRate, count);
      return (param, gradient) => ({ param: tf.sub(param, tf.mul(gradient, rate)), moments: {} });
    },
  });
}
