import * as tf from '@tensorflow/tfjs-core';
import { klDivergence, type Distribution } from '../../../dist/index.js';
import type { Law, Subject } from '../law.js';
import { logDensityAt } from './densityAt.js';
import { drawsAtLook, valuesOf, componentOf } from './drawsOf.js';
import { coordinatesOf, distributionAt, freeParameters } from './freeParameters.js';
import { withoutDensity } from './kinds.js';
import { addNumbers, meanAnswer, NO_NUMBERS, type MeanSums } from './meanAnswer.js';
import { meanOver, totalMass, type WeightedPoints } from './reference.js';
import { referenceOf } from './referenceOf.js';
import { sequentially } from './sequentially.js';
import { withDistribution } from './withDistribution.js';

const STEP = 0.3;
const TOLERANCE = 1e-3;
const SMALLEST_IN_DRAWS = 0.03;

/**
 * The divergence of the registry: 0 from itself, and from the same family at other parameters (each free coordinate moved by 0.3)
 * the mean of log q - log p, by sums over the density to 0.001 nats and 0.1 %, or over draws to 0.03.
 */
export const klLaws: Law = {
  name: 'klLaws',
  statement: 'klDivergence is 0 from itself, never below, and the mean of log q - log p',
  isStatistical: true,
  exempts: (dist) => withoutKl(dist) ?? withoutDensity(dist),
  problem: (subject) => {
    const [own, other] = divergences(subject);
    const notZero = own.findIndex((kl) => !(Math.abs(kl) <= TOLERANCE));
    if (notZero >= 0) return `element ${notZero}: expected a divergence of 0 from itself, got ${own[notZero]}`;
    const elements = referenceOf(subject);
    const isExact = elements?.every((points) => !points.isRandom && Math.abs(totalMass(points) - 1) < 1e-3) ?? false;
    return elements !== undefined && isExact ? bySums(subject, elements, other) : byDraws(subject, other);
  },
};

function withoutKl(dist: Distribution): string | undefined {
  return (
    tf.tidy(() => (klDivergence(dist, dist) === undefined ? 'no closed divergence' : undefined) ?? '') || undefined
  );
}

function elsewhere(subject: Subject, dist: Distribution): Distribution {
  const free = freeParameters(subject, dist);
  return distributionAt(
    subject,
    free,
    coordinatesOf(free, (name, place) => STEP * Math.cos(name.length + 2 * place)),
  );
}

/** From itself, and from itself elsewhere. */
function divergences(subject: Subject): [number[], number[]] {
  return withDistribution(subject, (dist) => {
    const read = (p: Distribution): number[] => Array.from(klDivergence(dist, p)?.dataSync() ?? []);
    return [read(dist), read(elsewhere(subject, dist))];
  });
}

function bySums(subject: Subject, elements: readonly WeightedPoints[], claims: readonly number[]): string | undefined {
  const others = withDistribution(subject, (dist) =>
    logDensityAt(
      elsewhere(subject, dist),
      elements.map(({ points }) => points),
    ),
  );
  return elements
    .map((points, b) => {
      const found = meanOver(points, (at) => (points.logDensity[at] ?? NaN) - (others[b]?.[at] ?? NaN));
      const claim = claims[b] ?? NaN;
      const allowed = TOLERANCE * (1 + Math.abs(found)) + 50 * points.error + 50 * (points.blurred ?? 0);
      if (found === claim || Math.abs(found - claim) <= allowed) return undefined;
      return `element ${b}: expected a divergence of ${found.toPrecision(6)} within ${allowed.toPrecision(2)} nats from the same family elsewhere, got ${claim}`;
    })
    .find((problem) => problem !== undefined);
}

function byDraws(subject: Subject, claims: readonly number[]): string | undefined {
  let sums: readonly MeanSums[] = claims.map(() => NO_NUMBERS);
  return sequentially(subject, (look) => {
    const gains = gainsOf(subject, look);
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
function gainsOf(subject: Subject, look: number): Float64Array[] {
  const draws = drawsAtLook(subject, look);
  return withDistribution(subject, (dist) => {
    const values = tf.tensor(valuesOf(draws), [draws.count, ...dist.batchShape, ...dist.eventShape]);
    const gains = tf.sub(dist.logProb(values), elsewhere(subject, dist).logProb(values));
    const all = { ...draws, eventSize: 1, values: Float32Array.from(gains.dataSync()) };
    return Array.from({ length: draws.numElements }, (_, b) => componentOf(all, b, 0));
  });
}
