import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, select, stopGradient } from '../../num/index.js';
import { checkedOptions } from '../checkedOptions.js';
import type { Bijector } from '../constraint.js';
import type { Parameter } from '../distribution.js';
import { mapName } from './mapName.js';
import { shapeOf } from './shapeOf.js';
import { vectorMap } from './vectorMap.js';

export interface RadialParams {
  /** Around which vectors are drawn in or pushed out, [...batch, n]. */
  readonly center: tf.Tensor;
  /** The distance within which most happens, [...batch], > 0. */
  readonly radius: Parameter;
  /** [...batch]: 0 and above pushes out, below about log(exp(radius) - 1) draws in. */
  readonly strength: Parameter;
}

/**
 * y = c + (x - c) (r + s) / (r + a), with c the center, r = |x - c|, a the radius and s = softplus(strength), so that distances near
 * the center are multiplied by s / a and far ones stay. The inverse is a root of a quadratic equation.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @see Rezende and Mohamed 2015, "Variational inference with normalizing flows", equations (13)-(14) and appendix A.2
 */
export function radial(params: RadialParams): Bijector {
  const { center, radius, strength } = checkedOptions('radial', params, ['center', 'radius', 'strength'], []);
  const a = (): Parameter => asColumn(radius);
  const s = (): tf.Tensor => tf.softplus(asColumn(strength));
  const columnShape = (x: Parameter): number[] => (typeof x === 'number' ? [] : [...shapeOf(x), 1]);
  return vectorMap({
    name: mapName('radial', [center, radius, strength]),
    forward: (x) => {
      const from = tf.sub(x, center);
      const r = length(from);
      return tf.add(center, tf.mul(from, tf.div(tf.add(r, s()), tf.add(r, a()))));
    },
    inverse: (y) => {
      const from = tf.sub(y, center);
      const r = before(length(from), a(), s());
      return tf.add(center, tf.mul(from, tf.div(tf.add(r, a()), tf.add(r, s()))));
    },
    // One direction is stretched by d(r (r + s) / (r + a)) / dr, the others by (r + s) / (r + a).
    logAbsDetJacobian: (x) => {
      const r = length(tf.sub(x, center));
      const reach = tf.add(r, a());
      const across = tf.div(tf.add(r, s()), reach);
      const out = tf.add(
        tf.mul(tf.div(r, reach), tf.add(tf.div(a(), reach), 1)),
        tf.mul(tf.div(a(), reach), tf.div(s(), reach)),
      );
      const others = (x.shape[x.rank - 1] ?? 1) - 1;
      return tf.squeeze(tf.add(tf.mul(tf.log(across), others), tf.log(out)), [-1]);
    },
    parameterShape: broadcastShapes('radial', {
      center: center.shape,
      radius: columnShape(radius),
      strength: columnShape(strength),
    }),
  });
}

function asColumn(x: Parameter): Parameter {
  return typeof x === 'number' ? x : tf.expandDims(x, -1);
}

/** The lengths [..., 1] of vectors, whose squares may leave the range of float32; 0 has the gradient 0. */
function length(x: tf.Tensor): tf.Tensor {
  const largest = tf.maximum(tf.max(tf.abs(stopGradient(x)), -1, true), 2 ** -100);
  const scaled = tf.div(x, largest);
  return tf.mul(tf.sqrt(tf.maximum(tf.sum(tf.square(scaled), -1, true), 2 ** -40)), largest);
}

/** The r of which r (r + s) / (r + a) is `after`: the root >= 0 of r^2 + (s - after) r = a after, in the form that cancels nothing. */
function before(after: tf.Tensor, a: Parameter, s: tf.Tensor): tf.Tensor {
  const less = tf.sub(s, after);
  const mean = tf.sqrt(tf.mul(after, a));
  const unit = tf.maximum(tf.abs(stopGradient(less)), stopGradient(mean));
  const root = tf.mul(unit, tf.sqrt(tf.add(tf.square(tf.div(less, unit)), tf.mul(tf.square(tf.div(mean, unit)), 4))));
  const size = tf.add(tf.abs(less), root);
  const isInner = tf.greater(less, 0);
  return select(isInner, tf.mul(tf.mul(mean, 2), tf.div(mean, size)), tf.mul(size, 0.5));
}
