import * as tf from '@tensorflow/tfjs-core';
import type { Law, Subject } from '../law.js';
import { beyond } from './beyond.js';
import { componentOf, drawsAtLook, valuesOf, type Draws } from './drawsOf.js';
import { withoutDensity } from './kinds.js';
import { addNumbers, meanAnswer, NO_NUMBERS, type MeanSums } from './meanAnswer.js';
import { isBlurred, isWhole, meanOver, type WeightedPoints } from './reference.js';
import { referenceOf } from './referenceOf.js';
import { sequentially } from './sequentially.js';
import { withinText } from './uncertainty.js';
import { withDistribution } from './withDistribution.js';

const TOLERANCE = 4e-4;
const SMALLEST_IN_DRAWS = 0.05;

/** The closed entropy is the mean of -log p: by sums over the density, to 0.0004 nats and 0.04 %, or over draws, to 0.05 nats. */
export const entropyMatches: Law = {
  name: 'entropyMatches',
  statement: 'the entropy is the mean of -logProb',
  isStatistical: true,
  exempts: (dist) => (dist.closedForms.has('entropy') ? withoutDensity(dist) : 'no closed entropy'),
  problem: (subject) => {
    const claims = withDistribution(subject, (dist) => Array.from(dist.entropy().dataSync()));
    const elements = referenceOf(subject);
    const isExact = elements?.every(isWhole) ?? false;
    // Where neither the sums are whole nor the draws keep their places, there is no telling.
    if (elements === undefined || !isExact) return elements?.some(isBlurred) ? undefined : byDraws(subject, claims);
    return claims.map((claim, b) => problemOf(claim, elements[b], b)).find((problem) => problem !== undefined);
  },
};

function problemOf(claim: number, element: WeightedPoints | undefined, b: number): string | undefined {
  if (element === undefined) return undefined;
  const logAt = (at: number): number => element.logDensity[at] ?? NaN;
  const found = -meanOver(element, logAt);
  const allowed = TOLERANCE * Math.max(1, Math.abs(found)) + 50 * element.error + 2 * beyond(element, logAt);
  if (Math.abs(found - claim) <= allowed) return undefined;
  return `element ${b}: expected an entropy of ${found.toPrecision(6)}${withinText(allowed, ' nats')}, got ${claim.toPrecision(6)}`;
}

function byDraws(subject: Subject, claims: readonly number[]): string | undefined {
  let sums: readonly MeanSums[] = claims.map(() => NO_NUMBERS);
  return sequentially(subject, (look) => {
    const costs = costsOf(subject, drawsAtLook(subject, look));
    sums = claims.map((claim, b) => {
      return addNumbers(
        sums[b] ?? NO_NUMBERS,
        componentOf(costs, b, 0).map((cost) => cost - claim),
      );
    });
    return sums.map((sum, b) =>
      meanAnswer(
        `element ${b}: the entropy is claimed to be ${claims[b]?.toPrecision(6)}`,
        sum,
        SMALLEST_IN_DRAWS,
        TOLERANCE,
      ),
    );
  });
}

/** -log p of each draw. */
function costsOf(subject: Subject, draws: Draws): Draws {
  return withDistribution(subject, (dist) => {
    const values = tf.tensor(valuesOf(draws), [draws.count, ...dist.batchShape, ...dist.eventShape]);
    return { ...draws, eventSize: 1, values: Float32Array.from(dist.logProb(values).dataSync(), (x) => -x) };
  });
}
