import * as tf from '@tensorflow/tfjs-core';
import { firstFar } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under } from './deterministicLaw.js';

/**
 * Draws, log densities, moments, cdf and icdf are float32, and whole numbers may be given as int32. Draws that are indices of a
 * finite list may be int32 themselves, if the list is.
 */
export const dtypes: Law = deterministicLaw({
  name: 'dtypes',
  statement:
    'draws that are no indices, and all other numbers, are float32; a value of whole numbers counts the same as int32',
  isStructural: true,
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems({ dist, key }) {
    const draw = dist.sample(key, [3]);
    const isIndex = dist.hasEnumerateSupport && dist.enumerateSupport(false).dtype === 'int32';
    if (!isIndex || draw.dtype !== 'int32') yield unlikeFloat('sample', draw);
    if (dist.hasRsample) yield unlikeFloat('rsample', dist.rsample(key));
    yield unlikeFloat('logProb', dist.logProb(draw));
    yield unlikeFloat('support.feasible', dist.support.feasible(draw.shape));
    for (const name of ['mean', 'variance', 'entropy'] as const)
      if (dist.closedForms.has(name)) yield unlikeFloat(name, dist[name]());
    const half = tf.fill([...dist.batchShape], 0.5);
    for (const name of ['cdf', 'icdf'] as const)
      if (dist.closedForms.has(name)) yield unlikeFloat(name, dist[name](half));
    if (!dist.isDiscrete) return;
    const whole = tf.round(tf.cast(draw, 'float32'));
    if (firstFar(whole, draw, 0) !== undefined) return;
    yield under('logProb of int32', firstFar(dist.logProb(tf.cast(whole, 'int32')), dist.logProb(whole)));
  },
});

function unlikeFloat(what: string, { dtype }: tf.Tensor): string | undefined {
  return dtype === 'float32' ? undefined : `expected ${what} to be float32, got ${dtype}`;
}
