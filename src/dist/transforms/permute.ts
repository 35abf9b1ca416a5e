import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, formatShape, take } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { vectorMap } from './vectorMap.js';

/**
 * y_i = x_(order_i): vectors with their entries in another order.
 *
 * @param order each of 0, …, n - 1 once
 * @throws ArgumentError if it is not
 * @example
 * transforms.permute([2, 0, 1]).forward(tf.tensor1d([5, 6, 7])).dataSync();   // [7, 5, 6]
 */
export function permute(order: readonly number[]): Bijector {
  const back = Array.from({ length: order.length }, (_, i) => order.indexOf(i));
  if (back.includes(-1)) {
    const expected = `each of 0 to ${order.length - 1} once`;
    throw new ArgumentError({ where: 'permute', expected, got: formatShape(order) });
  }
  return vectorMap({
    name: `permute(${order.join(', ')})`,
    forward: (x) => taken(x, order, back),
    inverse: (y) => taken(y, back, order),
    logAbsDetJacobian: (x) => tf.zeros(x.shape.slice(0, -1)),
    parameterShape: [order.length],
    isLinear: true,
  });
}

/** The gradient of a gather by an order is one by its inverse; that of tf.gather is missing on wasm. */
function taken(x: tf.Tensor, order: readonly number[], back: readonly number[]): tf.Tensor {
  const operation = tf.customGrad((input) => ({
    value: take(input as tf.Tensor, order, -1),
    gradFunc: (dy: tf.Tensor) => taken(dy, back, order),
  }));
  return operation(x);
}
