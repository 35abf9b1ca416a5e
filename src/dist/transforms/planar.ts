import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, detached } from '../../num/index.js';
import { checkedOptions } from '../checkedOptions.js';
import type { Bijector } from '../constraint.js';
import type { Parameter } from '../distribution.js';
import { mapName } from './mapName.js';
import { shapeOf } from './shapeOf.js';
import { vectorMap } from './vectorMap.js';

export interface PlanarParams {
  /** The direction in which vectors are moved, [...batch, n], up to its part along `weight`, which is bent to keep the map invertible. */
  readonly shift: tf.Tensor;
  /** [...batch, n], not 0. */
  readonly weight: tf.Tensor;
  /** [...batch]. Default: 0. */
  readonly bias?: Parameter;
}

const BISECTIONS = 16;
const NEWTON_STEPS = 4;

/**
 * y = x + u tanh(w · x + b), where u is `shift` with its product w · u replaced by softplus(w · u) - 1, which is above -1. The inverse
 * solves an equation for one number a vector, by bisection and Newton's method; its gradient is exact.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @see Rezende and Mohamed 2015, "Variational inference with normalizing flows", equations (10)-(12) and appendix A.1
 */
export function planar(params: PlanarParams): Bijector {
  const { shift, weight, bias = 0 } = checkedOptions('planar', params, ['shift', 'weight'], ['bias']);
  const offset = (): Parameter => (typeof bias === 'number' ? bias : tf.expandDims(bias, -1));
  const parts = (): Parts => partsOf(shift, weight);
  const along = (x: tf.Tensor): tf.Tensor => tf.add(tf.sum(tf.mul(weight, x), -1, true), offset());
  const biasShape = typeof bias === 'number' ? [] : [...shapeOf(bias), 1];
  return vectorMap({
    name: mapName('planar', [shift, weight, bias]),
    forward: (x) => tf.add(x, tf.mul(parts().direction, tf.tanh(along(x)))),
    inverse: (y) => {
      const { direction, gain } = parts();
      return tf.sub(y, tf.mul(direction, tf.tanh(solve(along(y), gain))));
    },
    // 1 + (gain - 1) sech^2 = tanh^2 + gain sech^2, a sum of numbers >= 0.
    logAbsDetJacobian: (x) => {
      const bent = tf.square(tf.tanh(along(x)));
      return tf.squeeze(tf.log(tf.add(bent, tf.mul(parts().gain, tf.sub(1, bent)))), [-1]);
    },
    parameterShape: broadcastShapes('planar', { shift: shift.shape, weight: weight.shape, bias: biasShape }),
  });
}

interface Parts {
  readonly direction: tf.Tensor;
  /** w · u + 1 > 0, [...batch, 1]. */
  readonly gain: tf.Tensor;
}

function partsOf(shift: tf.Tensor, weight: tf.Tensor): Parts {
  const product = tf.sum(tf.mul(weight, shift), -1, true);
  const gain = tf.maximum(tf.softplus(product), 2 ** -100);
  const change = tf.sub(tf.sub(gain, 1), product);
  const size = tf.maximum(tf.sum(tf.square(weight), -1, true), 2 ** -126);
  return { direction: tf.add(shift, tf.mul(tf.div(weight, size), change)), gain };
}

/** The a of which a + (gain - 1) tanh(a) is `target`. One last step of Newton's method, recorded, carries the gradient. */
function solve(target: tf.Tensor, gain: tf.Tensor): tf.Tensor {
  const strength = tf.sub(gain, 1);
  const excess = (a: tf.Tensor): tf.Tensor => tf.sub(tf.add(a, tf.mul(strength, tf.tanh(a))), target);
  const slopeAt = (a: tf.Tensor): tf.Tensor => {
    const bent = tf.square(tf.tanh(a));
    return tf.add(bent, tf.mul(gain, tf.sub(1, bent)));
  };
  const step = (a: tf.Tensor, slope: tf.Tensor): tf.Tensor => tf.sub(a, tf.div(excess(a), slope));
  const root = detached(() => {
    let [middle, reach] = [tf.add(target, tf.zerosLike(strength)), tf.add(tf.abs(strength), tf.zerosLike(target))];
    for (let i = 0; i < BISECTIONS; i += 1) {
      reach = tf.mul(reach, 0.5);
      middle = tf.sub(middle, tf.mul(tf.sign(excess(middle)), reach));
    }
    for (let i = 0; i < NEWTON_STEPS; i += 1) {
      const next = step(middle, tf.maximum(slopeAt(middle), 1e-6));
      middle = tf.minimum(tf.maximum(next, tf.sub(middle, reach)), tf.add(middle, reach));
    }
    return middle;
  });
  return step(
    root,
    detached(() => tf.maximum(slopeAt(root), 2 ** -100)),
  );
}
