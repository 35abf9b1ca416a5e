import * as tf from '@tensorflow/tfjs-core';
import ts from 'typescript';

/**
 * The literal that a comment such as `// [1.386]: log(1 + 3)` starts with, or nothing if it is prose.
 *
 * A literal is a number, string, boolean, undefined, NaN, Infinity or an array of such; a colon may follow, with an
 * explanation.
 */
export function literalOf(comment: string): ts.Expression | undefined {
  const text = comment.replace(/^\/\/\s*/, '').trim();
  const cuts = [...text.matchAll(/: |$/g)].map(({ index }) => text.slice(0, index));
  return cuts.map(parseLiteral).find((literal) => literal !== undefined);
}

/** Whether a value agrees with a literal: numbers to the digits that the literal shows, tensors and arrays entry by entry. */
export function matchesLiteral(actual: unknown, literal: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(literal)) {
    const entries = entriesOf(actual);
    return (
      entries?.length === literal.elements.length &&
      literal.elements.every((element, i) => matchesLiteral(entries[i], element))
    );
  }
  if (ts.isStringLiteral(literal)) return actual === literal.text;
  const text = literal.getText();
  if (typeof actual !== 'number') return String(actual) === text;
  const expected = Number(text);
  if (!Number.isFinite(expected)) return Object.is(actual, expected);
  return Math.abs(actual - expected) <= tolerance(text) + 2 ** -22 * Math.abs(expected);
}

function parseLiteral(text: string): ts.Expression | undefined {
  const file = ts.createSourceFile('literal.ts', `(${text})`, ts.ScriptTarget.ES2022, true);
  const statement = file.statements[0];
  const isWhole = file.statements.length === 1 && statement?.end === file.text.length;
  if (!isWhole || !ts.isExpressionStatement(statement) || !ts.isParenthesizedExpression(statement.expression))
    return undefined;
  return isLiteral(statement.expression.expression) ? statement.expression.expression : undefined;
}

function isLiteral(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isLiteral);
  if (ts.isPrefixUnaryExpression(node)) return isLiteral(node.operand);
  if (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) return true;
  return ['true', 'false', 'undefined', 'null', 'NaN', 'Infinity'].includes(node.getText());
}

/** Half of the last digit shown; integers are exact. */
function tolerance(text: string): number {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const decimals = mantissa.split('.')[1]?.length;
  return decimals === undefined && exponent === '0' ? 0 : 0.5 * 10 ** (Number(exponent) - (decimals ?? 0));
}

function entriesOf(value: unknown): readonly unknown[] | undefined {
  if (value instanceof tf.Tensor) return entriesOf(value.arraySync());
  if (Array.isArray(value)) return value as readonly unknown[];
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as unknown as ArrayLike<number>)
    : undefined;
}
