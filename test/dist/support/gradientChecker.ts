import * as tf from '@tensorflow/tfjs-core';
import { key, normal } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';
import { gradientsOf, type Tensors } from '../../support/gradientsOf.js';

const STEP = 0.02;

/**
 * A check that the gradients of a scalar function by each of some named tensors, along a random direction, are its central
 * differences of fourth order, up to `tolerance` of 1 + their size. The differences are taken once, however often it is called, so
 * that it is to get the same function and tensors on each engine.
 */
export function gradientChecker(tolerance: number): (f: (inputs: Tensors) => tf.Tensor, inputs: Tensors) => void {
  const differences = new Map<string, number>();
  return (f, inputs) => {
    tf.tidy(() => {
      const names = Object.keys(inputs);
      const gradients = gradientsOf(f, inputs);
      names.forEach((name, i) => {
        const base = inputs[name] ?? tf.scalar(NaN);
        const direction = directionAt(base, i);
        const at = (steps: number): number => {
          const moved = tf.add(base, tf.mul(direction, steps * STEP));
          return f({ ...inputs, [name]: moved }).dataSync()[0] ?? NaN;
        };
        const expected = differences.get(name) ?? (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * STEP);
        differences.set(name, expected);
        expectClose(tf.sum(tf.mul(gradients[name] ?? NaN, direction)), expected, { tolerance, relative: tolerance });
      });
    });
  };
}

/** A random direction in which no entry moves by more than its own size, or by more than 0.1 if that is larger. */
function directionAt(base: tf.Tensor, seed: number): tf.Tensor {
  const unit = tf.clipByValue(tf.abs(base), 0.1, 1);
  return tf.mul(unit, tf.clipByValue(normal(key(seed), base.shape), -1, 1));
}
