import * as tf from '@tensorflow/tfjs-core';
import { EstimatorError, gradientOnly } from '../num/index.js';
import type { Distribution } from './distribution.js';

/**
 * The same discrete distribution, whose draws pass gradients on as if they were its mean: the straight-through estimator,
 * which is biased but has a low variance. The draws themselves are unchanged.
 *
 * @throws EstimatorError unless the distribution is discrete
 * @see Bengio, Leonard and Courville 2013, "Estimating or propagating gradients through stochastic neurons", section 4
 */
export function withStraightThrough(base: Distribution): Distribution {
  if (!base.isDiscrete) {
    throw new EstimatorError({
      where: `${base.family}, straight through`,
      expected: 'a discrete distribution',
      got: base.family,
      hint: 'its own rsample, or the score function',
    });
  }
  return {
    ...base,
    hasRsample: true,
    rsample: (key, sampleShape = []) =>
      tf.tidy(() => {
        const mean = base.mean();
        // The difference is exactly 0, so that the value stays in the support.
        return tf.add(base.sample(key, sampleShape), gradientOnly(mean));
      }),
    expand: (shape) => withStraightThrough(base.expand(shape)),
    toEvent: (n) => withStraightThrough(base.toEvent(n)),
    mask: (mask) => withStraightThrough(base.mask(mask)),
  };
}
