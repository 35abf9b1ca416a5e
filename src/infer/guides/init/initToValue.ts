import * as tf from '@tensorflow/tfjs-core';
import { broadcastsTo, broadcastTo } from '../../../num/index.js';
import { initToUniform } from './initToUniform.js';
import { valueShape, type InitStrategy } from './initStrategy.js';

/**
 * Starts each site that `values` names there, and the others as `fallback`.
 *
 * @param values by site, numbers or tensors that broadcast to the site's [...batch, ...event]; borrowed
 * @param fallback default: `initToUniform()`
 */
export function initToValue(
  values: Readonly<Record<string, number | tf.Tensor>>,
  fallback: InitStrategy = initToUniform(),
): InitStrategy {
  const byName = new Map(Object.entries(values));
  return {
    name: 'initToValue',
    fallback,
    propose: (site) => {
      const value = byName.get(site.name);
      if (value === undefined) return undefined;
      const [tensor, shape] = [typeof value === 'number' ? tf.scalar(value) : value, valueShape(site)];
      // One that does not broadcast is left as it is, for the check of shapes to name.
      return broadcastsTo(tensor.shape, shape) ? broadcastTo(tensor, shape) : tensor;
    },
  };
}
