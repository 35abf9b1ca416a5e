import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import type { Subject } from '../law.js';
import { beyond } from './beyond.js';
import { logDensityAt } from './densityAt.js';
import { componentOf, drawsAtLook, valuesOf } from './drawsOf.js';
import { addNumbers, meanAnswer, NO_NUMBERS, type MeanSums } from './meanAnswer.js';
import { isBlurred, isWhole, meanOver, type WeightedPoints } from './reference.js';
import { referenceOf } from './referenceOf.js';
import { sequentially } from './sequentially.js';
import { withinText } from './uncertainty.js';
import { withDistribution } from './withDistribution.js';

/** In nats, and relative. */
export const TOLERANCE = 1e-3;
const SMALLEST_IN_DRAWS = 0.03;

/** What a subject's distribution is compared with, and what the divergences of its batch elements from that are said to be. */
export interface Partner {
  readonly values: readonly number[];
  build(dist: Distribution): Distribution;
}

/** What is wrong with divergences: they are not the mean of log q - log p, by sums over the density or else over draws. */
export function meanProblem(subject: Subject, partner: Partner): string | undefined {
  const elements = referenceOf(subject);
  if (elements?.every(isWhole) === true) return bySums(subject, elements, partner);
  // Where neither the sums are whole nor the draws keep their places, there is no telling.
  return elements?.some(isBlurred) === true ? undefined : byDraws(subject, partner);
}

/** Compares with sums over the density. */
function bySums(
  subject: Subject,
  elements: readonly WeightedPoints[],
  { values: claims, build }: Partner,
): string | undefined {
  const others = withDistribution(subject, (dist) =>
    logDensityAt(
      build(dist),
      elements.map(({ points }) => points),
    ),
  );
  return elements
    .map((points, b) => {
      const gainAt = (at: number): number => (points.logDensity[at] ?? NaN) - (others[b]?.[at] ?? NaN);
      const found = meanOver(points, gainAt);
      const claim = claims[b] ?? NaN;
      const uncertain = 50 * points.error + 50 * (points.blurred ?? 0) + 2 * beyond(points, gainAt);
      const allowed = TOLERANCE * (1 + Math.abs(found)) + uncertain;
      if (found === claim || Math.abs(found - claim) <= allowed) return undefined;
      return `element ${b}: expected a divergence of ${found.toPrecision(6)}${withinText(allowed, ' nats')}, got ${claim}`;
    })
    .find((problem) => problem !== undefined);
}

function byDraws(subject: Subject, { values: claims, build }: Partner): string | undefined {
  let sums: readonly MeanSums[] = claims.map(() => NO_NUMBERS);
  return sequentially(subject, (look) => {
    const gains = gainsOf(subject, look, build);
    sums = claims.map((claim, b) =>
      addNumbers(
        sums[b] ?? NO_NUMBERS,
        (gains[b] ?? new Float64Array()).map((x) => x - claim),
      ),
    );
    return sums.map((sum, b) => {
      const claim = claims[b] ?? 0;
      return meanAnswer(
        `element ${b}: the divergence is claimed to be ${claim}`,
        sum,
        SMALLEST_IN_DRAWS * (1 + claim),
        TOLERANCE,
      );
    });
  });
}

/** log q - log p of draws of q. */
function gainsOf(subject: Subject, look: number, build: Partner['build']): Float64Array[] {
  const draws = drawsAtLook(subject, look);
  return withDistribution(subject, (dist) => {
    const values = tf.tensor(valuesOf(draws), [draws.count, ...dist.batchShape, ...dist.eventShape]);
    const gains = tf.sub(dist.logProb(values), build(dist).logProb(values));
    const all = { ...draws, eventSize: 1, values: Float32Array.from(gains.dataSync()) };
    return Array.from({ length: draws.numElements }, (_, b) => componentOf(all, b, 0));
  });
}
