import * as tf from '@tensorflow/tfjs-core';
import { digamma } from '../../num/index.js';
import { logMultiBeta } from '../dirichlet.js';
import type { Distribution } from '../distribution.js';
import { broadcastTogether } from './broadcastTogether.js';
import { parameter } from './parameter.js';

/** log B(b) - log B(a) + sum (a - b) (digamma(a) - digamma(sum a)) for q = (a) and p = (b). */
export function dirichletKl(q: Distribution, p: Distribution): tf.Tensor {
  return divergence(parameter(q, 'concentration'), parameter(p, 'concentration'));
}

/** A beta distribution is the first entry of a Dirichlet distribution of two. */
export function betaKl(q: Distribution, p: Distribution): tf.Tensor {
  return divergence(pairOf(q), pairOf(p));
}

function divergence(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const gap = tf.sub(digamma(a), digamma(tf.sum(a, -1, true)));
  return tf.add(tf.sub(logMultiBeta(b), logMultiBeta(a)), tf.sum(tf.mul(tf.sub(a, b), gap), -1));
}

function pairOf(dist: Distribution): tf.Tensor {
  return tf.stack(broadcastTogether(parameter(dist, 'concentration1'), parameter(dist, 'concentration0')), -1);
}
