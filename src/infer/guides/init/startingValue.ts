import * as tf from '@tensorflow/tfjs-core';
import { fold, formatShape, sameShape, ShapeError, SupportError, type Key } from '../../../num/index.js';
import type { SampleMessage } from '../../../ppl/index.js';
import { applyMask } from '../../logDensity.js';
import { atIndices, fullShape } from '../fullSize.js';
import { valueShape, type InitStrategy } from './initStrategy.js';

/**
 * The first value among those of `strategy` and its fallbacks that lies in the support and has finite density. Reads data.
 *
 * @returns [...batch, ...event], the batch perhaps of the full size of subsampled plates; the caller owns it
 * @throws SupportError naming the site and the strategies, if there is none
 * @throws ShapeError if a strategy proposes a value of another shape
 */
export function startingValue(site: SampleMessage, key: Key, strategy: InitStrategy): tf.Tensor {
  const tried: string[] = [];
  for (let next: InitStrategy | undefined = strategy; next !== undefined; next = next.fallback) {
    const value = propose(site, fold(key, next.name), next);
    if (value !== undefined) return value;
    tried.push(next.name);
  }
  throw new SupportError({
    where: `start of sample("${site.name}")`,
    expected: `a value in the support ${site.dist.support.name} of ${site.dist.family}, with finite density`,
    got: `none from ${tried.join(', ')}`,
    hint: 'initToValue with a value that the model allows',
  });
}

function propose(site: SampleMessage, key: Key, strategy: InitStrategy): tf.Tensor | undefined {
  // A holder, because tf.tidy is not meant to return undefined.
  const holder: { value?: tf.Tensor } = tf.tidy(() => {
    const proposal = strategy.propose(site, key);
    if (proposal === undefined) return {};
    checkShape(site, proposal, strategy);
    return isPossible(site, atIndices(site, proposal)) ? { value: tf.clone(proposal) } : {};
  });
  return holder.value;
}

function isPossible({ dist, mask }: SampleMessage, value: tf.Tensor): boolean {
  if (tf.all(dist.support.check(value)).dataSync()[0] !== 1) return false;
  return applyMask(dist, mask).logProb(value).dataSync().every(Number.isFinite);
}

function checkShape(site: SampleMessage, value: tf.Tensor, strategy: InitStrategy): void {
  const shape = valueShape(site);
  if (sameShape(value.shape, shape) || sameShape(value.shape, fullShape(site))) return;
  throw new ShapeError({
    where: `${strategy.name} for sample("${site.name}")`,
    expected: `a value of shape ${formatShape(shape)}`,
    got: formatShape(value.shape),
    hint: 'tf.reshape, or tf.broadcastTo',
  });
}
