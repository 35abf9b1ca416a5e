import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, broadcastShapes, broadcastTo } from '../../num/index.js';
import { checkedOptions } from '../checkedOptions.js';
import type { Bijector } from '../constraint.js';
import type { Parameter } from '../distribution.js';
import { elementwise } from './elementwise.js';
import { mapName } from './mapName.js';
import { shapeOf } from './shapeOf.js';

export interface AffineParams {
  /** Where 0 goes, a number or a tensor that broadcasts to the values. Default: 0. */
  readonly loc?: Parameter;
  /** The slope, not 0, of either sign. Default: 1. */
  readonly scale?: Parameter;
}

/**
 * y = loc + scale x, number by number.
 *
 * @throws ArgumentError if a plain scale is 0 or not finite
 * @throws ShapeError if the two shapes do not broadcast
 * @example
 * transforms.affine({ loc: 1, scale: -2 }).forward(tf.tensor1d([0, 3])).dataSync();   // [1, -5]
 */
export function affine(params: AffineParams): Bijector {
  const { loc = 0, scale = 1 } = checkedOptions('affine', params, [], ['loc', 'scale']);
  if (typeof scale === 'number' && !(Math.abs(Math.fround(scale)) > 0 && Number.isFinite(scale))) {
    throw new ArgumentError({ where: 'affine.scale', expected: 'a finite number that is not 0', got: String(scale) });
  }
  const parameterShape = broadcastShapes('affine', { loc: shapeOf(loc), scale: shapeOf(scale) });
  const whole = (x: tf.Tensor): number[] => broadcastShapes('affine', { x: x.shape, parameters: parameterShape });
  return elementwise({
    name: mapName('affine', [loc, scale]),
    forward: (x) => tf.add(loc, tf.mul(scale, x)),
    inverse: (y) => tf.div(tf.sub(y, loc), scale),
    logDerivative: (x) => broadcastTo(tf.log(tf.abs(scale)), whole(x)),
    slopeSign: () => (typeof scale === 'number' ? Math.sign(scale) : tf.sign(scale)),
    parameterShape,
    isLinear: true,
  });
}
