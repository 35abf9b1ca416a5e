import * as tf from '@tensorflow/tfjs-core';
import { arithmeticGradients } from './arithmeticGradients.js';
import { sumTo } from './broadcast.js';
import { nativeOp } from './nativeOp.js';
import { recordSavedResults, saveByReference } from './saving.js';
import { type Shape, sizeOf } from './shape.js';

type GradientConfig = Parameters<typeof tf.registerGradient>[0];

const mended = Symbol.for('kiln.gradient');

/**
 * Registers the gradients of TensorFlow.js and mends those that are missing or wrong in 4.22.
 *
 * tfjs-core by itself registers none in Node: its bundle leaves them out, and its separate files would be a second copy
 * of it. The bundle of tfjs-layers registers them with the one copy that all packages share. Importing `tfjs`, as tfjs-node
 * does, registers the unmended ones again, so this is called after each start of an engine.
 */
export async function registerGradients(): Promise<void> {
  await import('@tensorflow/tfjs-layers');
  saveByReference();
  if (mended in (tf.getGradient('Cumsum') as object)) return;
  recordSavedResults();
  for (const name of ['Greater', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'LogicalAnd', 'LogicalOr']) {
    register(zero(name, ['a', 'b']));
  }
  for (const name of ['LogicalNot', 'All', 'Any']) register(zero(name, ['x']));
  for (const name of ['Maximum', 'Minimum', 'SquaredDifference', 'BatchMatMul']) register(summed(name));
  for (const config of [...arithmeticGradients, cast, cumsum, leakyRelu, prod, splitV, tanh, tile, unpack])
    register(config);
}

function register(config: GradientConfig): void {
  tf.registerGradient({ ...config, ...{ [mended]: true } });
}

/** A comparison is constant almost everywhere. */
function zero(kernelName: string, inputs: readonly string[]): GradientConfig {
  return {
    kernelName,
    inputsToSave: [...inputs],
    gradFunc: (_dy, saved) =>
      Object.fromEntries(saved.map((input, i) => [inputs[i] ?? '', () => tf.zeros(input.shape)])),
  };
}

/** These gradients have the shape of the result; where inputs were broadcast they must be summed back. */
function summed(kernelName: string): GradientConfig {
  const original = tf.getGradient(kernelName);
  return {
    ...original,
    gradFunc: (dy, saved, attrs) => {
      const gradients = original.gradFunc(dy, saved, attrs);
      return Object.fromEntries(
        Object.entries(gradients).map(([input, gradient]) => {
          const shape = saved[original.inputsToSave?.indexOf(input) ?? -1]?.shape;
          return [input, shape === undefined ? gradient : () => sumTo(gradient(), shape)];
        }),
      );
    },
  };
}

/** Rounding to integers or booleans is constant almost everywhere; the original passes the gradient through. */
const cast: GradientConfig = {
  kernelName: 'Cast',
  gradFunc: (dy, _saved, attrs) => {
    const isNumber = attrs.dtype === 'float32' || attrs.dtype === 'complex64';
    return { x: () => (isNumber ? tf.clone(dy as tf.Tensor) : tf.zeros((dy as tf.Tensor).shape)) };
  },
};

/** The original transposes its result unless the axis is the last. */
const cumsum: GradientConfig = {
  kernelName: 'Cumsum',
  gradFunc: (dy, _saved, attrs) => {
    const { axis, exclusive, reverse } = attrs as unknown as { axis: number; exclusive: boolean; reverse: boolean };
    return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
  },
};

/** The original makes three tensors of the input's size. */
const leakyRelu: GradientConfig = {
  kernelName: 'LeakyRelu',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const [slope, x] = [dy as tf.Tensor, saved[0] as tf.Tensor];
    const alpha = attrs['alpha'] as number;
    return { x: () => nativeOp('LeakyReluGrad', [slope, x], { alpha }) ?? tf.mul(slope, tf.step(x, alpha)) };
  },
};

/** The original makes three tensors of the input's size. */
const tanh: GradientConfig = {
  kernelName: 'Tanh',
  outputsToSave: [true],
  gradFunc: (dy, saved) => {
    const [slope, y] = [dy as tf.Tensor, saved[0] as tf.Tensor];
    return { x: () => nativeOp('TanhGrad', [y, slope]) ?? tf.sub(slope, tf.mul(slope, tf.square(y))) };
  },
};

/** The originals of these two take what comes of a single piece, one tensor, for a list of them. */
const splitV: GradientConfig = {
  kernelName: 'SplitV',
  gradFunc: (dy, _saved, attrs) => ({ x: () => tf.concat(piecesOf(dy), attrs['axis'] as number) }),
};

const unpack: GradientConfig = {
  kernelName: 'Unpack',
  gradFunc: (dy, _saved, attrs) => ({ value: () => tf.stack(piecesOf(dy), attrs['axis'] as number) }),
};

function piecesOf(dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
  return Array.isArray(dy) ? dy : [dy];
}

/** The original stops at rank 4, for tf.broadcastTo as well, which tiles. This sums one axis after the other. */
const tile: GradientConfig = {
  kernelName: 'Tile',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const { reps } = attrs as unknown as { reps: number[] };
    return { x: () => sumTiles(dy as tf.Tensor, saved[0]?.shape ?? [], reps) };
  },
};

function sumTiles(dy: tf.Tensor, shape: Shape, reps: readonly number[]): tf.Tensor {
  const sum = reps.reduce((rest, count, axis) => {
    if (count === 1) return rest;
    const after = sizeOf(shape.slice(axis + 1).map((size, i) => size * (reps[axis + 1 + i] ?? 1)));
    return tf.sum(tf.reshape(rest, [sizeOf(shape.slice(0, axis)), count, shape[axis] ?? 1, after]), 1);
  }, dy);
  return tf.reshape(sum, [...shape]);
}

/** The original calls methods that tensors have only once `tfjs` is imported, and does not know negative axes. */
const prod: GradientConfig = {
  kernelName: 'Prod',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const x = saved[0] as tf.Tensor;
    const axes = tf.util.parseAxisParam(attrs.axis as number[], x.shape);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    return { x: () => tf.mul(tf.reshape(dy as tf.Tensor, kept), productOfOthers(x, axes)) };
  },
};

/** For each entry the product of the other entries along `axes`, of those before it and those after it: 0 does no harm. */
function productOfOthers(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const order = [...x.shape.keys()].filter((i) => !axes.includes(i)).concat(axes);
  const moved = tf.transpose(x, order);
  const rows = tf.reshape(moved, [-1, sizeOf(axes.map((axis) => x.shape[axis] ?? 1))]);
  const others = tf.mul(tf.cumprod(rows, 1, true), tf.cumprod(rows, 1, true, true));
  return tf.transpose(
    tf.reshape(others, moved.shape),
    order.map((_, i) => order.indexOf(i)),
  );
}
