import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { transformTo, type Constraint } from '../../dist/index.js';
import { sizeOf, type Shape } from '../../num/index.js';
import type { ParameterValues } from './law.js';

/**
 * Ordinary parameters within their sets, for fast-check: images of numbers from -2 to 2 under `transformTo`, or whole numbers. A
 * failing one shrinks towards the image of 0.
 *
 * @param sets the constraint of each parameter
 * @param shapes the shape of each that is not [2], in full: [...batch, ...event]
 * @throws SupportError if a set is neither an interval of whole numbers nor the image of the reals
 */
export function parametersIn(
  sets: Readonly<Record<string, Constraint>>,
  shapes: Readonly<Record<string, Shape>> = {},
): fc.Arbitrary<ParameterValues> {
  const entries = Object.entries(sets).map(([name, set]) => [name, valuesIn(set, shapes[name] ?? [2])] as const);
  return fc.record(Object.fromEntries(entries));
}

/** Values of one shape [...batch, ...event] in a set. */
export function valuesIn(set: Constraint, shape: Shape): fc.Arbitrary<tf.TensorLike> {
  if (set.isDiscrete) return wholeNumbersIn(set, shape);
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

function wholeNumbersIn({ args }: Constraint, shape: Shape): fc.Arbitrary<tf.TensorLike> {
  const [low = 0, high = 10] = args.filter((bound) => typeof bound === 'number');
  const numbers = fc.array(fc.integer({ min: low, max: high }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) });
  return numbers.map((all) => tf.tidy(() => tf.tensor(all, [...shape]).arraySync()));
}
