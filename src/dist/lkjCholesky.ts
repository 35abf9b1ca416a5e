import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  diagonal,
  diagonalMatrix,
  digammaDifference,
  lgamma,
  logBeta,
  logGamma,
  logGammaHalfStep,
  lowerTriangle,
  split,
  type Key,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { corrCholesky as factors, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { corrCholesky } from './transforms/index.js';

export interface LkjCholeskyParams extends FamilyOptions {
  /** The size d of the correlation matrices, an integer >= 2. */
  readonly dim: number;
  /** [...batch], > 0; at 1 all correlation matrices are alike, above it those near the identity are preferred. */
  readonly concentration: Parameter;
}

/**
 * The distribution of Cholesky factors L [d, d] of correlation matrices of density proportional to det(L L^T)^(c - 1):
 * log p(L) = sum over i = 2, ..., d of (2 (c - 1) + d - i) log L_ii - log C, in nats per entry below the diagonal, where C is the
 * product of pi^(m / 2) Gamma(c + (d - 1 - m) / 2) / Gamma(c + (d - 1) / 2) over m = 1, ..., d - 1. The square of L_ii has a beta
 * distribution of c + (d - i) / 2 and (i - 1) / 2.
 *
 * Draws are made from partial correlations along a C-vine and carry implicit gradients; drawing reads the concentration.
 *
 * @throws ArgumentError unless `dim` is an integer >= 2
 * @see Lewandowski, Kurowicka and Joe 2009, "Generating random correlation matrices based on vines and extended onion method"
 * @example
 * lkjCholesky({ dim: 3, concentration: 2 }).logProb(tf.eye(3)).dataSync();   // [-0.615483]
 */
export function lkjCholesky(params: LkjCholeskyParams): Distribution {
  const { dim, concentration, validate } = checkedOptions(
    'lkjCholesky',
    params,
    ['dim', 'concentration'],
    ['validate'],
  );
  if (!Number.isInteger(dim) || dim < 2) {
    throw new ArgumentError({ where: 'lkjCholesky.dim', expected: 'an integer >= 2', got: String(dim) });
  }
  const c = (): tf.Tensor => tf.expandDims(asTensor(concentration), -1);
  const alpha = (): tf.Tensor => tf.add(c(), (dim - 1) / 2);
  return defineFamily({
    family: 'lkjCholesky',
    validate,
    params: { concentration },
    parameterConstraints: { concentration: positive },
    eventShape: [dim, dim],
    support: factors,
    hasRsample: true,
    // The partial correlation in column j is 2 b - 1 for b of a symmetric beta distribution: tanh of half its log odds.
    draw: (key, shape) => {
      const columns = range(1, dim - 1).flatMap((i) => range(1, i));
      const [first, second] = split(key) as [Key, Key];
      const a = tf.add(c(), tf.tensor1d(columns.map((j) => (dim - 1 - j) / 2)));
      const logs = [first, second].map((each) => logGamma(each, a, [...shape, columns.length])) as [
        tf.Tensor,
        tf.Tensor,
      ];
      return corrCholesky.forward(tf.mul(tf.sub(...logs), 0.5));
    },
    logDensity: (value) => {
      // The first entry is always 1, and its log 0.
      const powers = tf.add(tf.mul(tf.sub(c(), 1), 2), tf.tensor1d(range(1, dim).map((i) => dim - i)));
      return tf.sub(tf.sum(tf.mul(powers, tf.log(diagonal(value))), -1), logNormaliser(c(), dim));
    },
    mean: () => {
      const [{ a }, whole] = [betas(c(), dim), alpha()];
      const growth = tf.sub(logGammaHalfStep(a), logGammaHalfStep(whole));
      return diagonalMatrix(tf.mul(tf.sqrt(tf.div(a, whole)), tf.exp(growth)));
    },
    variance: () => {
      const [{ a }, whole] = [betas(c(), dim), alpha()];
      const growth = tf.sub(logGammaHalfStep(a), logGammaHalfStep(whole));
      const onDiagonal = tf.neg(tf.mul(tf.div(a, whole), tf.expm1(tf.mul(growth, 2))));
      const below = lowerTriangle(tf.div(tf.ones([dim, dim]), tf.mul(tf.expandDims(whole, -1), 2)), -1);
      return tf.add(below, diagonalMatrix(onDiagonal));
    },
    entropy: () => {
      const { a, b } = betas(c(), dim);
      const spread = tf.mul(tf.sub(a, 1), digammaDifference(a, tf.add(tf.zerosLike(a), b)));
      return tf.add(tf.sum(spread, -1), logNormaliser(c(), dim));
    },
  });
}

/** The parameters [..., d] of the distributions of the squares on the diagonal; the first is always 1. */
function betas(c: tf.Tensor, dim: number): { readonly a: tf.Tensor; readonly b: tf.Tensor } {
  const rows = range(1, dim);
  return {
    a: tf.add(c, tf.tensor1d(rows.map((i) => (dim - i) / 2))),
    b: tf.tensor1d(rows.map((i) => (i - 1) / 2)),
  };
}

/** log C, from c with a last dim of size 1. */
function logNormaliser(c: tf.Tensor, dim: number): tf.Tensor {
  const halves = tf.tensor1d(range(1, dim - 1).map((m) => m / 2));
  const rests = tf.tensor1d(range(1, dim - 1).map((m) => (dim - 1 - m) / 2));
  const terms = tf.sub(logBeta(tf.add(c, rests), halves), lgamma(halves));
  return tf.add(tf.sum(terms, -1), (dim * (dim - 1) * Math.log(Math.PI)) / 4);
}

/** The integers from `first` to `last`. */
function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
