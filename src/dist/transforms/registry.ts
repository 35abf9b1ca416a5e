import { SupportError } from '../../num/index.js';
import type { Bijector, Constraint } from '../constraint.js';
import { squareToCholesky, vectorToCholesky, type DiagonalMap } from './choleskyFactor.js';
import { corrCholesky } from './corrCholesky.js';
import { compose } from './compose.js';
import { concatenated } from './concatenated.js';
import { expHalfLine } from './expHalfLine.js';
import { identity } from './identity.js';
import { normalise } from './normalise.js';
import { ordered, positiveOrdered } from './ordered.js';
import { productWithTranspose } from './productWithTranspose.js';
import { reinterpreted } from './reinterpreted.js';
import { sigmoidInterval } from './sigmoidInterval.js';
import { softmax } from './softmax.js';
import { softplus } from './softplus.js';
import { stacked } from './stacked.js';
import { stickBreaking } from './stickBreaking.js';

type Registry = Map<string, (constraint: Constraint) => Bijector>;

const smooth: Registry = new Map<string, (constraint: Constraint) => Bijector>([
  ['real', () => identity],
  ['extendedReal', () => identity],
  ['positive', () => expHalfLine(0, 1)],
  ['nonnegative', () => expHalfLine(0, 1)],
  ['softplusPositive', () => softplus],
  ['greaterThan', ({ args: [low] }) => expHalfLine(bound(low), 1)],
  ['greaterThanEq', ({ args: [low] }) => expHalfLine(bound(low), 1)],
  ['lessThan', ({ args: [high] }) => (high === Infinity ? identity : expHalfLine(bound(high), -1))],
  ['lessThanEq', ({ args: [high] }) => expHalfLine(bound(high), -1)],
  ['unitInterval', () => sigmoidInterval(0, 1)],
  ['angle', () => sigmoidInterval(-Math.PI, Math.PI)],
  ['interval', ({ args: [low, high] }) => sigmoidInterval(bound(low), bound(high))],
  ['orderedVector', () => ordered],
  ['positiveOrderedVector', () => positiveOrdered],
  ['corrCholesky', () => corrCholesky],
  ['corrMatrix', () => productWithTranspose(corrCholesky, true)],
]);

const bijections: Registry = new Map([...smooth, ...matrices(vectorToCholesky), ['simplex', () => stickBreaking]]);
const transforms: Registry = new Map([
  ...smooth,
  ...matrices(squareToCholesky),
  ['simplex', () => softmax],
  ['circular', () => normalise],
  ['sphere', () => normalise],
]);

/**
 * A bijection from unconstrained reals onto a set, with a log-Jacobian: for guides and samplers in unconstrained space.
 *
 * @throws SupportError if the set has none, as those of integers and of vectors of length 1
 */
export function bijectTo(constraint: Constraint): Bijector {
  return find('bijectTo', bijections, constraint);
}

/**
 * A smooth map from unconstrained reals onto a set, perhaps from more coordinates than needed: for trained parameters.
 *
 * @throws SupportError if the set has none, as those of integers
 */
export function transformTo(constraint: Constraint): Bijector {
  return find('transformTo', transforms, constraint);
}

/** The sets of matrices, all reached through a Cholesky factor. */
function matrices(toFactor: (onDiagonal: DiagonalMap) => Bijector): Registry {
  return new Map<string, () => Bijector>([
    ['lowerCholesky', () => toFactor(expHalfLine(0, 1))],
    ['softplusLowerCholesky', () => toFactor(softplus)],
    ['unitLowerCholesky', () => toFactor('one')],
    ['positiveDefinite', () => productWithTranspose(toFactor(expHalfLine(0, 1)))],
  ]);
}

function find(where: string, registry: Registry, constraint: Constraint): Bijector {
  const [base, extra] = constraint.args;
  if (constraint.kind === 'independent' && typeof base === 'object' && 'kind' in base) {
    return reinterpreted(find(where, registry, base), Number(extra));
  }
  const within = (inner: Constraint): Bijector => find(where, registry, inner);
  const { image } = constraint;
  if (image !== undefined) return compose([within(image.of), image.under]);
  if (constraint.kind === 'stack') return stacked(setsOf(constraint).map(within));
  if (constraint.kind === 'cat') return concatenated(setsOf(constraint).map(within), numbersOf(constraint));
  const make = registry.get(constraint.kind);
  if (make !== undefined) return make(constraint);
  const hint = constraint.isDiscrete ? 'enumeration in place of a continuous coordinate' : 'transformTo, or an angle';
  throw new SupportError({ where, expected: 'a set with a smooth map from the reals', got: constraint.name, hint });
}

function setsOf({ args }: Constraint): Constraint[] {
  return args.flatMap((each) => (typeof each === 'object' && 'kind' in each ? [each] : []));
}

function numbersOf({ args }: Constraint): number[] {
  return args.flatMap((each) => (typeof each === 'number' ? [each] : []));
}

function bound(argument: Constraint['args'][number] | undefined): Parameters<typeof expHalfLine>[0] {
  if (argument === undefined || (typeof argument === 'object' && 'kind' in argument)) {
    throw new SupportError({
      where: 'bijectTo',
      expected: 'a bound that is a number or a tensor',
      got: 'neither',
    });
  }
  return argument;
}
