import * as tf from '@tensorflow/tfjs-core';
import {
  logI0,
  type Expression,
  sin,
  formula,
  besselDeficit,
  i0e,
  vonMises as centredVonMises,
  vonMisesCdf,
  vonMisesQuantile,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { angle, nonnegative, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

/** The float32 nearest to pi, which lies above it. */
const PI = Math.fround(Math.PI);
const LOG_TWO_PI = Math.log(2 * Math.PI);

export interface VonMisesParams extends FamilyOptions {
  /** The mean direction in radians, [batch]. */
  readonly loc: Parameter;
  /** [batch], >= 0; about 1 over the variance where it is large, and 0 for the uniform distribution. */
  readonly concentration: Parameter;
}

/** With cos(y) - 1 as -2 sin(y / 2)^2, which keeps its digits at the small angles of a large concentration. */
const density = formula('vonMises', (x: Expression, loc: Expression, concentration: Expression) => {
  const dip = sin(x.sub(loc).mul(0.5)).square().mul(-2);
  return concentration.mul(dip).sub(logI0(concentration).sub(concentration)).sub(LOG_TWO_PI);
});

/**
 * The von Mises distribution of angles: log p(x) = k (cos(x - loc) - 1) - log(I0(k) exp(-k)) - log(2 pi), in nats per radian, for
 * any x in radians; draws lie between -pi and pi, and so do the angles that `cdf` counts
 * and `icdf` gives. They carry implicit gradients; drawing and `cdf` read the concentration from the device, `icdf` the location too.
 *
 * `variance` is the circular variance 1 - I1(k) / I0(k).
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * vonMises({ loc: 0, concentration: 0 }).logProb(tf.scalar(1)).dataSync();   // [-1.837877]
 */
export function vonMises(params: VonMisesParams): Distribution {
  const { loc, concentration, validate } = checkedOptions('vonMises', params, ['loc', 'concentration'], ['validate']);
  const k = (): tf.Tensor => asTensor(concentration);
  return defineFamily({
    family: 'vonMises',
    validate,
    params: { loc, concentration },
    parameterConstraints: { loc: real, concentration: nonnegative },
    support: angle,
    hasRsample: true,
    draw: (key, shape) => wrapped(tf.add(loc, centredVonMises(key, concentration, shape))),
    logDensity: (value) => density(value, loc, concentration),
    mean: () => wrapped(asTensor(loc)),
    variance: () => besselDeficit(k()),
    entropy: () => tf.add(tf.add(tf.log(i0e(k())), tf.mul(concentration, besselDeficit(k()))), LOG_TWO_PI),
    cdf: (value) => {
      const below = (angle: tf.Tensor): tf.Tensor => partBelow(tf.sub(angle, loc), k());
      return tf.clipByValue(tf.sub(below(tf.clipByValue(value, -PI, PI)), below(tf.scalar(-PI))), 0, 1);
    },
    icdf: (q) => vonMisesQuantile(q, loc, concentration),
  });
}

/** The part of the distribution about 0 below an angle, plus 1 for each whole turn. */
function partBelow(angle: tf.Tensor, concentration: tf.Tensor): tf.Tensor {
  const turns = tf.round(tf.div(angle, 2 * Math.PI));
  const within = tf.clipByValue(tf.sub(angle, tf.mul(turns, 2 * Math.PI)), -PI, PI);
  return tf.add(vonMisesCdf(within, concentration), turns);
}

/** Angles brought between -pi and pi by whole turns; the gradient passes through. */
function wrapped(x: tf.Tensor): tf.Tensor {
  const turns = tf.round(tf.div(x, 2 * Math.PI));
  return tf.clipByValue(tf.sub(x, tf.mul(turns, 2 * Math.PI)), -PI, PI);
}
