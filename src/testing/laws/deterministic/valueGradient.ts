import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { valueAndGradients } from '../../../num/index.js';
import { indexText } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw } from './deterministicLaw.js';
import { isSmooth, pathsWithin } from './paths.js';
import { pointsOf, spreadOf } from './points.js';
import { contradicted, contradictionText, slopesOf, type Claim } from './slopes.js';

/**
 * The gradient of `logProb` by the value equals finite differences, at draws and in the tails.
 *
 * The value moves along the support's own coordinates, so that it stays within it, in three steps 5 times apart with differences
 * of fourth order. The law fails where two of them agree with each other and lie more than 0.5 % from the gradient.
 */
export const valueGradient: Law = deterministicLaw({
  name: 'valueGradient',
  statement: 'the gradient of logProb by the value equals finite differences',
  exempts: whyNoValueGradient,
  *problems({ dist, key }) {
    yield* valueProblems(dist, pointsOf(dist, key), spreadOf(dist, key));
  },
});

/**
 * What is wrong with the gradient by the value at some values [values, ...batch, ...event].
 *
 * @param unit the length of a step of 1 where the support is all reals
 * @param member what is differentiated: a number for each value
 */
export function* valueProblems(
  dist: Distribution,
  value: tf.Tensor,
  unit: number,
  member: (value: tf.Tensor) => tf.Tensor = (at) => dist.logProb(at),
): Iterable<string | undefined> {
  const gradient = valueAndGradients((inputs) => tf.sum(member(inputs.value)), { value }).gradients.value;
  for (const { coordinate, points } of pathsWithin(dist.support, value, unit, dist.eventShape.length)) {
    const numbers = tf.unstack(member(tf.stack([...points]))).map((each) => each.dataSync());
    const steps = tangents(points, value.shape.length - dist.eventShape.length, gradient);
    const found = contradicted(numbers, steps);
    if (found === undefined) continue;
    const at = indexText(found.path, value.shape.slice(0, value.rank - dist.eventShape.length));
    const where = `at value ${valueText(value, found.path, dist)}, index ${at}`;
    yield `${where}, along coordinate ${coordinate}: ${contradictionText(found)}`;
  }
}

function whyNoValueGradient(dist: Distribution): string | undefined {
  if (dist.isDiscrete) return 'it is discrete';
  if (dist.isFactor === true) return 'it has no value';
  return isSmooth(dist.support) ? undefined : 'its support has no smooth coordinates';
}

/** What a gradient claims of the slopes along a path: its products with the path's own differences, [step][element]. */
export function tangents(points: readonly tf.Tensor[], elementRank: number, gradient: tf.Tensor): Claim[][] {
  const size = gradient.shape.slice(elementRank).reduce((product, dim) => product * dim, 1);
  const slopes = gradient.dataSync();
  return slopesOf(points.map((point) => point.dataSync())).map((moves) =>
    Array.from({ length: moves.length / size }, (_, element) => {
      const parts = Array.from({ length: size }, (_unused, i) => {
        const move = moves[element * size + i] ?? NaN;
        return move === 0 ? 0 : move * (slopes[element * size + i] ?? NaN);
      });
      return together(parts.map((part) => ({ slope: part, size: Math.abs(part) })));
    }),
  );
}

/** The claim of a sum. */
export function together(claims: readonly Claim[]): Claim {
  return claims.reduce((sum, { slope, size }) => ({ slope: sum.slope + slope, size: sum.size + size }), {
    slope: 0,
    size: 0,
  });
}

function valueText(value: tf.Tensor, element: number, { eventShape }: Distribution): string {
  return JSON.stringify(tf.squeeze(tf.slice(tf.reshape(value, [-1, ...eventShape]), element, 1), [0]).arraySync());
}
