import * as tf from '@tensorflow/tfjs-core';
import { digamma, scaledExpIntegral } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { concentrationAndRate } from './gamma.js';
import { parameter } from './parameter.js';

const EULER_GAMMA = 0.5772156649015329;

type MeanLog = (dist: Distribution) => tf.Tensor;

const gammaMeanLog: MeanLog = (dist) => {
  const [concentration, rate] = concentrationAndRate(dist);
  return tf.sub(digamma(concentration), tf.log(rate));
};

/** The mean of log x under the families of positive numbers in which it is known. */
export const meanLogs: ReadonlyMap<string, MeanLog> = new Map<string, MeanLog>([
  ['beta', (dist) => tf.sub(digamma(parameter(dist, 'concentration1')), digamma(totalOf(dist)))],
  ['chi2', gammaMeanLog],
  ['exponential', gammaMeanLog],
  ['gamma', gammaMeanLog],
  ['halfNormal', (dist) => tf.sub(tf.log(parameter(dist, 'scale')), (EULER_GAMMA + Math.LN2) / 2)],
  ['inverseGamma', (dist) => tf.neg(gammaMeanLog(dist))],
  ['inverseGaussian', inverseGaussianMeanLog],
  ['kumaraswamy', (dist) => tf.neg(tf.div(harmonic(dist), parameter(dist, 'concentration1')))],
  ['logNormal', (dist) => parameter(dist, 'loc')],
  ['pareto', (dist) => tf.add(tf.log(parameter(dist, 'scale')), tf.div(1, parameter(dist, 'alpha')))],
  ['uniform', uniformMeanLog],
  [
    'weibull',
    (dist) => tf.sub(tf.log(parameter(dist, 'scale')), tf.div(EULER_GAMMA, parameter(dist, 'concentration'))),
  ],
]);

function inverseGaussianMeanLog(dist: Distribution): tf.Tensor {
  const [loc, concentration] = [parameter(dist, 'loc'), parameter(dist, 'concentration')];
  return tf.sub(tf.log(loc), scaledExpIntegral(tf.mul(tf.div(concentration, loc), 2)));
}

/** (h log h - l log l) / (h - l) - 1, with what lies below 0 left out. */
function uniformMeanLog(dist: Distribution): tf.Tensor {
  const [low, high] = [parameter(dist, 'low'), parameter(dist, 'high')].map((bound) => tf.maximum(bound, 2 ** -126));
  const timesLog = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.log(x));
  const [from, to] = [low as tf.Tensor, high as tf.Tensor];
  return tf.sub(tf.div(tf.sub(timesLog(to), timesLog(from)), tf.sub(to, from)), 1);
}

function totalOf(dist: Distribution): tf.Tensor {
  return tf.add(parameter(dist, 'concentration1'), parameter(dist, 'concentration0'));
}

/** The harmonic number of concentration0. */
function harmonic(dist: Distribution): tf.Tensor {
  return tf.add(digamma(tf.add(parameter(dist, 'concentration0'), 1)), EULER_GAMMA);
}
