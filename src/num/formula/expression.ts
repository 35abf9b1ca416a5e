import type * as tf from '@tensorflow/tfjs-core';
import { EstimatorError } from '../errors.js';

/** A function of one to three numbers in double precision, with what its partial derivatives are. */
export interface ScalarFunction {
  readonly name: string;
  readonly value: (x: number, y: number, z: number) => number;
  /** By each argument, from the arguments and the value. Without them nothing can be differentiated through the function. */
  readonly partials?:
    ((args: readonly Expression[], value: Expression) => readonly (Expression | number)[]) | undefined;
  /** Of a logarithm: what it is the logarithm of, which may have a slope where the logarithm is infinite. */
  readonly exponential?: ((...args: Expression[]) => Expression) | undefined;
  /** The same by operations of TensorFlow.js, in float32, where that loses no digits. */
  readonly tensor?: ((...args: (tf.Tensor | number)[]) => tf.Tensor) | undefined;
}

/** `scaled` is a product that is 0 wherever its first factor is: a gradient that is 0 stays so at an infinite slope. */
export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'where' | 'scaled';

interface Constant {
  readonly data: Float64Array;
  readonly shape: readonly [];
}

export type Operation =
  | { readonly kind: 'variable'; readonly index: number }
  | { readonly kind: 'constant'; readonly value: number; readonly values: Constant }
  | { readonly kind: 'arithmetic'; readonly name: Arithmetic }
  | { readonly kind: 'function'; readonly of: ScalarFunction };

const made = new Map<string, Expression>();
const functionIds = new Map<ScalarFunction, number>();

/**
 * A scalar formula: arithmetic and functions over variables. Equal parts are one object, so that they are computed once. Formulas are
 * written once, when a module is loaded, and are kept for good.
 */
export class Expression {
  private constructor(
    readonly id: number,
    readonly operation: Operation,
    readonly args: readonly Expression[],
  ) {}

  static variable(index: number): Expression {
    return Expression.shared(`variable ${index}`, { kind: 'variable', index }, []);
  }

  static of(value: Expression | number): Expression {
    if (value instanceof Expression) return value;
    const values = { data: Float64Array.of(value), shape: [] } as const;
    // -0 and 0 are two constants.
    return Expression.shared(
      `constant ${Object.is(value, -0) ? '-0' : value}`,
      { kind: 'constant', value, values },
      [],
    );
  }

  static arithmetic(name: Arithmetic, ...args: readonly Expression[]): Expression {
    return Expression.shared(`${name} ${idsOf(args)}`, { kind: 'arithmetic', name }, args);
  }

  static scaled(a: Expression, b: Expression): Expression {
    if (a.constant === 0 || b.constant === 1) return a;
    if (b.constant === 0 || a.constant === 1) return b;
    return Expression.arithmetic('scaled', a, b);
  }

  static call(of: ScalarFunction, ...args: readonly Expression[]): Expression {
    const numbers = args.map((arg) => arg.constant);
    const [x, y = NaN, z = NaN] = numbers;
    if (numbers.every((number) => number !== undefined) && x !== undefined) return Expression.of(of.value(x, y, z));
    const id = functionIds.get(of) ?? functionIds.size;
    functionIds.set(of, id);
    return Expression.shared(`function ${id} ${idsOf(args)}`, { kind: 'function', of }, args);
  }

  private static shared(key: string, operation: Operation, args: readonly Expression[]): Expression {
    const expression = made.get(key) ?? new Expression(made.size, operation, args);
    made.set(key, expression);
    return expression;
  }

  /** The number, of a constant. */
  get constant(): number | undefined {
    return this.operation.kind === 'constant' ? this.operation.value : undefined;
  }

  add(other: Expression | number): Expression {
    const [a, b] = [this as Expression, Expression.of(other)];
    if (a.constant === 0) return b;
    if (b.constant === 0) return a;
    return folded(a, b, (x, y) => x + y) ?? Expression.arithmetic('add', a, b);
  }

  sub(other: Expression | number): Expression {
    const [a, b] = [this as Expression, Expression.of(other)];
    if (b.constant === 0) return a;
    return folded(a, b, (x, y) => x - y) ?? Expression.arithmetic('sub', a, b);
  }

  mul(other: Expression | number): Expression {
    const [a, b] = [this as Expression, Expression.of(other)];
    if (a.constant === 0 || b.constant === 1) return a;
    if (b.constant === 0 || a.constant === 1) return b;
    return folded(a, b, (x, y) => x * y) ?? Expression.arithmetic('mul', a, b);
  }

  div(other: Expression | number): Expression {
    const [a, b] = [this as Expression, Expression.of(other)];
    if (a.constant === 0 || b.constant === 1) return a;
    return folded(a, b, (x, y) => x / y) ?? Expression.arithmetic('div', a, b);
  }

  neg(): Expression {
    return this.mul(-1);
  }

  square(): Expression {
    return this.mul(this);
  }
}

/** @throws EstimatorError where a function's derivatives are not known: a gradient that is wrong would not be seen */
export function partialsOf(expression: Expression, { name, partials }: ScalarFunction): readonly Expression[] {
  if (partials !== undefined) return partials(expression.args, expression).map(Expression.of);
  throw new EstimatorError({
    where: `gradient of ${name}`,
    expected: 'a function whose derivative is known',
    got: 'one without',
    hint: 'stopGradient on its arguments',
  });
}

function folded(a: Expression, b: Expression, combine: (x: number, y: number) => number): Expression | undefined {
  return a.constant === undefined || b.constant === undefined
    ? undefined
    : Expression.of(combine(a.constant, b.constant));
}

function idsOf(args: readonly Expression[]): string {
  return args.map(({ id }) => id).join(' ');
}
