import * as tf from '@tensorflow/tfjs-core';
import { gaussLegendreRule, withPartials } from '../num/index.js';

/** Beyond a peak at distance t from the mean, less than 2e-9 of the mass is further away than this over max(t, 3.125). */
const REACH = 20;
const NEAR = 3.125;

/**
 * An interval of the standard normal distribution in distances d from a point `base` >= 0, in which the density is in proportion
 * to exp(-d (d + 2 base) / 2): d from `from` to `to`, either of them perhaps infinite. `base` is 0, or `from` is >= 0.
 */
export interface NormalStretch {
  readonly base: tf.Tensor;
  readonly from: tf.Tensor;
  readonly to: tf.Tensor;
}

/** log of the integral of exp(-d (d + 2 base) / 2) over the stretch, in nats, with gradients to all three. */
export function logStretchMass({ base, from, to }: NormalStretch): tf.Tensor {
  return withPartials('logStretchMass', { base, from, to }, logMass, [
    (at) => tf.neg(stretchMean(stretchOf(at))),
    ([b, f, , log]) => tf.neg(tf.exp(tf.sub(logKernel(f as tf.Tensor, b as tf.Tensor), log as tf.Tensor))),
    ([b, , t, log]) => tf.exp(tf.sub(logKernel(t as tf.Tensor, b as tf.Tensor), log as tf.Tensor)),
  ]);
}

/** The mean of d. */
export function stretchMean(stretch: NormalStretch): tf.Tensor {
  const { places, weights } = rule(stretch);
  return average(places, weights);
}

/** The mean square of d less its mean. */
export function stretchVariance(stretch: NormalStretch): tf.Tensor {
  const { places, weights } = rule(stretch);
  const mean = tf.expandDims(average(places, weights), -1);
  return average(tf.square(tf.sub(places, mean)), weights);
}

/** The mean of d (d + 2 base) / 2, which is log mass less log density. */
export function stretchFall(stretch: NormalStretch): tf.Tensor {
  const { places, weights } = rule(stretch);
  return tf.neg(average(logKernel(places, tf.expandDims(stretch.base, -1)), weights));
}

function stretchOf([base, from, to]: readonly tf.Tensor[]): NormalStretch {
  return { base: base as tf.Tensor, from: from as tf.Tensor, to: to as tf.Tensor };
}

/** -d (d + 2 base) / 2. */
export function logKernel(d: tf.Tensor, base: tf.Tensor): tf.Tensor {
  return tf.neg(tf.mul(d, tf.add(tf.mul(d, 0.5), base)));
}

function logMass(at: readonly tf.Tensor[]): tf.Tensor {
  const stretch = stretchOf(at);
  const { weights, width, peak } = rule(stretch);
  return tf.add(logKernel(peak, stretch.base), tf.add(tf.log(width), tf.log(tf.sum(weights, -1))));
}

interface Rule {
  readonly peak: tf.Tensor;
  readonly width: tf.Tensor;
  /** Nodes [..., 32] on the part of the stretch that has mass, and their weights times the density over that at the peak. */
  readonly places: tf.Tensor;
  readonly weights: tf.Tensor;
}

/** All terms have one sign, so that float32 keeps the digits of the sums, in tails and in narrow stretches alike. */
function rule({ base, from, to }: NormalStretch): Rule {
  const peak = tf.maximum(from, tf.minimum(to, tf.neg(base)));
  const reach = tf.div(REACH, tf.maximum(tf.abs(tf.add(peak, base)), NEAR));
  const start = tf.maximum(from, tf.sub(peak, reach));
  // Not 0 wide, as its log is taken.
  const width = tf.maximum(tf.sub(tf.minimum(to, tf.add(peak, reach)), start), 2 ** -120);
  const [first, whole, top, origin] = [start, width, peak, base].map((x) => tf.expandDims(x, -1)) as Four;
  const places = tf.add(first, tf.mul(whole, nodes()));
  // The log density less that at the peak, from their distance.
  const distance = tf.add(tf.sub(first, top), tf.mul(whole, nodes()));
  const fall = tf.mul(distance, tf.add(tf.mul(distance, 0.5), tf.add(top, origin)));
  return { peak, width, places, weights: tf.mul(tf.exp(tf.neg(fall)), shares()) };
}

type Four = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/** The rule on 0 to 1. */
function nodes(): tf.Tensor {
  return tf.tensor1d(gaussLegendreRule.map(({ place }) => (1 + place) / 2));
}

function shares(): tf.Tensor {
  return tf.tensor1d(gaussLegendreRule.map(({ weight }) => weight / 2));
}

function average(values: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  return tf.div(tf.sum(tf.mul(values, weights), -1), tf.sum(weights, -1));
}
