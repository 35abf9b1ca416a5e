import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { normalHazard } from './normalTail.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// quantile(1/2 + q) / q in q^2 for |q| <= 1/4.
const CENTRE = [2.50662825, 2.62496852, 5.76637224, 16.0748472, 35.218676, 297.141884] as const;
// -quantile(exp(-r^2)) / r in (2 / (1 + r) - 0.549) / 0.371 for p from 2^-149 to 1/4.
const TAIL = [
  1.17791473, -0.355864492, -0.182404615, -0.05051243, -0.0148630184, -0.00375814922, -0.00110964672, -0.000255752197,
  -7.86084767e-5, -1.21589254e-5, -1.16383439e-5,
] as const;
/** The smallest float32 above 0. */
const LEAST = 2 ** -149;

/**
 * The quantile of the standard normal, the inverse of `normalCdf`, for p from 0 to 1: infinite at both ends, NaN outside. All
 * digits are kept down to the smallest p; near p = 1 only as many as a float32 has for 1 - p, so take -normalQuantile(1 - p)
 * there if 1 - p is known better.
 * At most 4.5 ulp off, its gradient 5.5.
 *
 * @param p float32, any shape; borrowed
 * @example
 * normalQuantile(tf.tensor1d([0.5, 0.975, 1e-30])).dataSync();   // [0, 1.959964, -11.46402]
 */
export function normalQuantile(p: tf.Tensor): tf.Tensor {
  return withDerivative(p, value, slope);
}

function value(p: tf.Tensor): tf.Tensor {
  const q = tf.sub(p, 0.5);
  const smaller = tf.minimum(p, tf.sub(1, p));
  const centre = tf.mul(q, polynomial(tf.square(tf.clipByValue(q, -0.25, 0.25)), CENTRE));
  const tail = tf.mul(tf.sign(q), fromTail(tf.clipByValue(smaller, LEAST, 0.25)));
  const inside = select(tf.less(smaller, 0.25), tail, centre);
  const atEnd = select(tf.equal(smaller, 0), tf.div(q, 0), NaN);
  return select(tf.greater(smaller, 0), inside, atEnd);
}

/** -quantile(p) for p from the smallest number to 1/4. */
function fromTail(p: tf.Tensor): tf.Tensor {
  const r = tf.sqrt(tf.neg(tf.log(p)));
  const place = tf.div(tf.sub(tf.div(2, tf.add(r, 1)), 0.549), 0.371);
  return tf.mul(r, polynomial(place, TAIL));
}

/** One over the density, which far out is p times the failure rate: that keeps the digits that exp(z^2 / 2) would lose. */
function slope(p: tf.Tensor): tf.Tensor {
  const smaller = tf.minimum(p, tf.sub(1, p));
  // No quantile that is finite is larger than 15.
  return tf.div(tf.div(1, smaller), normalHazard(tf.minimum(tf.abs(value(p)), 15)));
}
