import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, broadcastTo, cholesky, transposed, triangularInverse } from '../num/index.js';
import { joined, productsOverTime, stretch, type Chain } from './scanTime.js';

/** The parts of a linear Gaussian chain, as columns: z_t = F z_(t-1) + u + N(0, Q) and y_t = H z_t + d + N(0, R). */
export interface GaussianChain {
  /** Mean [..., h, 1] and covariance [..., h, h] of the state before the first step. */
  readonly initial: Moments;
  /** F [..., T or 1, h, h], u [..., T or 1, h, 1] and Q [..., T or 1, h, h]. */
  readonly transition: Step;
  /** H [..., T or 1, o, h], d [..., T or 1, o, 1] and R [..., T or 1, o, o]. */
  readonly observation: Step;
  readonly duration: number;
}

export interface Moments {
  readonly mean: tf.Tensor;
  readonly covariance: tf.Tensor;
}

export interface Step extends Moments {
  readonly matrix: tf.Tensor;
  /** The lower triangular factor of `covariance`. */
  readonly factor: tf.Tensor;
}

/** Mean and covariance of each state, [..., T, h, 1] and [..., T, h, h], given nothing. */
function statesOf({ initial, transition, duration }: GaussianChain): Moments {
  const { matrix, mean, covariance } = transition;
  const [steps = []] = levelled([[matrix, mean, covariance].map((x) => withTime(x, duration))]);
  const [products = matrix, means = mean, covariances = covariance] = productsOverTime(steps, affine);
  return moved({ matrix: products, mean: means, covariance: covariances }, startOf(initial));
}

/** Mean and covariance of each observation, [..., T, o, 1] and [..., T, o, o], given nothing. */
export function observationsOf(chain: GaussianChain): Moments {
  return moved(chain.observation, statesOf(chain));
}

/** The states [..., T, h, 1] that follow from a first state [..., h, 1] and what is added to each next one, [..., T, h, 1]. */
export function pathOf({ transition, duration }: GaussianChain, start: tf.Tensor, noise: tf.Tensor): tf.Tensor {
  const [steps = []] = levelled([[withTime(transition.matrix, duration), tf.add(transition.mean, noise)]]);
  const [products = transition.matrix, sums = noise] = productsOverTime(steps, linear);
  return tf.add(tf.matMul(products, tf.expandDims(start, -3)), sums);
}

/** Mean and covariance of each observation given all before it, [..., T, o, 1] and [..., T, o, o]. */
export function predictionsOf(chain: GaussianChain, y: tf.Tensor): Moments {
  const before = chain.duration === 1 ? startOf(chain.initial) : filtered(chain, y, chain.duration - 1);
  return moved(chain.observation, moved(chain.transition, before));
}

/** Mean and covariance of the state after the last step given all observations, [..., h, 1] and [..., h, h]. */
export function lastState(chain: GaussianChain, y: tf.Tensor): Moments {
  const { mean, covariance } = filtered(chain, y, chain.duration);
  const last = stretch([mean, covariance], chain.duration, 1).map((x) => tf.squeeze(x, [x.rank - 3]));
  const [lastMean = mean, lastCovariance = covariance] = last;
  return { mean: lastMean, covariance: lastCovariance };
}

/**
 * Mean and covariance of the state after 0, 1, ..., `count` steps, each given the observations up to it.
 *
 * The distribution of a later state given an earlier one, times the likelihood of the observations between as a function of the earlier
 * one, is N(z'; A z + b, C) exp(eta . z - z . J z / 2); such pieces multiply to pieces of that form.
 *
 * @see Särkkä and García-Fernández 2021, "Temporal parallelization of Bayesian smoothers", section IV
 */
function filtered(chain: GaussianChain, y: tf.Tensor, count: number): Moments {
  const { transition, observation, duration } = chain;
  const over = (x: tf.Tensor): tf.Tensor => first(withTime(x, duration), count);
  const [F, u, Q] = [transition.matrix, transition.mean, transition.covariance].map(over) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const { factor } = observation;
  const [H, d, L] = [observation.matrix, observation.mean, factor].map(over) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const inverse = triangularInverse(L);
  const scaled = tf.matMul(inverse, H);
  const seen = tf.matMul(scaled, tf.matMul(inverse, tf.sub(first(y, count), d)), true, false);
  const size = F.shape[F.rank - 1] ?? 1;
  const none = tf.zerosLike(Q);
  const move: Chain = [F, u, Q, tf.zerosLike(u), none];
  const look: Chain = [tf.eye(size), tf.zerosLike(u), none, seen, tf.matMul(scaled, scaled, true, false)];
  const start = startOf(chain.initial);
  const [noMatrix, noVector] = [tf.zerosLike(start.covariance), tf.zerosLike(start.mean)];
  const begin: Chain = [noMatrix, start.mean, start.covariance, noVector, noMatrix];
  const [from = begin, pieces = begin] = levelled([begin, multiplied(move, look)]);
  const [, means = start.mean, covariances = start.covariance] = productsOverTime(joined(from, pieces), multiplied);
  return { mean: means, covariance: covariances };
}

/** The product of two pieces (A, b, C, eta, J), of which the first is over the earlier times. */
function multiplied([A1, b1, C1, eta1, J1]: Chain, [A2, b2, C2, eta2, J2]: Chain): Chain {
  if (!A1 || !b1 || !C1 || !eta1 || !J1 || !A2 || !b2 || !C2 || !eta2 || !J2) return [];
  // With C1 = L L^T: (I + C1 J2)^-1 C1 = L (I + L^T J2 L)^-1 L^T, and the matrix within has no eigenvalue below 1.
  const lower = cholesky(C1);
  const size = lower.shape[lower.rank - 1] ?? 1;
  const within = tf.add(tf.matMul(lower, tf.matMul(J2, lower), true, false), tf.eye(size));
  const root = triangularInverse(cholesky(within));
  const spread = tf.matMul(root, lower, false, true);
  const gain = tf.matMul(spread, spread, true, false);
  const shrink = tf.matMul(spread, tf.matMul(root, triangularInverse(lower)), true, false);
  const surprise = tf.sub(eta2, tf.matMul(J2, b1));
  const back = tf.matMul(shrink, A1);
  return [
    tf.matMul(A2, back),
    tf.add(tf.matMul(A2, tf.add(b1, tf.matMul(gain, surprise))), b2),
    tf.add(tf.matMul(tf.matMul(A2, gain), A2, false, true), C2),
    tf.add(eta1, tf.matMul(back, surprise, true, false)),
    tf.add(J1, tf.matMul(tf.matMul(back, J2, true, false), A1)),
  ];
}

/** The product of two maps (A, b, C) that add noise of covariance C, of which the first is over the earlier times. */
function affine([A1, b1, C1]: Chain, [A2, b2, C2]: Chain): Chain {
  if (!A1 || !b1 || !C1 || !A2 || !b2 || !C2) return [];
  const { mean, covariance } = moved({ matrix: A2, mean: b2, covariance: C2 }, { mean: b1, covariance: C1 });
  return [tf.matMul(A2, A1), mean, covariance];
}

/** The product of two maps (A, b), of which the first is over the earlier times. */
function linear([A1, b1]: Chain, [A2, b2]: Chain): Chain {
  if (!A1 || !b1 || !A2 || !b2) return [];
  return [tf.matMul(A2, A1), tf.add(tf.matMul(A2, b1), b2)];
}

/** Mean and covariance behind a step. */
function moved({ matrix, mean, covariance }: Omit<Step, 'factor'>, from: Moments): Moments {
  return {
    mean: tf.add(tf.matMul(matrix, from.mean), mean),
    covariance: tf.add(tf.matMul(tf.matMul(matrix, from.covariance), transposed(matrix)), covariance),
  };
}

/** With a dim of time, of size 1. */
function startOf({ mean, covariance }: Moments): Moments {
  return { mean: tf.expandDims(mean, -3), covariance: tf.expandDims(covariance, -3) };
}

function first(x: tf.Tensor, count: number): tf.Tensor {
  return stretch([x], 0, count)[0] ?? x;
}

/** Repeats what is the same at all steps. */
function withTime(x: tf.Tensor, duration: number): tf.Tensor {
  return broadcastTo(x, [...x.shape.slice(0, -3), duration, ...x.shape.slice(-2)]);
}

/** The chains with batch dims that do not change in products: those of all parts on vectors, those of all matrices on matrices. */
function levelled(chains: readonly Chain[]): readonly Chain[] {
  const all = chains.flat();
  const isMatrix = (x: tf.Tensor): boolean => x.shape[x.rank - 1] !== 1;
  const batchOf = (parts: readonly tf.Tensor[]): number[] =>
    broadcastShapes('gaussianHMM', Object.fromEntries(parts.map((x, i) => [`part ${i}`, x.shape.slice(0, -3)])));
  const [ofMatrices, ofAll] = [batchOf(all.filter(isMatrix)), batchOf(all)];
  return chains.map((chain) =>
    chain.map((x) => broadcastTo(x, [...(isMatrix(x) ? ofMatrices : ofAll), ...x.shape.slice(-3)])),
  );
}
