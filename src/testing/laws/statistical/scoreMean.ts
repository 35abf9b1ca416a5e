import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, valueAndGradients } from '../../../num/index.js';
import type { Law, Subject } from '../law.js';
import { beyond } from './beyond.js';
import { distributionAt, coordinatesOf, freeParameters, isMoving } from './freeParameters.js';
import { withoutDensity } from './kinds.js';
import { isBlurred, type WeightedPoints } from './reference.js';
import { referenceOf } from './referenceOf.js';
import { withinText } from './uncertainty.js';
import { withDistribution } from './withDistribution.js';

const NUM_GROUPS = 3;
const TOLERANCE = 2e-3;
const SMALLEST = 3e-4;
const NEGLIGIBLE = 1e-8;

/**
 * The mean of d log p(x) / d theta is 0, because the mass stays 1: by the sums of `densityIntegrates`, in free coordinates of each
 * parameter, to 0.2 % of the parts that make up the mean. Parameters that are integers are left out.
 */
export const scoreMean: Law = {
  name: 'scoreMean',
  statement: 'the mean of the gradient of logProb by each parameter is 0',
  isStatistical: true,
  exempts: (dist) => (isMoving(dist.support) ? 'its support moves with its parameters' : withoutDensity(dist)),
  problem: (subject) => {
    const elements = referenceOf(subject);
    if (!elements?.every(isSharp)) return undefined;
    return withDistribution(subject, ({ batchShape, eventShape }) =>
      problemOf(groupedScores(subject, elements, batchShape, eventShape)),
    );
  },
};

/** A score in a tail is of the size of the log density. */
function isSharp(points: WeightedPoints): boolean {
  const { isRandom, isPartial = false, error, logDensity } = points;
  if (isRandom || isPartial || isBlurred(points) || !(error < 1e-4)) return false;
  return beyond(points, (at) => logDensity[at] ?? NaN) < 1e-4;
}

interface Weighed {
  readonly places: Float32Array;
  readonly weights: Float32Array;
  readonly count: number;
}

/** The gradient of the weighted log density by each parameter, for parts of the points one after the other. */
function groupedScores(
  subject: Subject,
  elements: readonly WeightedPoints[],
  batchShape: readonly number[],
  eventShape: readonly number[],
): Record<string, Float32Array>[] {
  const { places, weights, count } = sideBySide(elements, sizeOf(eventShape));
  const points = tf.tensor(places, [count, ...batchShape, ...eventShape]);
  const free = withDistribution(subject, (dist) => freeParameters(subject, dist));
  return Array.from({ length: NUM_GROUPS }, (_, g) => {
    const own = tf.tensor(
      weights.map((weight, i) => (groupOf(i, weights.length) === g ? weight : 0)),
      [count, ...batchShape],
    );
    const { gradients } = valueAndGradients((coordinates) => {
      return tf.sum(tf.mul(own, distributionAt(subject, free, coordinates).logProb(points)));
    }, coordinatesOf(free));
    return Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [name, Float32Array.from(gradient.dataSync())] as const),
    );
  });
}

function groupOf(i: number, count: number): number {
  return Math.floor((NUM_GROUPS * i) / count);
}

/** The points of all elements that weigh something, padded by points without weight. */
function sideBySide(elements: readonly WeightedPoints[], size: number): Weighed {
  const kept = elements.map(({ weights }) => Array.from(weights.keys()).filter((i) => (weights[i] ?? 0) > NEGLIGIBLE));
  const count = Math.max(...kept.map((list) => list.length));
  const places = new Float32Array(count * elements.length * size);
  const masses = new Float32Array(count * elements.length);
  elements.forEach(({ points, weights }, b) => {
    const list = kept[b] ?? [];
    for (let i = 0; i < count; i += 1) {
      const from = list[i] ?? list[0] ?? 0;
      masses[i * elements.length + b] = i < list.length ? (weights[from] ?? 0) : 0;
      places.set(points.subarray(from * size, (from + 1) * size), (i * elements.length + b) * size);
    }
  });
  return { places, weights: masses, count };
}

function problemOf(groups: readonly Readonly<Record<string, Float32Array>>[]): string | undefined {
  const [first = {}] = groups;
  return Object.keys(first)
    .flatMap((name) =>
      Array.from(first[name] ?? [], (_, i) => {
        const parts = groups.map((group) => group[name]?.[i] ?? NaN);
        const mean = parts.reduce((a, b) => a + b, 0);
        const allowed = TOLERANCE * parts.reduce((sum, part) => sum + Math.abs(part), 0) + SMALLEST;
        if (Math.abs(mean) <= allowed) return undefined;
        if (Number.isNaN(mean)) return `expected a gradient by coordinate ${i} of ${name}, got NaN`;
        return `expected a mean score of 0${withinText(allowed)} by coordinate ${i} of ${name}, got ${mean.toPrecision(4)}`;
      }),
    )
    .find((problem) => problem !== undefined);
}
