import { ArgumentError } from '../../num/index.js';
import type { Constraint, ConstraintArgument } from '../constraint.js';
import { boolean, integerInterval } from './discrete.js';
import { greaterThan, lessThan, nonnegative, positive, softplusPositive } from './halfLine.js';
import { independent } from './independent.js';
import { angle, interval, unitInterval } from './interval.js';
import { lowerCholesky, positiveDefinite, softplusLowerCholesky, unitLowerCholesky } from './matrices.js';
import { extendedReal, real } from './real.js';
import { circular, oneHot, simplex } from './vectors.js';

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
  oneHot,
  boolean,
  lowerCholesky,
  softplusLowerCholesky,
  unitLowerCholesky,
  positiveDefinite,
];
const byName: ReadonlyMap<string, Constraint> = new Map(plain.map((constraint) => [constraint.name, constraint]));

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
    'lessThan(b)',
    'interval(a, b)',
    'integerInterval(a, b)',
    'independent(c, n)',
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

function build(head: string, [first, second, ...rest]: readonly ConstraintArgument[]): Constraint | undefined {
  if (rest.length > 0) return undefined;
  if (head === 'independent' && isConstraint(first) && typeof second === 'number') return independent(first, second);
  if (typeof first !== 'number') return undefined;
  if (second === undefined)
    return head === 'greaterThan' ? greaterThan(first) : head === 'lessThan' ? lessThan(first) : undefined;
  if (typeof second !== 'number') return undefined;
  return head === 'interval'
    ? interval(first, second)
    : head === 'integerInterval'
      ? integerInterval(first, second)
      : undefined;
}

function isConstraint(argument: ConstraintArgument | undefined): argument is Constraint {
  return typeof argument === 'object' && 'kind' in argument;
}
