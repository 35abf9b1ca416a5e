import * as tf from '@tensorflow/tfjs-core';
import { type Shape, sizeOf } from '../shape.js';
import { broadcastTo, sumTo } from '../broadcast.js';
import { compose, isBetterComposed } from './compose.js';
import { derivativeOf } from './derivative.js';
import { evaluate, jointShape, type Values } from './evaluate.js';
import { Expression, type ScalarFunction } from './expression.js';
import { borrow, giveBack } from './scratch.js';
import { gathered, spread } from './spread.js';

/** A number, or a tensor of them. */
export type Numeric = tf.Tensor | number;

/** A scalar function of tensors, which broadcast, and of formulas. */
export interface Lifted<Args extends readonly unknown[]> {
  /** @throws ShapeError if the shapes do not broadcast */
  (...args: { readonly [Place in keyof Args]: Numeric }): tf.Tensor;
  (...args: { readonly [Place in keyof Args]: Expression | number }): Expression;
}

const KERNEL = 'Formula';

interface FormulaAttributes {
  readonly formula: Expression;
  /** For each variable a fixed number, or the input that it stands for. */
  readonly variables: readonly (number | { readonly input: number })[];
  /** What is broadcast over is summed, down to this shape. */
  readonly shape: Shape;
}

/**
 * Lifts a formula to tensors on every engine: one kernel, in double precision inside, in place of one for each operation. Its gradients are
 * lifted formulas too, so that they have gradients of their own.
 *
 * @param name what to call it in errors
 * @param build the formula; called once
 * @param arity how many arguments it takes
 * @example
 * const square = formula('square', (x: Expression) => x.mul(x));
 * square(tf.tensor1d([1, 2])).dataSync();   // [1, 4]
 */
export function formula<Args extends readonly Expression[]>(
  name: string,
  build: (...args: Args) => Expression,
  arity: number = build.length,
): Lifted<Args> {
  const variables = Array.from({ length: arity }, (_, i) => Expression.variable(i));
  const whole = build(...(variables as unknown as Args));
  const apply = (...args: (Numeric | Expression)[]): tf.Tensor | Expression =>
    args.some((arg) => arg instanceof Expression)
      ? build(...(args.map((arg) => Expression.of(arg as Expression | number)) as unknown as Args))
      : lift(name, whole, args as Numeric[]);
  return apply as Lifted<Args>;
}

/**
 * Lifts a function whose derivatives are given.
 *
 * @param value in double precision
 * @param partials the derivatives by each argument, from the arguments and the value; without them there is no gradient
 * @param tensor the same by operations of TensorFlow.js, for large tensors, where that loses no digits
 * @param exponential of a logarithm, what it is the logarithm of
 */
export function scalarFunction<Args extends readonly number[]>(
  name: string,
  value: (...args: Args) => number,
  partials?: (...args: [...{ [Place in keyof Args]: Expression }, Expression]) => readonly (Expression | number)[],
  tensor?: (...args: { [Place in keyof Args]: Numeric }) => tf.Tensor,
  exponential?: (...args: { [Place in keyof Args]: Expression }) => Expression,
): Lifted<Args> {
  const of: ScalarFunction = {
    name,
    tensor: tensor as unknown as ScalarFunction['tensor'],
    exponential: exponential as unknown as ScalarFunction['exponential'],
    value: value as unknown as ScalarFunction['value'],
    partials:
      partials && ((args, result) => partials(...([...args, result] as unknown as Parameters<typeof partials>))),
  };
  const build = (...args: { [Place in keyof Args]: Expression }): Expression =>
    Expression.call(of, ...(args as unknown as Expression[]));
  return formula(name, build, value.length);
}

function lift(name: string, whole: Expression, args: readonly Numeric[]): tf.Tensor {
  const inputs: tf.Tensor[] = [];
  // Numbers as float32 has them, as tensors and the other members of a distribution do.
  const variables = args.map((arg) => (typeof arg === 'number' ? Math.fround(arg) : { input: inputs.push(arg) - 1 }));
  return run(inputs, { formula: whole, variables, shape: jointShape(name, args.map(shapeOf)) });
}

function run(inputs: readonly tf.Tensor[], attributes: FormulaAttributes): tf.Tensor {
  registerKernel(tf.getBackend());
  return tf
    .engine()
    .runKernel(KERNEL, inputs as unknown as tf.NamedTensorMap, attributes as unknown as tf.NamedAttrMap);
}

function registerKernel(backendName: string): void {
  if ((tf.getKernel(KERNEL, backendName) as tf.KernelConfig | undefined) !== undefined) return;
  const kernelFunc = ({ inputs, attrs }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo =>
    compute(inputs as unknown as readonly tf.Tensor[], attrs as unknown as FormulaAttributes);
  tf.registerKernel({ kernelName: KERNEL, backendName, kernelFunc });
  tf.registerGradient({ kernelName: KERNEL, saveAllInputs: true, gradFunc });
}

function compute(inputs: readonly tf.Tensor[], attributes: FormulaAttributes): tf.Tensor {
  const { formula: whole, variables, shape } = attributes;
  const args = variables.map((variable) =>
    typeof variable === 'number' ? variable : (inputs[variable.input] as tf.Tensor),
  );
  const full = jointShape('formula', args.map(shapeOf));
  if (!isBetterComposed(whole, sizeOf(full))) return computed(whole, args, full, shape);
  return tf.tidy(() => sumTo(broadcastTo(compose(whole, args), full), shape));
}

/** In double precision. */
function computed(whole: Expression, args: readonly Numeric[], full: Shape, shape: Shape): tf.Tensor {
  const values = args.map(valuesOf);
  const result = evaluate(whole, values);
  const repeated = result.data.length === sizeOf(full) ? result.data : spread(result.data, result.shape, full);
  const summed = repeated.length === sizeOf(shape) ? repeated : gathered(repeated, full, shape);
  const tensor = tf.tensor(new Float32Array(summed), [...shape], 'float32');
  const constant = whole.constant === undefined ? [] : [result.data];
  for (const buffer of new Set([...values.map(({ data }) => data), result.data, repeated, summed])) {
    if (!constant.includes(buffer)) giveBack(buffer);
  }
  return tensor;
}

function shapeOf(arg: Numeric): Shape {
  return typeof arg === 'number' ? [] : arg.shape;
}

function valuesOf(arg: Numeric): Values {
  if (typeof arg === 'number') return { data: borrow(1).fill(arg), shape: [] };
  const data = borrow(arg.size);
  data.set(arg.dataSync());
  return { data, shape: arg.shape };
}

const gradFunc: tf.GradFunc = (dy, saved, attrs) => {
  const { formula: whole, variables } = attrs as unknown as FormulaAttributes;
  const slope = Expression.variable(variables.length);
  const byInput = variables.flatMap((variable, i) => {
    if (typeof variable === 'number') return [];
    const derivative = (): tf.Tensor =>
      run([...saved, dy as tf.Tensor], {
        formula: Expression.scaled(slope, derivativeOf(whole, i)),
        variables: [...variables, { input: saved.length }],
        shape: saved[variable.input]?.shape ?? [],
      });
    return [[variable.input, derivative] as const];
  });
  return Object.fromEntries(byInput);
};
