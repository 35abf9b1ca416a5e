import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, select } from '../../num/index.js';
import { checkedOptions } from '../checkedOptions.js';
import type { Bijector } from '../constraint.js';
import { elementwise } from './elementwise.js';
import { mapName } from './mapName.js';
import { knotsOf, type Knots, pieceAt, type Piece } from './splineKnots.js';

export interface SplineParams {
  /** The widths of K pieces in logits, [...batch, K]; the batch broadcasts to the values. */
  readonly widths: tf.Tensor;
  /** Their heights in logits, [...batch, K]. */
  readonly heights: tf.Tensor;
  /** The slopes at the K - 1 knots between them, [...batch, K - 1], of any sign: 0 makes a slope of 1. */
  readonly slopes: tf.Tensor;
  /** Outside -bound to bound the map is the identity. Default: 3. */
  readonly bound?: number;
}

/**
 * A growing map of numbers made of K pieces, each a ratio of two quadratic polynomials, with a continuous slope; zeros for all
 * parameters make it the identity. It costs as much backwards.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @see Durkan, Bekasov, Murray and Papamakarios 2019, "Neural spline flows", equations (4)-(8)
 */
export function spline(params: SplineParams): Bijector {
  const {
    widths,
    heights,
    slopes,
    bound = 3,
  } = checkedOptions('spline', params, ['widths', 'heights', 'slopes'], ['bound']);
  const knots = (): Knots => knotsOf(widths, heights, slopes, bound);
  const within = (x: tf.Tensor, inside: (safe: tf.Tensor) => tf.Tensor, outside: tf.Tensor | number): tf.Tensor => {
    const isInside = tf.less(tf.abs(x), bound);
    return select(isInside, inside(select(isInside, x, 0)), outside);
  };
  return elementwise({
    name: mapName('spline', [widths, heights, slopes, bound]),
    forward: (x) => within(x, (safe) => rise(pieceAt(knots(), 'left', safe), safe), x),
    inverse: (y) => within(y, (safe) => descend(pieceAt(knots(), 'bottom', safe), safe), y),
    logDerivative: (x) => within(x, (safe) => logSlope(pieceAt(knots(), 'left', safe), safe), 0),
    parameterShape: broadcastShapes('spline', {
      widths: widths.shape.slice(0, -1),
      heights: heights.shape.slice(0, -1),
      slopes: slopes.shape.slice(0, -1),
    }),
  });
}

/** Where x is in its piece, from 0 to 1; the mean slope; and the denominator, a sum of numbers > 0. */
function terms(piece: Piece, part: tf.Tensor): Record<'slope' | 'rest' | 'mixed' | 'denominator', tf.Tensor> {
  const slope = tf.div(piece.height, piece.width);
  const rest = tf.sub(1, part);
  const mixed = tf.mul(part, rest);
  const ends = tf.mul(tf.add(piece.slopeLeft, piece.slopeRight), mixed);
  return { slope, rest, mixed, denominator: tf.add(tf.mul(slope, tf.sub(1, tf.mul(mixed, 2))), ends) };
}

function rise(piece: Piece, x: tf.Tensor): tf.Tensor {
  const part = tf.div(tf.sub(x, piece.left), piece.width);
  const { slope, mixed, denominator } = terms(piece, part);
  const numerator = tf.add(tf.mul(slope, tf.square(part)), tf.mul(piece.slopeLeft, mixed));
  return tf.add(piece.bottom, tf.mul(piece.height, tf.div(numerator, denominator)));
}

function logSlope(piece: Piece, x: tf.Tensor): tf.Tensor {
  const part = tf.div(tf.sub(x, piece.left), piece.width);
  const { slope, rest, mixed, denominator } = terms(piece, part);
  const ends = tf.add(tf.mul(piece.slopeRight, tf.square(part)), tf.mul(piece.slopeLeft, tf.square(rest)));
  const numerator = tf.add(ends, tf.mul(tf.mul(slope, mixed), 2));
  return tf.add(tf.mul(tf.log(tf.div(slope, denominator)), 2), tf.log(numerator));
}

/** The root from 0 to 1 of the quadratic equation of equations (6)-(8). */
function descend(piece: Piece, y: tf.Tensor): tf.Tensor {
  const slope = tf.div(piece.height, piece.width);
  const up = tf.div(tf.sub(y, piece.bottom), piece.height);
  const bend = tf.mul(up, tf.sub(tf.add(piece.slopeLeft, piece.slopeRight), tf.mul(slope, 2)));
  const a = tf.add(tf.sub(slope, piece.slopeLeft), bend);
  const b = tf.sub(piece.slopeLeft, bend);
  const c = tf.mul(slope, up);
  const root = tf.sqrt(tf.maximum(tf.add(tf.square(b), tf.mul(tf.mul(a, c), 4)), 2 ** -100));
  const part = tf.div(tf.mul(c, 2), tf.add(b, root));
  return tf.add(piece.left, tf.mul(tf.clipByValue(part, 0, 1), piece.width));
}
