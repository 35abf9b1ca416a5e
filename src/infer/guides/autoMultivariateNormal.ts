import * as tf from '@tensorflow/tfjs-core';
import { constraints, multivariateNormal } from '../../dist/index.js';
import { checkOptionNames, param, type Program } from '../../ppl/index.js';
import type { AutoGuide, NormalGuideOptions } from './autoGuide.js';
import { checkScale } from './checkScale.js';
import { initToMedian } from './init/index.js';
import { jointGuide, locAndScale } from './jointGuide.js';

/**
 * A guide of one normal with a full covariance over the joint vector of all unconstrained numbers.
 *
 * Its parameters are `autoMultivariateNormal.loc` [size], `.scale` [size], and `.scaleTril` [size, size] with a diagonal of 1: the
 * factor of the covariance is diag(scale) scaleTril.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function autoMultivariateNormal<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: NormalGuideOptions = {},
): AutoGuide<Args> {
  checkOptionNames('autoMultivariateNormal', options, ['init', 'initScale', 'prefix']);
  const { initScale = 0.1 } = options;
  checkScale('autoMultivariateNormal.initScale', initScale);
  return jointGuide(
    model,
    {
      name: 'autoMultivariateNormal',
      defaultInit: initToMedian(),
      someParam: 'loc',
      posterior: (start, prefix) => {
        const { loc, scale } = locAndScale(start, prefix, initScale);
        const unit = param(`${prefix}.scaleTril`, () => tf.eye(start.size), {
          constraint: constraints.unitLowerCholesky,
        });
        return multivariateNormal({ loc, scaleTril: tf.mul(tf.expandDims(scale, -1), unit) });
      },
    },
    options,
  );
}
