import * as tf from '@tensorflow/tfjs-core';
import { formatShape, i0e, i1e, logPositivePart, normal as standardNormal, select, ShapeError } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { circular, realVector } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';
import { logDensityOnSphere, meanCosineOverLength } from './projectedNormalOnSphere.js';
import { normalise } from './transforms/index.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export interface ProjectedNormalParams extends FamilyOptions {
  /** The mean of the normal before it is projected, [...batch, 2 or 3]: its direction is the mode, its length the concentration. */
  readonly concentration: tf.Tensor;
}

/**
 * The projected normal distribution on the circle or the sphere: the direction of a normal vector of the given mean m and unit
 * covariance. With t = x . m and d = x x m the parts of m along and across the unit vector x,
 * log p(x) = -d^2 / 2 - log(2 pi) / 2 + log E max(0, Z + t) in nats per radian on the circle, and
 * log p(x) = -d^2 / 2 - log(2 pi) + log E max(0, Z + t)^2 in nats per steradian on the sphere. A mean of 0 gives the uniform
 * distribution. On the sphere the variance has no closed form here.
 *
 * @throws ShapeError unless the last dim of the concentration is 2 or 3
 * @example
 * projectedNormal({ concentration: tf.tensor1d([0, 0]) }).logProb(tf.tensor1d([1, 0])).dataSync();   // [-1.837877]
 */
export function projectedNormal(params: ProjectedNormalParams): Distribution {
  const { concentration, validate } = checkedOptions('projectedNormal', params, ['concentration'], ['validate']);
  const size = concentration.shape[concentration.rank - 1];
  if (size !== 2 && size !== 3) {
    const got = formatShape(concentration.shape);
    throw new ShapeError({ where: 'projectedNormal', expected: 'a concentration of shape [..., 2] or [..., 3]', got });
  }
  return defineFamily({
    family: 'projectedNormal',
    validate,
    params: { concentration },
    parameterConstraints: { concentration: realVector },
    eventShape: [size],
    support: circular,
    hasRsample: true,
    draw: (key, shape) => normalise.forward(tf.add(concentration, standardNormal(key, [...shape, size]))),
    ...(size === 2 ? onCircle(concentration) : onSphere(concentration)),
  });
}

type Facts = Pick<FamilyFacts, 'logDensity' | 'mean' | 'variance'>;

function onCircle(concentration: tf.Tensor): Facts {
  return {
    logDensity: (value) => {
      const [along, across] = parts(value, concentration);
      return tf.sub(logPositivePart(along), tf.add(tf.mul(tf.square(across), 0.5), HALF_LOG_TWO_PI));
    },
    mean: () => tf.mul(normalise.forward(concentration), meanLength(squaredLength(concentration))),
    variance: () => variance(concentration),
  };
}

function onSphere(concentration: tf.Tensor): Facts {
  return {
    logDensity: (value) => logDensityOnSphere(value, concentration),
    mean: () => tf.mul(concentration, meanCosineOverLength(squaredLength(concentration))),
  };
}

/** The dot and the cross product of two arrays of plane vectors, over the last dim. */
function parts(x: tf.Tensor, y: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const [x0, x1] = coordinates(x);
  const [y0, y1] = coordinates(y);
  return [tf.add(tf.mul(x0, y0), tf.mul(x1, y1)), tf.sub(tf.mul(x0, y1), tf.mul(x1, y0))];
}

function coordinates(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const batch = x.shape.slice(0, -1);
  const at = (i: number): tf.Tensor => tf.reshape(tf.slice(x, [...batch.map(() => 0), i], [...batch, 1]), batch);
  return [at(0), at(1)];
}

/** |m|^2, with the last dim kept. */
function squaredLength(m: tf.Tensor): tf.Tensor {
  return tf.sum(tf.square(m), -1, true);
}

/** The mean cosine of the angle to the mode: sqrt(pi / 8) r exp(-y) (I0(y) + I1(y)) with r = |m| and y = r^2 / 4. */
function meanLength(square: tf.Tensor): tf.Tensor {
  const y = tf.mul(square, 0.25);
  return tf.mul(tf.mul(tf.sqrt(square), Math.sqrt(Math.PI / 8)), tf.add(i0e(y), i1e(y)));
}

/** Across the mode from the mean squared sine of the angle to it, (1 - exp(-r^2 / 2)) / r^2, along it from what is left of 1. */
function variance(m: tf.Tensor): tf.Tensor {
  const square = squaredLength(m);
  // Where r is so small that 1 / 2 - r^2 / 8 is its value, the quotient would be 0 / 0.
  const isSmall = tf.less(square, 1e-4);
  const half = tf.mul(select(isSmall, 1, square), 0.5);
  const exact = tf.div(tf.mul(tf.expm1(tf.neg(half)), -0.5), half);
  const squaredSine = select(isSmall, tf.sub(0.5, tf.mul(square, 0.125)), exact);
  const squaredMean = tf.square(meanLength(square));
  const along = tf.relu(tf.sub(tf.sub(1, squaredSine), squaredMean));
  const share = tf.square(normalise.forward(m));
  return tf.add(tf.mul(share, along), tf.mul(tf.sub(1, share), squaredSine));
}
