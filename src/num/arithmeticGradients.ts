import * as tf from '@tensorflow/tfjs-core';
import { sumTo } from './broadcast.js';
import { sameShape, type Shape } from './shape.js';

type GradientConfig = Parameters<typeof tf.registerGradient>[0];
/** The gradients by `a` and `b` before broadcasting is undone, from the gradient by the result and what was saved. */
type Rule = (dy: tf.Tensor, saved: readonly [a: tf.Tensor, b: tf.Tensor, result: tf.Tensor]) => [Side, Side];
type Side = () => tf.Tensor;

/**
 * The gradients of float32 arithmetic in fewer operations than in TensorFlow.js, which casts every factor to the type
 * that it has. They are half of what a small model computes.
 */
export const arithmeticGradients: readonly GradientConfig[] = [
  binary('Add', (dy) => [() => dy, () => dy]),
  binary('Sub', (dy) => [() => dy, () => tf.neg(dy)]),
  binary('Multiply', (dy, [a, b]) => [() => tf.mul(dy, asFloat(b)), () => tf.mul(dy, asFloat(a))]),
  // By b through the result: the square of b is 0 in float32 where b is below 1e-19.
  binary('RealDiv', (dy, [, b, y]) => [() => tf.div(dy, asFloat(b)), () => tf.neg(tf.mul(dy, tf.div(y, asFloat(b))))]),
  {
    kernelName: 'Square',
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.mul(asFloat(x as tf.Tensor), 2)) }),
  },
];

function binary(kernelName: string, rule: Rule): GradientConfig {
  const needsResult = kernelName === 'RealDiv';
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    ...(needsResult && { outputsToSave: [true] }),
    gradFunc: (dy, saved) => {
      const [a, b, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [byA, byB] = rule(dy as tf.Tensor, [a, b, y]);
      return { a: () => fitted(byA(), a.shape, dy as tf.Tensor), b: () => fitted(byB(), b.shape, dy as tf.Tensor) };
    },
  };
}

/** A tensor of its own, never `dy`, which the backward pass frees. */
function fitted(x: tf.Tensor, shape: Shape, dy: tf.Tensor): tf.Tensor {
  return sameShape(x.shape, shape) && x !== dy ? x : sumTo(x, shape);
}

function asFloat(x: tf.Tensor): tf.Tensor {
  return x.dtype === 'float32' ? x : tf.cast(x, 'float32');
}
