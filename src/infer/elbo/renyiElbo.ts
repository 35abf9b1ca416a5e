import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, gradientOnly, logSumExp, select, stopGradient } from '../../num/index.js';
import { logWeights } from './logWeights.js';
import { checkObjectiveOptions, makeObjective, type Objective, type ParticleOptions } from './objective.js';

export interface RenyiOptions extends ParticleOptions {
  /** The order of the divergence, any number but 1. Default: 0, the importance-weighted bound. */
  readonly alpha?: number;
}

/**
 * Minus Renyi's variational bound: 1 / (1 - alpha) log mean_k w_k^(1 - alpha), with w = model / guide for each of
 * `numParticles` (default: 2) draws. At alpha 0 it is the bound of importance-weighted autoencoders.
 *
 * Plates that are around every site of model and guide are independent terms of the bound; all else is summed before the
 * logarithm. A scale that all sites share is applied to the bound. Its gradient is unbiased for the finite number of draws,
 * also where draws are not reparameterised.
 *
 * @throws ArgumentError if an option is unknown or out of range, alpha is 1, or there is one particle
 * @see Li and Turner 2016, "Renyi divergence variational inference", equation (12)
 * @see Burda, Grosse and Salakhutdinov 2016, "Importance weighted autoencoders"
 * @see Mnih and Rezende 2016, "Variational inference for Monte Carlo objectives", for the scores
 */
export function renyiElbo(options: RenyiOptions = {}): Objective {
  checkObjectiveOptions('renyiElbo', options, ['alpha']);
  const { alpha = 0, numParticles = 2 } = options;
  checkRenyi(alpha, numParticles);
  return makeObjective({
    name: 'renyiElbo',
    options: { ...options, numParticles },
    estimate: (particles) => {
      const { model, guide, score, scale } = logWeights(particles, true);
      const power = 1 - alpha;
      const powers = tf.mul(tf.sub(model, guide), power);
      const bound = tf.div(tf.sub(logSumExp(powers, 0), Math.log(numParticles)), power);
      const pull = scoreTerm(stopGradient(powers), stopGradient(bound), score(), power);
      return tf.mul(tf.sum(tf.add(bound, pull)), -scale);
    },
  });
}

/** 0, with the gradient of each draw's score times what the draw adds to the bound. */
function scoreTerm(powers: tf.Tensor, bound: tf.Tensor, score: tf.Tensor, power: number): tf.Tensor {
  const gain = tf.sub(bound, withoutEach(powers, power));
  return tf.sum(tf.mul(gradientOnly(score), gain), 0);
}

/** The bound without draw k, for each k: [K, ...cells]. Where it is infinite 0 does as well, and keeps gradients finite. */
function withoutEach(powers: tf.Tensor, power: number): tf.Tensor {
  const [count = 0, ...cells] = powers.shape;
  const isSelf = tf.reshape(tf.cast(tf.eye(count), 'bool'), [count, count, ...cells.map(() => 1)]);
  const others = select(isSelf, -Infinity, tf.expandDims(powers, 0));
  const bounds = tf.div(tf.sub(logSumExp(others, 1), Math.log(count - 1)), power);
  const isFinite = tf.less(tf.abs(bounds), Infinity);
  return stopGradient(select(isFinite, bounds, 0));
}

function checkRenyi(alpha: number, numParticles: number): void {
  const where = 'renyiElbo';
  if (!Number.isFinite(alpha) || alpha === 1) {
    const hint = alpha === 1 ? 'traceElbo, which is the limit at 1' : undefined;
    throw new ArgumentError({ where, expected: 'a finite alpha other than 1', got: String(alpha), hint });
  }
  if (numParticles >= 2) return;
  throw new ArgumentError({
    where,
    expected: 'numParticles of at least 2',
    got: String(numParticles),
    hint: 'traceElbo',
  });
}
