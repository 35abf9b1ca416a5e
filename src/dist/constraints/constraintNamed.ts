import { ArgumentError } from '../../num/index.js';
import type { Constraint, ConstraintArgument } from '../constraint.js';
import { boolean, countsOfTotal, integer, integerInterval, nonnegativeInteger } from './discrete.js';
import {
  greaterThan,
  greaterThanEq,
  lessThan,
  lessThanEq,
  nonnegative,
  positive,
  softplusPositive,
} from './halfLine.js';
import { independent } from './independent.js';
import { angle, interval, unitInterval } from './interval.js';
import {
  corrCholesky,
  corrMatrix,
  lowerCholesky,
  positiveDefinite,
  softplusLowerCholesky,
  unitLowerCholesky,
} from './matrices.js';
import { orderedVector, positiveOrderedVector } from './ordered.js';
import { extendedReal, real } from './real.js';
import { cat, stack } from './sideBySide.js';
import { circular, oneHot, simplex, sphere } from './vectors.js';

const plain = [
  real,
  extendedReal,
  positive,
  softplusPositive,
  nonnegative,
  unitInterval,
  angle,
  simplex,
  circular,
  sphere,
  orderedVector,
  positiveOrderedVector,
  oneHot,
  boolean,
  integer,
  nonnegativeInteger,
  lowerCholesky,
  softplusLowerCholesky,
  unitLowerCholesky,
  corrCholesky,
  positiveDefinite,
  corrMatrix,
];
const byName: ReadonlyMap<string, Constraint> = new Map(plain.map((constraint) => [constraint.name, constraint]));

const ofOneNumber: ReadonlyMap<string, (bound: number) => Constraint> = new Map([
  ['greaterThan', greaterThan],
  ['greaterThanEq', greaterThanEq],
  ['lessThan', lessThan],
  ['lessThanEq', lessThanEq],
  ['countsOfTotal', countsOfTotal],
]);

/**
 * The constraint of a name, as written in a checkpoint: `positive`, `interval(0, 2)`, `independent(positive, 1)`.
 *
 * @throws ArgumentError if the name is none, or has a tensor for a bound
 */
export function constraintNamed(name: string): Constraint {
  const [head, args] = parse(name);
  const constraint = args === undefined ? byName.get(head) : build(head, args.map(argumentNamed));
  if (constraint !== undefined) return constraint;
  const known = [
    ...byName.keys(),
    'greaterThan(a)',
    'greaterThanEq(a)',
    'lessThan(b)',
    'lessThanEq(b)',
    'interval(a, b)',
    'integerInterval(a, b)',
    'countsOfTotal(n)',
    'independent(c, n)',
    'stack(c, ...)',
    'cat(c, n, ...)',
  ];
  throw new ArgumentError({ where: 'constraintNamed', expected: `one of ${known.join(', ')}`, got: `"${name}"` });
}

/** `interval(0, 2)` as `interval` and its arguments; a name without parentheses has none. */
function parse(name: string): [string, string[] | undefined] {
  const match = /^(\w+)\((.*)\)$/.exec(name);
  if (match === null) return [name, undefined];
  const [, head = '', inside = ''] = match;
  // A comma within the parentheses of an argument belongs to that argument.
  let [depth, part] = [0, ''];
  const parts: string[] = [];
  for (const letter of `${inside},`) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    const isEnd = letter === ',' && depth === 0;
    if (isEnd) parts.push(part.trim());
    part = isEnd ? '' : part + letter;
  }
  return [head, parts];
}

function argumentNamed(text: string): ConstraintArgument {
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? constraintNamed(text) : number;
}

function build(head: string, args: readonly ConstraintArgument[]): Constraint | undefined {
  if (head === 'stack' && args.every(isConstraint)) return stack(...args);
  if (head === 'cat') return catOf(args);
  const [first, second, ...rest] = args;
  if (rest.length > 0) return undefined;
  if (head === 'independent' && isConstraint(first) && typeof second === 'number') return independent(first, second);
  if (typeof first !== 'number') return undefined;
  if (second === undefined) return ofOneNumber.get(head)?.(first);
  if (typeof second !== 'number') return undefined;
  return head === 'interval'
    ? interval(first, second)
    : head === 'integerInterval'
      ? integerInterval(first, second)
      : undefined;
}

/** Sets and lengths in turn, or undefined if they are not. */
function catOf(args: readonly ConstraintArgument[]): Constraint | undefined {
  const pieces = args.flatMap((set, i): [Constraint, number][] => {
    const length = args[i + 1];
    return i % 2 === 0 && isConstraint(set) && typeof length === 'number' ? [[set, length]] : [];
  });
  return 2 * pieces.length === args.length ? cat(...pieces) : undefined;
}

function isConstraint(argument: ConstraintArgument | undefined): argument is Constraint {
  return typeof argument === 'object' && 'kind' in argument;
}
