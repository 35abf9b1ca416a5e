import { EstimatorError } from '../num/index.js';
import type { Distribution } from './distribution.js';

/**
 * The same distribution, whose draws pass no gradient on: for a site that is to use the score-function estimator. What is made
 * from it by `expand`, `toEvent` and `mask` has none either.
 */
export function withoutRsample(base: Distribution): Distribution {
  return {
    ...base,
    hasRsample: false,
    rsample: () => {
      const got = `${base.family} without its reparameterisation`;
      const expected = 'a reparameterised distribution';
      throw new EstimatorError({ where: `${base.family}.rsample`, expected, got, hint: 'sample' });
    },
    expand: (shape) => withoutRsample(base.expand(shape)),
    toEvent: (n) => withoutRsample(base.toEvent(n)),
    mask: (mask) => withoutRsample(base.mask(mask)),
  };
}
