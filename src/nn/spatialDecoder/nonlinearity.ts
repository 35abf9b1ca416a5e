import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.js';
import { nativeOp } from '../../num/index.js';

/** An activation with its derivative by hand, in as few passes over memory as each engine allows. */
export interface Nonlinearity {
  /** What the backward pass works from: the output or, where that does not tell the slope, the input. */
  readonly keeps: 'output' | 'input';
  readonly forward: (x: tf.Tensor) => tf.Tensor;
  /** The gradient by the input, given what was kept and the gradient by the output. */
  readonly backward: (kept: tf.Tensor, dy: tf.Tensor) => tf.Tensor;
}

/** The slope of leakyRelu below zero, the default of tf.leakyRelu. */
const LEAK = 0.2;

export const nonlinearities: Readonly<Record<Activation, Nonlinearity>> = {
  tanh: {
    keeps: 'output',
    // The sigmoid of wasm is vectorised and its tanh is not; going round by it is 8 times faster, and off by 2^-23 at most.
    forward: (x) => (isWasm() ? tf.sub(twice(tf.sigmoid(twice(x))), 1) : tf.tanh(x)),
    backward: (y, dy) => nativeOp('TanhGrad', [y, dy]) ?? tf.sub(dy, tf.mul(dy, tf.square(y))),
  },
  relu: {
    keeps: 'output',
    forward: (x) => tf.relu(x),
    backward: (y, dy) => nativeOp('ReluGrad', [dy, y]) ?? tf.mul(dy, tf.step(y)),
  },
  leakyRelu: {
    keeps: 'output',
    // The prelu of wasm is vectorised, its leakyRelu is not: 15 times faster.
    forward: (x) => (isWasm() ? tf.prelu(x, tf.fill([1, x.shape[1] ?? 1], LEAK)) : tf.leakyRelu(x, LEAK)),
    backward: (y, dy) => nativeOp('LeakyReluGrad', [dy, y], { alpha: LEAK }) ?? tf.mul(dy, tf.step(y, LEAK)),
  },
  elu: {
    keeps: 'output',
    forward: (x) => tf.elu(x),
    // Below zero the output is e^x - 1 and the slope e^x.
    backward: (y, dy) => nativeOp('EluGrad', [dy, y]) ?? tf.mul(dy, tf.add(tf.clipByValue(y, -1, 0), 1)),
  },
  softplus: {
    keeps: 'output',
    forward: (x) => tf.softplus(x),
    // y = log(1 + e^x), so the slope, the sigmoid of x, is 1 - e^-y.
    backward: (y, dy) => tf.neg(tf.mul(dy, tf.expm1(tf.neg(y)))),
  },
  sin: {
    keeps: 'input',
    forward: (x) => tf.sin(x),
    backward: (x, dy) => tf.mul(dy, tf.cos(x)),
  },
};

function twice(x: tf.Tensor): tf.Tensor {
  return tf.add(x, x);
}

function isWasm(): boolean {
  return tf.getBackend() === 'wasm';
}
