import * as tf from '@tensorflow/tfjs-core';
import { constraints, type Constraint } from '../../dist/index.js';
import { SupportError } from '../../num/index.js';

type Argument = Constraint['args'][number];
type Bound = number | { readonly shape: number[]; readonly values: Float32Array };

/**
 * A constraint on the host: what makes it anew, with its bounds in new tensors of the caller's scope. Reads data.
 *
 * @throws SupportError if its kind is not known to take tensors
 */
export function frozenConstraint(constraint: Constraint): () => Constraint {
  const { kind, args } = constraint;
  const [base, extra] = args;
  if (kind === 'independent' && isConstraint(base)) {
    const inner = frozenConstraint(base);
    return () => constraints.independent(inner(), Number(extra));
  }
  if (!args.some((argument) => argument instanceof tf.Tensor)) return () => constraint;
  const [first, second] = args.map(frozenBound);
  if (first === undefined) return () => constraint;
  if (kind === 'greaterThan') return () => constraints.greaterThan(thawed(first));
  if (kind === 'lessThan') return () => constraints.lessThan(thawed(first));
  if (kind === 'interval' && second !== undefined) return () => constraints.interval(thawed(first), thawed(second));
  throw new SupportError({
    where: 'an automatic guide',
    expected: 'a support whose bounds are numbers, or an interval or half line',
    got: constraint.name,
    hint: 'numbers for bounds, or a guide of your own for the site',
  });
}

/** The bounds of a constraint as text; two constraints of one text are the same set. Reads data. */
export function boundsText({ kind, args }: Constraint): string {
  const texts = args.map((argument) => {
    if (isConstraint(argument)) return boundsText(argument);
    return typeof argument === 'number' ? String(argument) : `[${[...argument.dataSync()].join(', ')}]`;
  });
  return `${kind}(${texts.join(', ')})`;
}

/** Whether some bound is a tensor, which may change from run to run. */
export function hasTensorBounds({ args }: Constraint): boolean {
  return args.some(
    (argument) => argument instanceof tf.Tensor || (isConstraint(argument) && hasTensorBounds(argument)),
  );
}

function frozenBound(argument: Argument): Bound | undefined {
  if (typeof argument === 'number') return argument;
  if (isConstraint(argument)) return undefined;
  return { shape: [...argument.shape], values: Float32Array.from(argument.dataSync()) };
}

function thawed(bound: Bound): number | tf.Tensor {
  return typeof bound === 'number' ? bound : tf.tensor(bound.values, bound.shape, 'float32');
}

function isConstraint(argument: Argument | undefined): argument is Constraint {
  return typeof argument === 'object' && 'kind' in argument;
}
