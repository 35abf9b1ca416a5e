import { ArgumentError } from '../../../num/index.js';
import { initToMedian } from './initToMedian.js';
import type { InitStrategy } from './initStrategy.js';

/** Starts at the mean of the prior; where it has none, or one outside the support, as `initToMedian`. */
export function initToMean(): InitStrategy {
  return {
    name: 'initToMean',
    fallback: initToMedian(),
    propose: ({ dist }) => {
      try {
        return dist.mean();
      } catch (error) {
        // What a family without a closed form throws.
        if (error instanceof ArgumentError) return undefined;
        throw error;
      }
    },
  };
}
