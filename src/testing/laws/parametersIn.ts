import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { transformTo, type Constraint } from '../../dist/index.js';
import { sizeOf, type Shape } from '../../num/index.js';
import type { ParameterValues } from './law.js';

/**
 * Ordinary parameters within their sets, for fast-check: images of numbers from -2 to 2 under `transformTo`, or integers. A
 * failing one shrinks towards the image of 0.
 *
 * @param sets the constraint of each parameter
 * @param shapes the shape of each in full, [...batch, ...event]. Default: a batch of [2], and 3 for each dim of the event
 * @throws SupportError if a set is neither one of integers nor the image of the reals
 * @example
 * parametersIn({ loc: constraints.real, scale: constraints.positive });   // such as { loc: [0, 0.31], scale: [1, 2.5] }
 */
export function parametersIn(
  sets: Readonly<Record<string, Constraint>>,
  shapes: Readonly<Record<string, Shape>> = {},
): fc.Arbitrary<ParameterValues> {
  const entries = Object.entries(sets).map(
    ([name, set]) => [name, valuesIn(set, shapes[name] ?? usualShape(set))] as const,
  );
  return fc.record(Object.fromEntries(entries));
}

/** Values of one shape [...batch, ...event] in a set. */
export function valuesIn(set: Constraint, shape: Shape): fc.Arbitrary<tf.TensorLike> {
  // Only when values are asked for: the ends of a set are tensors, and an arbitrary may be made before an engine is ready.
  if (set.isDiscrete) return fc.constant(undefined).chain(() => wholeNumbersIn(set, shape));
  const map = transformTo(set);
  const free = map.inverseShape(shape);
  const numbers = fc.array(fc.integer({ min: -200, max: 200 }), { minLength: sizeOf(free), maxLength: sizeOf(free) });
  return numbers.map((hundredths) =>
    tf.tidy(() => {
      const coordinates = hundredths.map((n) => n / 100);
      return map.forward(tf.tensor(coordinates, [...free])).arraySync();
    }),
  );
}

function usualShape({ eventDim }: Constraint): Shape {
  return [2, ...Array<number>(eventDim).fill(3)];
}

/** Integers within bounds, or vectors with one 1; of another set its feasible value. */
function wholeNumbersIn(set: Constraint, shape: Shape): fc.Arbitrary<tf.TensorLike> {
  const [base] = set.args.filter((argument) => typeof argument === 'object' && 'kind' in argument);
  if (set.kind === 'independent' && base !== undefined) return wholeNumbersIn(base, shape);
  if (set.kind === 'oneHot') return oneHotVectors(shape);
  const range = rangeOf(set);
  if (range === undefined) return fc.constant(tf.tidy(() => set.feasible(shape).arraySync()));
  const [min, max] = range;
  const numbers = fc.array(fc.integer({ min, max }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) });
  return numbers.map((all) => tf.tidy(() => tf.tensor(all, [...shape]).arraySync()));
}

const WIDTH = 10;

/** The ends of a set of numbers, or an ordinary stretch within it; undefined of arrays, and where the ends vary over a batch. */
function rangeOf({ ends }: Constraint): readonly [min: number, max: number] | undefined {
  const numbers = tf.tidy(() => (ends?.([]) ?? []).flatMap((end) => Array.from(end.dataSync())));
  if (numbers.length !== 2 || numbers.some(Number.isNaN)) return undefined;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (low === -Infinity) return high === Infinity ? [-WIDTH / 2, WIDTH / 2] : [high - WIDTH, high];
  return [low, high === Infinity ? low + WIDTH : high];
}

function oneHotVectors(shape: Shape): fc.Arbitrary<tf.TensorLike> {
  const size = shape[shape.length - 1] ?? 1;
  const numVectors = sizeOf(shape) / size;
  const places = fc.array(fc.nat({ max: size - 1 }), { minLength: numVectors, maxLength: numVectors });
  return places.map((all) => {
    const entries = all.flatMap((place) => Array.from({ length: size }, (_, i) => Number(i === place)));
    return tf.tidy(() => tf.tensor(entries, [...shape]).arraySync());
  });
}
