import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../../dist/index.js';
import { ArgumentError, normalQuantile } from '../../num/index.js';
import { bijectorOf, type LatentSite } from './latentSite.js';

/** A normal distribution of each unconstrained number of a site: both [...batch, ...freeEvent]. */
export interface Marginal {
  readonly loc: tf.Tensor;
  readonly scale: tf.Tensor;
}

/**
 * Quantiles in the space of the model: exact where each number is mapped by itself, else the images of the quantiles in
 * unconstrained coordinates.
 *
 * @returns [qs, ...batch, ...event]
 */
export function quantilesOf(site: LatentSite, { loc, scale }: Marginal, qs: readonly number[]): tf.Tensor {
  const bijector = bijectorOf(site);
  const image = (q: number): tf.Tensor => bijector.forward(tf.add(loc, tf.mul(scale, normalQuantile(tf.scalar(q)))));
  return tf.stack(qs.map((q) => (isElementwise(site) ? ordered(image, q) : image(q))));
}

/**
 * The mean in the space of the model.
 *
 * @throws ArgumentError unless that space is unconstrained, or the half line above 0
 */
export function meanOf(site: LatentSite, { loc, scale }: Marginal): tf.Tensor {
  const { name }: Bijector = bijectorOf(site);
  if (name === 'identity') return loc;
  if (name === 'exp') return tf.exp(tf.add(loc, tf.mul(tf.square(scale), 0.5)));
  throw new ArgumentError({
    where: `mean of sample("${site.name}")`,
    expected: 'a site with a closed form of its mean',
    got: `one on ${site.support.name}`,
    hint: 'median, or the average over samplePosterior',
  });
}

/** Under a map that falls, the quantile q is the image of the quantile 1 - q; the two images tell which one it is. */
function ordered(image: (q: number) => tf.Tensor, q: number): tf.Tensor {
  return q < 0.5 ? tf.minimum(image(q), image(1 - q)) : tf.maximum(image(q), image(1 - q));
}

function isElementwise(site: LatentSite): boolean {
  let { support } = site;
  for (let [base] = support.args; support.kind === 'independent' && typeof base === 'object' && 'kind' in base;) {
    support = base;
    [base] = support.args;
  }
  return support.eventDim === 0;
}
