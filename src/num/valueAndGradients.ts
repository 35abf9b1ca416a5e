import * as tf from '@tensorflow/tfjs-core';
import { backpropagate } from './backpropagate.js';
import { ShapeError } from './errors.js';
import { alias } from './saving.js';
import { formatShape } from './shape.js';
import { disposeSaved, isRecording, record } from './tape.js';

/** A type rather than an interface, so that tf.tidy and tf.dispose take it as a container of tensors. */
export type ValueAndGradients<Name extends string> = {
  /** The value of the function, a scalar. */
  readonly value: tf.Scalar;
  /** The derivative by each parameter, in the parameter's shape. */
  readonly gradients: Readonly<Record<Name, tf.Tensor>>;
};

/**
 * The value of `f` at `params`, and its gradients by each of them.
 *
 * A parameter without a path to the value has a gradient of zeros. Whatever `f` makes is disposed, also if it throws.
 * May be called within the functions of tf.customGrad. Called while another gradient is being recorded, as for second
 * derivatives, it is recorded as well.
 *
 * @param f called once, synchronously, with `params` themselves; returns a float32 scalar made from them
 * @param params float32 tensors; borrowed
 * @returns tensors that the caller owns
 * @throws ShapeError if the value is not a scalar
 * @throws EstimatorError if an operation on the way has no gradient
 * @example
 * const { value, gradients } = valueAndGradients(({ x }) => tf.sum(tf.square(x)), { x: tf.tensor1d([1, 2]) });
 * value.dataSync();   // [5]
 * gradients.x.dataSync();   // [2, 4]
 */
export function valueAndGradients<Name extends string>(
  f: (params: Readonly<Record<Name, tf.Tensor>>) => tf.Tensor,
  params: Readonly<Record<Name, tf.Tensor>>,
): ValueAndGradients<Name> {
  return tf.tidy(() => {
    const names = Object.keys(params) as Name[];
    const xs = names.map((name) => params[name]);
    const { value, gradientOf } = isRecording()
      ? differentiateRecorded(() => f(params), xs)
      : differentiate(() => f(params), xs);
    const gradients = names.map((name) => [name, gradientOf(params[name])] as const);
    return { value, gradients: Object.fromEntries(gradients) as Record<Name, tf.Tensor> };
  });
}

interface Derivative {
  readonly value: tf.Scalar;
  /** A new tensor at each call. */
  readonly gradientOf: (x: tf.Tensor) => tf.Tensor;
}

function differentiate(f: () => tf.Tensor, xs: readonly tf.Tensor[]): Derivative {
  const { outcome, tape } = record(f);
  if ('error' in outcome) {
    disposeSaved(tape);
    throw outcome.error;
  }
  const { value } = outcome;
  if (value.rank !== 0) {
    disposeSaved(tape);
    throw notScalar(value);
  }
  const gradients = backpropagate(tape, xs, value);
  return { value: alias(value as tf.Scalar), gradientOf: (x) => copyOrZeros(gradients.get(x.id), x) };
}

/** The engine's own way, whose backward pass the outer gradient records too. */
function differentiateRecorded(f: () => tf.Tensor, xs: tf.Tensor[]): Derivative {
  const { value, grads } = tf.engine().gradients(f, xs, undefined, true);
  if (value.rank !== 0) throw notScalar(value);
  const byId = new Map(xs.map((x, i) => [x.id, grads[i]]));
  return { value: value as tf.Scalar, gradientOf: (x) => copyOrZeros(byId.get(x.id), x) };
}

function copyOrZeros(gradient: tf.Tensor | undefined, x: tf.Tensor): tf.Tensor {
  return gradient === undefined ? tf.zeros(x.shape) : alias(gradient);
}

function notScalar(value: tf.Tensor): ShapeError {
  const hint = 'tf.sum or tf.mean';
  return new ShapeError({
    where: 'valueAndGradients',
    expected: 'a scalar',
    got: `shape ${formatShape(value.shape)}`,
    hint,
  });
}
