import * as tf from '@tensorflow/tfjs-core';
import { choose } from '../choose.js';
import type { Expression } from './expression.js';
import { isSmall } from './isSmall.js';
import { programOf, type Step } from './program.js';

type Operand = tf.Tensor | number;

/** Whether operations of TensorFlow.js, in float32, are the faster way to the values of a formula, and there is one for each. */
export function isBetterComposed(formula: Expression, size: number): boolean {
  if (isSmall(size)) return false;
  return programOf(formula).every(
    ({ operation }) => operation.kind !== 'function' || operation.of.tensor !== undefined,
  );
}

/** The values of a formula by one operation of TensorFlow.js for each of its own. */
export function compose(formula: Expression, variables: readonly Operand[]): tf.Tensor {
  return tf.tidy(() => {
    const results: Operand[] = [];
    for (const step of programOf(formula)) {
      results.push(
        composed(
          step,
          step.args.map((i) => results[i] as Operand),
          variables,
        ),
      );
    }
    const last = results.at(-1) as Operand;
    return typeof last === 'number' ? tf.scalar(last) : last;
  });
}

function composed({ operation }: Step, args: readonly Operand[], variables: readonly Operand[]): Operand {
  const [a = NaN, b = NaN, c = NaN] = args;
  switch (operation.kind) {
    case 'variable':
      return variables[operation.index] as Operand;
    case 'constant':
      return operation.value;
    case 'function':
      return operation.of.tensor?.(a, b, c) ?? NaN;
    case 'arithmetic':
      return arithmetic[operation.name](a, b, c);
  }
}

const arithmetic = {
  add: (a: Operand, b: Operand) => tf.add(a, b),
  sub: (a: Operand, b: Operand) => tf.sub(a, b),
  mul: (a: Operand, b: Operand) => (a === b ? tf.square(a) : tf.mul(a, b)),
  div: (a: Operand, b: Operand) => tf.div(a, b),
  scaled: (a: Operand, b: Operand) => choose(tf.equal(a, 0), 0, tf.mul(a, b)),
  where: (condition: Operand, a: Operand, b: Operand) => choose(tf.cast(condition, 'bool'), a, b),
};
