import { Expression, partialsOf } from './expression.js';

const derivatives = new Map<string, Expression>();

/** The derivative of a formula by one of its variables, a formula too. */
export function derivativeOf(of: Expression, variable: number): Expression {
  const key = `${of.id} ${variable}`;
  const derivative = derivatives.get(key) ?? differentiate(of, variable);
  derivatives.set(key, derivative);
  return derivative;
}

function differentiate(of: Expression, variable: number): Expression {
  const { operation, args } = of;
  if (operation.kind === 'variable') return Expression.of(operation.index === variable ? 1 : 0);
  const [a, b, c] = args.map((arg) => derivativeOf(arg, variable));
  if (a === undefined || [a, b, c].every((part) => part === undefined || part.constant === 0)) return Expression.of(0);
  if (operation.kind === 'function') {
    return partialsOf(of, operation.of).reduce((sum, partial, i) => {
      const inner = i === 0 ? a : i === 1 ? b : c;
      return inner === undefined ? sum : sum.add(inner.mul(partial));
    }, Expression.of(0));
  }
  const [x, y] = args as [Expression, Expression];
  if (b === undefined || operation.kind === 'constant') return Expression.of(0);
  switch (operation.name) {
    case 'add':
      return a.add(b);
    case 'sub':
      return a.sub(b);
    case 'mul':
      return a.mul(y).add(x.mul(b));
    case 'div':
      // Through the quotient: the square of a small divisor underflows.
      return a.div(y).sub(of.mul(b.div(y)));
    case 'scaled':
      return Expression.scaled(a, y).add(Expression.scaled(x, b));
    case 'where':
      return Expression.arithmetic('where', x, b, c ?? Expression.of(0));
  }
}
