import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, type Key } from '../../num/index.js';

/** @throws ArgumentError unless `numParticles` is a whole number of at least 1 */
export function checkNumParticles(where: string, numParticles: number): void {
  if (Number.isInteger(numParticles) && numParticles >= 1) return;
  throw new ArgumentError({ where, expected: 'numParticles of at least 1', got: String(numParticles) });
}

/** The mean of `numParticles` independent estimates. */
export function meanOverParticles(key: Key, numParticles: number, estimate: (key: Key) => tf.Scalar): tf.Scalar {
  if (numParticles === 1) return estimate(key);
  const estimates = Array.from({ length: numParticles }, (_, i) => estimate(fold(key, i)));
  return tf.mean(tf.stack(estimates));
}
