import * as tf from '@tensorflow/tfjs-core';
import { lowRankMultivariateNormal } from '../../dist/index.js';
import { normal } from '../../num/index.js';
import { checkOptionNames, param, type Program } from '../../ppl/index.js';
import type { AutoGuide, NormalGuideOptions } from './autoGuide.js';
import { checkCount } from './checkCount.js';
import { checkScale } from './checkScale.js';
import { initToMedian } from './init/index.js';
import { jointGuide, locAndScale } from './jointGuide.js';

export interface LowRankGuideOptions extends NormalGuideOptions {
  /** How many directions of common variation there are. Default: the square root of the number of coordinates, rounded. */
  readonly rank?: number;
}

/**
 * A guide of one normal over the joint vector of all unconstrained numbers, whose covariance is diag(scale) (I + W W^T) diag(scale)
 * with W of low rank.
 *
 * Its parameters are `autoLowRankMultivariateNormal.loc` [size], `.scale` [size] and `.covFactor` [size, rank], which is W.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function autoLowRankMultivariateNormal<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: LowRankGuideOptions = {},
): AutoGuide<Args> {
  const where = 'autoLowRankMultivariateNormal';
  checkOptionNames(where, options, ['init', 'initScale', 'prefix', 'rank']);
  const { initScale = 0.1 } = options;
  checkScale(`${where}.initScale`, initScale);
  if (options.rank !== undefined) checkCount(`${where}.rank`, options.rank, 1);
  return jointGuide(
    model,
    {
      name: where,
      defaultInit: initToMedian(),
      someParam: 'loc',
      posterior: (start, prefix) => {
        const { size } = start;
        const rank = options.rank ?? Math.max(1, Math.round(Math.sqrt(size)));
        // Half of the variance at the start is common, so that the whole is initScale squared.
        const { loc, scale } = locAndScale(start, prefix, initScale * Math.SQRT1_2);
        const factor = param(`${prefix}.covFactor`, (key) => tf.div(normal(key, [size, rank]), Math.sqrt(rank)));
        const covFactor = tf.mul(tf.expandDims(scale, -1), factor);
        return lowRankMultivariateNormal({ loc, covFactor, covDiag: tf.square(scale) });
      },
    },
    options,
  );
}
