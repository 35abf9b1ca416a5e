import * as tf from '@tensorflow/tfjs-core';
import { select } from '../num/index.js';
import { asTensor } from './asTensor.js';
import type { Parameter } from './distribution.js';
import type { NormalStretch } from './normalStretch.js';

/** A normal distribution and where it is cut; the bounds may be infinite. */
export interface Cut {
  readonly loc: Parameter;
  readonly scale: Parameter;
  readonly low: Parameter;
  readonly high: Parameter;
}

/** What is left between the bounds: x = anchor + sign × scale × d, with d in the stretch. */
export interface CutStretch extends NormalStretch {
  /** The bound that is nearer to `loc` if all of the interval lies on one side of it, else `loc`. */
  readonly anchor: tf.Tensor;
  /** -1 where the interval lies on the left of `loc`, else 1. */
  readonly sign: tf.Tensor;
}

/**
 * The interval of a truncated normal distribution as distances from where the density is largest. With these, neither widths nor
 * log densities are differences of large numbers.
 */
export function stretchBetween({ loc, scale, low, high }: Cut): CutStretch {
  const [a, b] = [lengths(low, loc, scale), lengths(high, loc, scale)];
  const [isRight, isLeft] = [tf.greaterEqual(a, 0), tf.lessEqual(b, 0)];
  const width = widthBetween(low, high, scale);
  const isAside = tf.logicalOr(isRight, isLeft);
  return {
    base: select(isLeft, tf.neg(b), select(isRight, a, 0)),
    from: select(isAside, 0, a),
    to: select(isAside, width, b),
    anchor: select(isLeft, finite(high), select(isRight, finite(low), loc)),
    sign: select(isLeft, -1, 1),
  };
}

/** The distance d of a value in a stretch. */
export function placeIn({ anchor, sign }: CutStretch, { scale }: Cut, value: tf.Tensor): tf.Tensor {
  return tf.mul(sign, tf.div(tf.sub(value, anchor), scale));
}

/** (bound - from) / scale, or the bound itself if it is infinite. */
function lengths(bound: Parameter, from: Parameter, scale: Parameter): tf.Tensor {
  if (typeof bound === 'number' && !Number.isFinite(bound)) return tf.scalar(bound);
  return select(isFinite(bound), tf.div(tf.sub(finite(bound), from), scale), bound);
}

function widthBetween(low: Parameter, high: Parameter, scale: Parameter): tf.Tensor {
  const hasBoth = tf.logicalAnd(isFinite(low), isFinite(high));
  return select(hasBoth, tf.div(tf.sub(finite(high), finite(low)), scale), Infinity);
}

function isFinite(x: Parameter): tf.Tensor {
  return tf.less(tf.abs(asTensor(x)), Infinity);
}

/** The numbers themselves, and 0 where they are infinite. */
function finite(x: Parameter): tf.Tensor {
  return select(isFinite(x), x, 0);
}
