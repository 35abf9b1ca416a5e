import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { logPositivePart, stopGradient, valueAndGradients } from '../../src/num/index.js';
import { lift, type ScalarFunction } from '../../src/num/lift.js';
import { logPositivePartOf } from '../../src/num/special/float64/positivePart.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

/** sin, with so many derivatives. */
function sine(order: number, shift = 0): ScalarFunction {
  const value = (x: number): number => Math.sin(x + shift);
  return order === 0 ? { value } : { value, derivative: sine(order - 1, shift + Math.PI / 2) };
}

const points = [-3, -0.5, 0, 0.25, 1, 7];
const summed = (f: (x: tf.Tensor) => tf.Tensor) => (x: tf.Tensor) => tf.sum(f(x));

describeEngines('lift', () => {
  it('is the function at each entry, in the shape of the argument', () => {
    const lifted = lift(tf.tensor(points, [3, 1, 2]), sine(0));
    expect([lifted.shape, lifted.dtype]).toEqual([[3, 1, 2], 'float32']);
    // Float64 rounded once.
    expectClose(lifted, points.map(Math.sin), { roundings: 1 });
    expect(lift(tf.scalar(0.5), sine(0)).shape).toEqual([]);
    expectClose(lift(tf.tensor1d([NaN, Infinity]), { value: (x) => 1 / x }), [NaN, 0]);
  });

  it('gradients flow through the derivative, weighed by what comes after', () => {
    const weights = points.map((_, i) => i - 2);
    const { gradients } = valueAndGradients(({ x }) => tf.sum(tf.mul(lift(x, sine(1)), tf.tensor1d(weights))), {
      x: tf.tensor1d(points),
    });
    expectClose(
      gradients.x,
      points.map((x, i) => (weights[i] ?? NaN) * Math.cos(x)),
      { roundings: 3 },
    );
    const byTensorFlow = tf.grad(summed((x) => lift(tf.mul(x, 2), sine(1))))(tf.tensor1d(points));
    expectClose(
      byTensorFlow,
      points.map((x) => 2 * Math.cos(2 * x)),
      { roundings: 3 },
    );
  });

  it('and second derivatives through that of the derivative', () => {
    const slope = (x: tf.Tensor): tf.Tensor => tf.grad(summed((y) => lift(y, sine(2))))(x);
    expectClose(
      tf.grad(summed(slope))(tf.tensor1d(points)),
      points.map((x) => -Math.sin(x)),
      { roundings: 3 },
    );
    const nested = valueAndGradients(
      ({ x }) => tf.sum(valueAndGradients((inner) => tf.sum(lift(inner.x, sine(2))), { x }).gradients.x),
      { x: tf.tensor1d(points) },
    );
    expectClose(
      nested.gradients.x,
      points.map((x) => -Math.sin(x)),
      { roundings: 3 },
    );
  });

  it('a derivative that is not known is an error, and no matter where it is not asked for', () => {
    const x = tf.tensor1d(points);
    const second = (): unknown => tf.grad(summed(tf.grad(summed((y) => lift(y, sine(1))))))(x);
    expect(errorOf(second)).toMatchObject({ code: 'EstimatorError', where: 'gradient' });
    expectClose(tf.grad(summed((y) => tf.add(y, stopGradient(lift(y, sine(0))))))(x), [1, 1, 1, 1, 1, 1]);
  });

  it('leaves only its result, and a gradient only its', () => {
    const x = tf.tensor1d(points);
    expect(newTensors(() => lift(x, sine(1)))).toBe(1);
    expect(newTensors(() => tf.grad(summed((y) => lift(y, sine(1))))(x))).toBe(1);
    const before = tf.memory().numTensors;
    tf.dispose(valueAndGradients((named) => tf.sum(lift(named.x, sine(1))), { x }));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describeEngines('logPositivePart, lifted', () => {
  // Far left, both sides of the border between continued fraction and series, both sides of 0, and far right.
  const at = [-1e4, -200, -30, -8, -3.01, -2.99, -1, -0.01, 0, 0.01, 1, 2.99, 3.01, 8, 40];

  it('each derivative is the central difference of the one before', () => {
    const { value, derivative } = logPositivePartOf;
    const second = derivative?.derivative;
    for (const t of at) {
      const step = 1e-5 * Math.max(1, Math.abs(t));
      const difference = (f: (x: number) => number): number => (f(t + step) - f(t - step)) / (2 * step);
      // In float64: a step's square times the third derivative over 6, and 1e-16 of the values over the step.
      const closeness = (f: (x: number) => number): number => 1e-9 + (1e-15 * Math.abs(f(t))) / step;
      expectClose(derivative?.value(t) ?? NaN, difference(value), { tolerance: closeness(value), relative: 1e-8 });
      const slope = derivative?.value ?? (() => NaN);
      expectClose(second?.value(t) ?? NaN, difference(slope), { tolerance: closeness(slope), relative: 1e-7 });
    }
  });

  it('has its slope and curvature on every engine', () => {
    const x = tf.tensor1d(at);
    const slope = (t: tf.Tensor): tf.Tensor => tf.grad(summed(logPositivePart))(t);
    const { derivative } = logPositivePartOf;
    const exact = (f: ((t: number) => number) | undefined): number[] => at.map((t) => f?.(Math.fround(t)) ?? NaN);
    expectClose(slope(x), exact(derivative?.value), { roundings: 2 });
    expectClose(tf.grad(summed(slope))(x), exact(derivative?.derivative?.value), { roundings: 2 });
  });

  it('is concave: its slope falls from about -t to 1 / t', () => {
    const slopes = at.map((t) => logPositivePartOf.derivative?.value(t) ?? NaN);
    expect([...slopes].sort((a, b) => b - a)).toEqual(slopes);
    expectClose([slopes[0] ?? NaN, slopes.at(-1) ?? NaN], [1e4, 1 / 40], { relative: 1e-6 });
    for (const t of at) expect(logPositivePartOf.derivative?.derivative?.value(t)).toBeLessThan(0);
  });
});
