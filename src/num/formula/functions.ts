import * as tf from '@tensorflow/tfjs-core';
import { choose } from '../choose.js';
import { Expression } from './expression.js';
import { formula, type Lifted, type Numeric, scalarFunction } from './lift.js';

type X = Expression;

const plainExp = scalarFunction('exp', Math.exp, (_x: X, value: X) => [value], tf.exp);
export const exp: Lifted<[number]> = formula('exp', exponentialOf);
export const expm1 = scalarFunction('expm1', Math.expm1, (_x: X, value: X) => [value.add(1)], tf.expm1);
export const log = scalarFunction(
  'log',
  Math.log,
  (x: X) => [reciprocal(x)],
  tf.log,
  (x: X) => x,
);
/**
 * log(1 + x) with all its digits near x = 0; NaN below -1.
 *
 * @example
 * log1p(tf.tensor1d([1e-6, 1])).dataSync();   // [0.000001, 0.693147]
 */
export const log1p = scalarFunction(
  'log1p',
  Math.log1p,
  (x: X) => [reciprocal(x.add(1))],
  largeLog1p,
  (x: X) => x.add(1),
);
export const sqrt = scalarFunction('sqrt', Math.sqrt, (_x: X, value: X) => [Expression.of(0.5).div(value)], tf.sqrt);
export const sign = scalarFunction('sign', Math.sign, () => [0], tf.sign);
export const abs = scalarFunction('abs', Math.abs, (x: X) => [sign(x)], tf.abs);
export const sin: Lifted<[number]> = scalarFunction('sin', Math.sin, (x: X) => [cos(x)]);
export const cos: Lifted<[number]> = scalarFunction('cos', Math.cos, (x: X) => [sin(x).neg()]);
export const atan = scalarFunction('atan', Math.atan, (x: X) => [reciprocal(x.square().add(1))]);
export const tanh = scalarFunction(
  'tanh',
  Math.tanh,
  (x: X) => [
    sigmoid(x.mul(2))
      .mul(sigmoid(x.mul(-2)))
      .mul(4),
  ],
  tf.tanh,
);
export const sigmoid: Lifted<[number]> = scalarFunction(
  'sigmoid',
  (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  (x: X, value: X) => [value.mul(sigmoid(x.neg()))],
  tf.sigmoid,
);
/**
 * log(1 + exp(x)), in nats: about exp(x) far on the left and x far on the right.
 *
 * @example
 * softplus(tf.tensor1d([-80, 0, 1000])).dataSync();   // [1.80485e-35, 0.693147, 1000]
 */
export const softplus = scalarFunction(
  'softplus',
  (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  (x: X) => [sigmoid(x)],
  (x) => tf.add(tf.relu(x), largeLog1p(tf.exp(tf.neg(tf.abs(x))))),
);

/** The integer below. */
export const floor = scalarFunction('floor', Math.floor, () => [0]);

/** Comparisons are 1 or 0, and constant almost everywhere. */
export const less = comparison('less', (x, y) => x < y, tf.less);
export const atLeast = comparison('atLeast', (x, y) => x >= y, tf.greaterEqual);
export const equal = comparison('equal', (x, y) => x === y, tf.equal);

/** 1 from `low` to `high`, both included. */
export const between = scalarFunction(
  'between',
  (x: number, low: number, high: number) => Number(x >= low && x <= high),
  () => [0, 0, 0],
  (x, low, high) => tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high)),
);

/** x^a for x >= 0 and a > 0. */
export const power: Lifted<[number, number]> = scalarFunction(
  'power',
  (x: number, a: number) => (a === 0 ? 1 : x ** a),
  (x: X, a: X, value: X) => [weighted(a, power(x, a.sub(1))), weighted(value, log(x))],
);

/** `weight` times `x`, and 0 where the weight is 0, whatever `x` is: 0 log 0 is 0, as is its derivative. */
export function weighted(weight: X | number, x: X | number): X {
  return Expression.scaled(Expression.of(weight), Expression.of(x));
}

/** `a` where the condition is not 0, else `b`; neither derivative is taken where its branch is not. */
export function where(condition: X, a: X | number, b: X | number): X {
  return Expression.arithmetic('where', condition, Expression.of(a), Expression.of(b));
}

/**
 * With u the rounded 1 + x, log(u) x / (u - 1): the error of u cancels. tf.log1p loses the digits near 0 on the wasm engine.
 *
 * @see Kahan, as in Goldberg 1991, "What every computer scientist should know about floating-point arithmetic", theorem 4
 */
function largeLog1p(x: Numeric): tf.Tensor {
  const u = tf.add(x, 1);
  const rounded = tf.sub(u, 1);
  const near = choose(tf.equal(rounded, 0), x, tf.mul(tf.log(u), tf.div(x, rounded)));
  return choose(tf.less(x, 1), near, tf.log(u));
}

function comparison(
  name: string,
  holds: (x: number, y: number) => boolean,
  tensor: (x: tf.Tensor | number, y: tf.Tensor | number) => tf.Tensor,
): Lifted<[number, number]> {
  return scalarFunction(
    name,
    (x: number, y: number) => Number(holds(x, y)),
    () => [0, 0],
    tensor,
  );
}

/** That of a logarithm is what it was taken of: no infinity comes between, whose slope times 0 would be NaN. */
function exponentialOf(x: X): X {
  const { operation, args } = x;
  const [condition, a, b] = args;
  if (operation.kind === 'function' && operation.of.exponential !== undefined) return operation.of.exponential(...args);
  if (operation.kind !== 'arithmetic' || operation.name !== 'where' || condition === undefined) return plainExp(x);
  return where(condition, exponentialOf(a ?? x), exponentialOf(b ?? x));
}

function reciprocal(x: X): X {
  return Expression.of(1).div(x);
}
