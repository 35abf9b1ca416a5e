import * as tf from '@tensorflow/tfjs-core';
import { broadcastsTo, broadcastTo } from '../../../num/index.js';
import { fullShape } from '../fullSize.js';
import { initToUniform } from './initToUniform.js';
import { valueShape, type InitStrategy } from './initStrategy.js';

/**
 * Starts each site that `values` names there, and the others as `fallback`. A name that is none of the latent sites is warned of, with a
 * near name.
 *
 * @param values by site, numbers, nested arrays or tensors that broadcast to the site's [...batch, ...event], in subsampled plates of this run's
 *   size or of the full one; read at once
 * @param fallback default: `initToUniform()`
 */
export function initToValue(
  values: Readonly<Record<string, tf.TensorLike | tf.Tensor>>,
  fallback: InitStrategy = initToUniform(),
): InitStrategy {
  const byName = new Map(Object.entries(values).map(([name, value]) => [name, maker(value)]));
  return {
    name: 'initToValue',
    sites: [...byName.keys()],
    fallback,
    propose: (site) => {
      const tensor = byName.get(site.name)?.();
      if (tensor === undefined) return undefined;
      const shape = [valueShape(site), fullShape(site)].find((each) => broadcastsTo(tensor.shape, each));
      // One that does not broadcast is left as it is, for the check of shapes to name.
      return shape === undefined ? tensor : broadcastTo(tensor, shape);
    },
  };
}

/** Makes the value anew at each call, from numbers: a tensor might be gone by then. */
function maker(value: tf.TensorLike | tf.Tensor): () => tf.Tensor {
  if (!(value instanceof tf.Tensor)) return () => tf.tensor(value);
  const { shape, dtype } = value;
  const data = value.dataSync();
  return () => tf.tensor(data, shape, dtype);
}
