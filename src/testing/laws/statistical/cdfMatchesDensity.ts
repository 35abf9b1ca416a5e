import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import type { Law } from '../law.js';
import { beyond } from './beyond.js';
import { componentOf, drawsAtLook } from './drawsOf.js';
import { endsOf, outerEnds } from './ends.js';
import { outsideLaws, withoutDensity } from './kinds.js';
import { totalMass, type LinePoints } from './reference.js';
import { lineOf } from './referenceOf.js';
import { withinText } from './uncertainty.js';
import { withDistribution } from './withDistribution.js';

const TOLERANCE = 1e-4;
const NUM_PLACES = 60;
// Of a cdf that is a sum of probabilities.
const ROUNDING = 2 ** -22;

/** The cdf is the integral, or the sum, of the density up to a value, to 0.0001; and 0 before the support, 1 after it. */
export const cdfMatchesDensity: Law = {
  name: 'cdfMatchesDensity',
  statement: 'the cdf is the mass of the density up to a value',
  isStatistical: true,
  exempts: (dist) => (dist.closedForms.has('cdf') ? (withoutDensity(dist) ?? withoutLine(dist)) : 'no closed cdf'),
  problem: (subject) => {
    const line = lineOf(subject);
    return withDistribution(subject, (dist) => {
      const draws = drawsAtLook(subject, 0);
      const problems = line.map((points, b) => {
        if (points.isPartial === true) return undefined;
        return problemOf(dist, points, placesFor(dist, componentOf(draws, b, 0).sort()), b);
      });
      return problems.find((problem) => problem !== undefined) ?? outsideProblem(dist);
    });
  },
};

/** Why a law of order says nothing of a distribution. */
export function withoutLine(dist: Distribution): string | undefined {
  return outsideLaws(dist) ?? (dist.eventShape.length > 0 ? 'its events have no order' : undefined);
}

/** Quantiles of draws; between them too where there are steps. */
function placesFor({ isDiscrete }: Distribution, sorted: Float64Array): number[] {
  const all = Array.from({ length: NUM_PLACES }, (_, i) => {
    return sorted[Math.floor((i * (sorted.length - 1)) / (NUM_PLACES - 1))] ?? 0;
  });
  const distinct = [...new Set(all)];
  return isDiscrete ? distinct.flatMap((x) => [x, x + 0.5, x - 0.5]) : distinct;
}

function problemOf(dist: Distribution, points: LinePoints, places: readonly number[], b: number): string | undefined {
  const claims = valuesAt(dist, places, (value) => dist.cdf(value), b);
  const total = totalMass(points);
  const allowed = TOLERANCE + points.error + 2 * beyond(points);
  const wrong = places.findIndex((x, i) => {
    // Rounded to float32, and at the ends where only the mass of a stretch is known, a place is an interval.
    const [low, high] = [
      points.cdfBelow(x - Math.abs(x) * 2 ** -24) / total,
      points.cdf(x + Math.abs(x) * 2 ** -24) / total,
    ];
    const [least, most] = dist.isDiscrete ? [high, high] : [low, high];
    return !((claims[i] ?? NaN) >= least - allowed && (claims[i] ?? NaN) <= most + allowed);
  });
  if (wrong < 0) return undefined;
  const x = places[wrong] ?? 0;
  return `element ${b}: expected cdf(${x}) = ${(points.cdf(x) / total).toPrecision(6)}${withinText(allowed)}, got ${claims[wrong]}`;
}

/** What a member says of each of some numbers, at one batch element. */
export function valuesAt(
  dist: Distribution,
  places: readonly number[],
  member: (value: tf.Tensor) => tf.Tensor,
  element: number,
): number[] {
  const column = tf.reshape(tf.tensor1d([...places]), [places.length, ...dist.batchShape.map(() => 1)]);
  const all = member(tf.add(column, tf.zeros([places.length, ...dist.batchShape]))).dataSync();
  const size = all.length / places.length;
  return places.map((_, i) => all[i * size + element] ?? NaN);
}

function outsideProblem(dist: Distribution): string | undefined {
  const ends = endsOf(dist).flatMap((all, b) => {
    const [low, high] = outerEnds(all);
    return [[low, -1, b] as const, [high, 1, b] as const];
  });
  return ends
    .filter(([x]) => Number.isFinite(x))
    .map(([x, side, b]) => {
      const place = x + side * (1 + Math.abs(x));
      const [claim = NaN] = valuesAt(dist, [place], (value) => dist.cdf(value), b);
      const [expected, allowed] = side === 1 ? [1, ROUNDING] : [0, 0];
      return Math.abs(claim - expected) <= allowed
        ? undefined
        : `element ${b}: expected cdf(${place}) = ${expected} outside the support, got ${claim}`;
    })
    .find((problem) => problem !== undefined);
}
