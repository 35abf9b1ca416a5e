import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { sizeOf, type Key } from '../../../num/index.js';
import { checkOptionNames } from '../../../ppl/index.js';
import { checkCount } from '../checkCount.js';
import { initToFeasible } from './initToFeasible.js';
import { valueShape, type InitStrategy } from './initStrategy.js';

/**
 * Starts at the median of draws from the prior, number by number; for vector distributions, as `initToFeasible`.
 *
 * @param options numSamples: how many draws; default 15
 * @throws ArgumentError unless that is a whole number of at least 1
 */
export function initToMedian(options: { readonly numSamples?: number } = {}): InitStrategy {
  checkOptionNames('initToMedian', options, ['numSamples']);
  const { numSamples = 15 } = options;
  checkCount('initToMedian.numSamples', numSamples, 1);
  return {
    name: 'initToMedian',
    fallback: initToFeasible(),
    propose: (site, key) => {
      // Medians of single coordinates need not lie in a set of vectors.
      if (isMultivariate(site.dist)) return undefined;
      return tf.tensor(medians(site.dist, key, numSamples), valueShape(site), 'float32');
    },
  };
}

/** Whether an event is more than an array of independent numbers. */
function isMultivariate(dist: Distribution): boolean {
  const inner = dist.masked?.base ?? dist.independent?.base;
  return inner === undefined ? sizeOf(dist.eventShape) > 1 : isMultivariate(inner);
}

function medians(dist: Distribution, key: Key, count: number): Float32Array {
  const draws = dist.sample(key, [count]).dataSync();
  const size = draws.length / count;
  return Float32Array.from({ length: size }, (_, i) => {
    const sorted = Float32Array.from({ length: count }, (_empty, draw) => draws[draw * size + i] ?? NaN).sort();
    // The lower of the two middle ones, which is itself a draw.
    return sorted[(count - 1) >> 1] ?? NaN;
  });
}
