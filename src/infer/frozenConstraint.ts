import * as tf from '@tensorflow/tfjs-core';
import { constraintNamed, constraints, transformTo, type Bijector, type Constraint } from '../dist/index.js';
import { ArgumentError } from '../num/index.js';

type Argument = Constraint['args'][number];
type Bound = number | tf.Tensor;

/** What makes constraints of a kind anew from bounds that were tensors. */
const bounded: Readonly<Record<string, (low: Bound, high: Bound) => Constraint>> = {
  greaterThan: (low) => constraints.greaterThan(low),
  greaterThanEq: (low) => constraints.greaterThanEq(low),
  lessThan: (high) => constraints.lessThan(high),
  lessThanEq: (high) => constraints.lessThanEq(high),
  interval: (low, high) => constraints.interval(low, high),
};

/** Where maps from the reals are compared. */
const PLACES = [-3, -1, 0, 1, 3];

/** The images of a few points under a map, which tell it from others. @param shape of its values */
export function imagesUnder(map: Bijector, shape: readonly number[]): tf.Tensor[] {
  const from = [...map.inverseShape(shape)];
  return PLACES.map((at) => map.forward(tf.fill(from, at)));
}

/**
 * What makes a constraint anew, with its bounds in new tensors of the caller's scope. Reads data.
 *
 * The image of a set under a map is returned as it is: nothing tells of which tensors the map is made.
 */
export function frozenConstraint(constraint: Constraint): () => Constraint {
  const { kind, args, image } = constraint;
  if (image !== undefined || !hasTensors(constraint)) return () => constraint;
  const made = args.map(frozenArgument);
  const make = bounded[kind];
  if (make !== undefined) return () => make(boundOf(made[0]), boundOf(made[1]));
  const sets = (): Constraint[] => made.map((each) => each()).filter(isConstraint);
  if (kind === 'independent') return () => constraints.independent(sets()[0] ?? constraints.real, Number(args[1]));
  if (kind === 'stack') return () => constraints.stack(...sets());
  if (kind === 'cat') return () => constraints.cat(...sets().map((set, i) => [set, Number(args[2 * i + 1])] as const));
  return () => constraint;
}

/** Whether `constraintNamed` can make the constraint from its name. */
export function isNamed({ name }: Constraint): boolean {
  try {
    constraintNamed(name);
    return true;
  } catch (error) {
    if (error instanceof ArgumentError) return false;
    throw error;
  }
}

/**
 * A constraint as text, which two declarations share if they are of one set: its name, or where that has tensors in it, their numbers.
 * Reads data, unless the name says it all.
 */
export function constraintText(constraint: Constraint, shape: readonly number[]): string {
  if (isNamed(constraint)) return constraint.name;
  if (containsImage(constraint)) return imageText(constraint, shape);
  const texts = constraint.args.map((each) =>
    isConstraint(each) ? constraintText(each, shape) : typeof each === 'number' ? String(each) : numbersText(each),
  );
  return `${constraint.kind}(${texts.join(', ')})`;
}

/** The set by the images of a few points, because a map does not say of what it is made. */
function imageText(constraint: Constraint, shape: readonly number[]): string {
  const images = tf.tidy(() => imagesUnder(transformTo(constraint), shape).map(numbersText));
  return `${constraint.kind}: ${PLACES.map((at, i) => `${at} to ${images[i] ?? ''}`).join(', ')}`;
}

function numbersText(tensor: tf.Tensor): string {
  return JSON.stringify(tensor.arraySync());
}

function containsImage({ image, args }: Constraint): boolean {
  return image !== undefined || args.some((each) => isConstraint(each) && containsImage(each));
}

function hasTensors({ args }: Constraint): boolean {
  return args.some((each) => each instanceof tf.Tensor || (isConstraint(each) && hasTensors(each)));
}

function frozenArgument(argument: Argument): () => Argument {
  if (typeof argument === 'number') return () => argument;
  if (isConstraint(argument)) return frozenConstraint(argument);
  const { shape } = argument;
  const values = Float32Array.from(argument.dataSync());
  return () => tf.tensor(values, shape, 'float32');
}

function boundOf(made: (() => Argument) | undefined): Bound {
  const bound = made?.() ?? NaN;
  return isConstraint(bound) ? NaN : bound;
}

function isConstraint(argument: Argument | undefined): argument is Constraint {
  return typeof argument === 'object' && 'kind' in argument;
}
