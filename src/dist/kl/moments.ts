import * as tf from '@tensorflow/tfjs-core';
import { formula, logUnitIntegral, select } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { ofLogGamma } from '../gamma.js';
import { binaryLogits } from './binaryLogits.js';
import { concentrationAndRate } from './gamma.js';
import { meanLogs } from './meanLog.js';
import { parameter } from './parameter.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);
const logGammaDensityOfLog = formula('gamma', ofLogGamma);

// The mean of log q is minus the entropy; that of log p needs but moments where log p is linear in the value, its square or its log.

/** From a normal p: log(scale) + log(2 pi) / 2 + (variance + (mean - loc)^2) / (2 scale^2) less the entropy. */
export function fromNormalKl(q: Distribution, p: Distribution): tf.Tensor {
  const scale = parameter(p, 'scale');
  const distance = tf.square(tf.div(tf.sub(q.mean(), parameter(p, 'loc')), scale));
  const spread = tf.div(tf.div(q.variance(), scale), scale);
  const loss = tf.add(tf.log(scale), tf.mul(tf.add(tf.add(spread, distance), LOG_TWO_PI), 0.5));
  return tf.sub(loss, q.entropy());
}

/** From a gamma, chi-squared or exponential p, of a q on the numbers > 0: by the mean and that of the log. */
export function fromGammaKl(q: Distribution, p: Distribution): tf.Tensor {
  const [concentration, rate] = concentrationAndRate(p);
  const meanLog = meanLogs.get(q.family)?.(q) ?? tf.scalar(NaN);
  // a E log(r x) - r E x - log Gamma(a) is this of r E x, plus a times how far the mean of the log lies below the log of the mean.
  const isFinite = tf.less(q.mean(), Infinity);
  const mean = tf.mul(select(isFinite, q.mean(), 1), rate);
  const gap = tf.mul(concentration, tf.sub(tf.add(meanLog, tf.log(rate)), tf.log(mean)));
  const gain = tf.add(logGammaDensityOfLog(concentration, mean), gap);
  return select(isFinite, tf.sub(tf.sub(meanLog, gain), q.entropy()), Infinity);
}

/** From a continuous Bernoulli p, of a q from 0 to 1: log of the integral of exp(l x), less l times the mean. */
export function fromContinuousBernoulliKl(q: Distribution, p: Distribution): tf.Tensor {
  const logits = binaryLogits(p);
  return tf.sub(tf.sub(logUnitIntegral(logits), tf.mul(logits, q.mean())), q.entropy());
}

/** From a uniform p, of a q from 0 to 1: Infinity unless p reaches as far. */
export function unitFromUniformKl(q: Distribution, p: Distribution): tf.Tensor {
  const [low, high] = [parameter(p, 'low'), parameter(p, 'high')];
  const isInside = tf.logicalAnd(tf.lessEqual(low, 0), tf.greaterEqual(high, 1));
  return select(isInside, tf.sub(tf.log(tf.sub(high, low)), q.entropy()), Infinity);
}
