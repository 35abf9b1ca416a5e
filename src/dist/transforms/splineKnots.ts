import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../num/index.js';

/** One number for each piece, [...batch, K]. */
export interface Knots {
  readonly left: tf.Tensor;
  readonly width: tf.Tensor;
  readonly bottom: tf.Tensor;
  readonly height: tf.Tensor;
  readonly slopeLeft: tf.Tensor;
  readonly slopeRight: tf.Tensor;
}

/** One number for each value: that of the piece in which it lies. */
export type Piece = Knots;

/** The least share of the whole that a piece has, times K, and the least slope. */
const LEAST_SHARE = 1e-3;
const LEAST_SLOPE = 1e-3;
/** Of which softplus is 1 - LEAST_SLOPE. */
const UNIT_SLOPE = Math.log(Math.expm1(1 - LEAST_SLOPE));

/** The pieces from -bound to bound in both directions, and the slopes at their ends, which are 1 at the bounds. */
export function knotsOf(widths: tf.Tensor, heights: tf.Tensor, slopes: tf.Tensor, bound: number): Knots {
  const [width, height] = [shares(widths, bound), shares(heights, bound)];
  const inner = tf.add(tf.softplus(tf.add(slopes, UNIT_SLOPE)), LEAST_SLOPE);
  const end = tf.ones([...slopes.shape.slice(0, -1), 1]);
  return {
    left: starts(width, bound),
    width,
    bottom: starts(height, bound),
    height,
    slopeLeft: tf.concat([end, inner], -1),
    slopeRight: tf.concat([inner, end], -1),
  };
}

/** The piece in which each value lies, by its edges of one direction: comparisons and sums in place of a gather. */
export function pieceAt(knots: Knots, edges: 'left' | 'bottom', value: tf.Tensor): Piece {
  const starts = knots[edges];
  const size = starts.shape[starts.rank - 1] ?? 1;
  const column = tf.expandDims(value, -1);
  // The first piece takes what rounding leaves below its start.
  const isPast = tf.cast(tf.greaterEqual(column, starts), 'int32');
  const index = tf.expandDims(tf.maximum(tf.sub(tf.sum(isPast, -1), 1), 0), -1);
  const isHere = tf.equal(index, tf.range(0, size, 1, 'int32'));
  const pick = (each: tf.Tensor): tf.Tensor => tf.sum(select(isHere, each, 0), -1);
  return {
    left: pick(knots.left),
    width: pick(knots.width),
    bottom: pick(knots.bottom),
    height: pick(knots.height),
    slopeLeft: pick(knots.slopeLeft),
    slopeRight: pick(knots.slopeRight),
  };
}

/** Lengths that add up to twice the bound. */
function shares(logits: tf.Tensor, bound: number): tf.Tensor {
  const size = logits.shape[logits.rank - 1] ?? 1;
  const part = tf.add(tf.mul(tf.softmax(logits), 1 - LEAST_SHARE), LEAST_SHARE / size);
  return tf.mul(part, 2 * bound);
}

function starts(lengths: tf.Tensor, bound: number): tf.Tensor {
  return tf.sub(tf.cumsum(lengths, -1, true), bound);
}
