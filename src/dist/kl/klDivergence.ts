import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, broadcastTo, multiplyMask, sameShape, select } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { klEntry } from './registry.js';

/**
 * The Kullback-Leibler divergence of `q` from `p`, the mean of log q - log p under q, in nats, if it is known in closed form.
 *
 * Wrappers are seen through: `expand`; `mask`, which gives 0 where either is masked out; `toEvent`, over which it is summed.
 *
 * @returns [...batch], the batch shapes of both broadcast together; undefined if there is no entry for the pair
 */
export function klDivergence(q: Distribution, p: Distribution): tf.Tensor | undefined {
  if (!sameShape(q.eventShape, p.eventShape)) return undefined;
  const compute = closedForm(q, p);
  if (compute === undefined) return undefined;
  const shape = broadcastShapes('klDivergence', { q: q.batchShape, p: p.batchShape });
  return tf.tidy(() => broadcastTo(compute(), shape));
}

/** How to compute the divergence, up to its batch shape: known before anything is computed. */
function closedForm(q: Distribution, p: Distribution): (() => tf.Tensor) | undefined {
  if (q.masked !== undefined || p.masked !== undefined) return maskedForm(q, p);
  if (q.family === 'delta') return () => tf.sub(tf.neg(q.entropy()), p.logProb(q.mean()));
  const shared = Math.min(q.independent?.reinterpreted ?? 0, p.independent?.reinterpreted ?? 0);
  if (shared > 0) return summedForm(stripped(q, shared), stripped(p, shared), shared);
  if (q.transformed !== undefined && q.transformed.bijector === p.transformed?.bijector) {
    // One and the same map of both sides leaves the divergence what it is.
    return closedForm(q.transformed.base, p.transformed.base);
  }
  const entry = klEntry(q, p);
  if (entry !== undefined) return () => entry(q, p);
  return goesBeyond(q, p) ? () => tf.scalar(Infinity) : undefined;
}

/** Supports of numbers, each of which holds those above it. */
const widening = ['unitInterval', 'nonnegative', 'real'];

/** Whether q has mass where p has none by the kind of its support. */
function goesBeyond(q: Distribution, p: Distribution): boolean {
  if (q.isDiscrete || p.isDiscrete) return false;
  const [outer, inner] = [q, p].map(({ support }) => widening.indexOf(support.kind.replace('positive', 'nonnegative')));
  return (inner ?? -1) >= 0 && (outer ?? -1) > (inner ?? -1);
}

function maskedForm(q: Distribution, p: Distribution): (() => tf.Tensor) | undefined {
  const inner = closedForm(q.masked?.base ?? q, p.masked?.base ?? p);
  if (inner === undefined) return undefined;
  return () => {
    const mask = multiplyMask(q.masked?.mask ?? true, p.masked?.mask ?? true);
    if (mask === false) return tf.scalar(0);
    return mask === true ? inner() : select(mask, inner(), 0);
  };
}

function summedForm(q: Distribution, p: Distribution, dims: number): (() => tf.Tensor) | undefined {
  const inner = closedForm(q, p);
  if (inner === undefined) return undefined;
  const shape = broadcastShapes('klDivergence', { q: q.batchShape, p: p.batchShape });
  const axes = Array.from({ length: dims }, (_, i) => shape.length - 1 - i);
  return () => tf.sum(broadcastTo(inner(), shape), axes);
}

/** A distribution made by `toEvent` with `dims` of its dims given back to the batch. */
function stripped(dist: Distribution, dims: number): Distribution {
  if (dist.independent === undefined) return dist;
  const { base, reinterpreted } = dist.independent;
  return base.toEvent(reinterpreted - dims);
}
