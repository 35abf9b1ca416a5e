import * as tf from '@tensorflow/tfjs-core';
import { transforms, type Bijector } from '../../dist/index.js';
import { normal } from '../../num/index.js';
import { checkOptionNames, param, type Program } from '../../ppl/index.js';
import type { AutoGuide, NormalGuideOptions } from './autoGuide.js';
import { checkCount } from './checkCount.js';
import { checkScale } from './checkScale.js';
import { flowNormal } from './flowNormal.js';
import { initToMedian } from './init/index.js';
import { jointGuide, locAndScale } from './jointGuide.js';

export interface FlowGuideOptions extends NormalGuideOptions {
  /** How many affine couplings there are, whose halves take turns. Default: 4. */
  readonly numCouplings?: number;
  /** How many hidden units the network of a coupling has. Default: 16. */
  readonly hiddenSize?: number;
}

/** The largest log of a factor by which one coupling stretches. */
const MOST = 3;

/**
 * A guide that sends standard normal vectors through affine couplings, then scales and shifts each coordinate: a flow over the joint
 * vector of all unconstrained numbers. It starts as `autoDiagonalNormal` does.
 *
 * Median, quantiles and mean have no closed form.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function autoNormalizingFlow<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: FlowGuideOptions = {},
): AutoGuide<Args> {
  const where = 'autoNormalizingFlow';
  checkOptionNames(where, options, ['init', 'initScale', 'prefix', 'numCouplings', 'hiddenSize']);
  const { initScale = 0.1, numCouplings = 4, hiddenSize = 16 } = options;
  checkScale(`${where}.initScale`, initScale);
  checkCount(`${where}.numCouplings`, numCouplings, 0);
  checkCount(`${where}.hiddenSize`, hiddenSize, 1);
  return jointGuide(
    model,
    {
      name: where,
      defaultInit: initToMedian(),
      someParam: 'loc',
      posterior: (start, prefix) => {
        const { size } = start;
        const { loc, scale } = locAndScale(start, prefix, initScale);
        // One coordinate by itself has no other half to be coupled with.
        const couplings = Array.from({ length: size === 1 ? 0 : numCouplings }, (_, i) =>
          coupling(`${prefix}.couplings.${i}`, { size, hiddenSize, isFlipped: i % 2 === 1 }),
        );
        return flowNormal(size, [...couplings, scaledAndShifted(loc, scale)]);
      },
    },
    options,
  );
}

interface CouplingPlan {
  readonly size: number;
  readonly hiddenSize: number;
  readonly isFlipped: boolean;
}

/** A coupling whose terms come from a network with one hidden layer; it starts as the identity. */
function coupling(name: string, { size, hiddenSize, isFlipped }: CouplingPlan): Bijector {
  const splitAt = size >> 1;
  const [kept, movedSize] = isFlipped ? [size - splitAt, splitAt] : [splitAt, size - splitAt];
  const weights = param(`${name}.weights`, (key) => tf.div(normal(key, [kept, hiddenSize]), Math.sqrt(kept)));
  const bias = param(`${name}.bias`, () => tf.zeros([hiddenSize]));
  const outWeights = param(`${name}.outWeights`, () => tf.zeros([hiddenSize, 2 * movedSize]));
  const outBias = param(`${name}.outBias`, () => tf.zeros([2 * movedSize]));
  const terms = (x: tf.Tensor): transforms.CouplingTerms => {
    const flat = tf.reshape(x, [-1, kept]);
    const hidden = tf.tanh(tf.add(tf.matMul(flat, weights as tf.Tensor2D), bias));
    const out = tf.add(tf.matMul(hidden as tf.Tensor2D, outWeights as tf.Tensor2D), outBias);
    const shaped = tf.reshape(out, [...x.shape.slice(0, -1), 2 * movedSize]);
    const [shift, raw] = tf.split(shaped, 2, x.rank - 1) as [tf.Tensor, tf.Tensor];
    return { shift, logScale: tf.mul(tf.tanh(tf.div(raw, MOST)), MOST) };
  };
  return transforms.affineCoupling({ splitAt, isFlipped, terms });
}

/** y = loc + scale x, coordinate by coordinate. */
function scaledAndShifted(loc: tf.Tensor, scale: tf.Tensor): Bijector {
  return {
    name: 'scaledAndShifted',
    domainEventDim: 1,
    codomainEventDim: 1,
    isBijective: true,
    forward: (x) => tf.add(loc, tf.mul(scale, x)),
    inverse: (y) => tf.div(tf.sub(y, loc), scale),
    logAbsDetJacobian: () => tf.sum(tf.log(scale)),
    forwardShape: (shape) => [...shape],
    inverseShape: (shape) => [...shape],
  };
}
