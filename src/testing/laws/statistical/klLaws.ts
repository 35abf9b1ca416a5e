import * as tf from '@tensorflow/tfjs-core';
import { klDivergence, type Distribution } from '../../../dist/index.js';
import type { Law, Subject } from '../law.js';
import { beyond } from './beyond.js';
import { logDensityAt } from './densityAt.js';
import { drawsAtLook, valuesOf, componentOf } from './drawsOf.js';
import { coordinatesOf, distributionAt, freeParameters } from './freeParameters.js';
import { withoutDensity } from './kinds.js';
import { addNumbers, meanAnswer, NO_NUMBERS, type MeanSums } from './meanAnswer.js';
import { isBlurred, isWhole, meanOver, type WeightedPoints } from './reference.js';
import { referenceOf } from './referenceOf.js';
import { sequentially } from './sequentially.js';
import { withinText } from './uncertainty.js';
import { parameterTensors, withDistribution } from './withDistribution.js';

const STEP = 0.5;
const TOLERANCE = 1e-3;
const SMALLEST_IN_DRAWS = 0.03;

/**
 * The divergence of the registry: 0 from itself, and from the same family at other parameters the mean of log q - log p, by sums
 * over the density to 0.001 nats and 0.1 %, or over draws to 0.03. Each free coordinate is moved by 0.5 or more, up or down; where
 * there is no divergence with all parameters moved, those of one alone.
 */
export const klLaws: Law = {
  name: 'klLaws',
  statement: 'klDivergence is 0 from itself, never below, and the mean of log q - log p',
  isStatistical: true,
  exempts: (dist) => withoutKl(dist) ?? withoutDensity(dist),
  problem: (subject) => {
    const { own, other } = claimsOf(subject);
    const notZero = own.findIndex((kl) => !(Math.abs(kl) <= TOLERANCE));
    if (notZero >= 0) return `element ${notZero}: expected a divergence of 0 from itself, got ${own[notZero]}`;
    if (other === undefined) return undefined;
    const elements = referenceOf(subject);
    const isExact = elements?.every(isWhole) ?? false;
    if (elements !== undefined && isExact) return bySums(subject, elements, other);
    // Where neither the sums are whole nor the draws keep their places, there is no telling.
    return elements?.some(isBlurred) ? undefined : byDraws(subject, other);
  },
};

function withoutKl(dist: Distribution): string | undefined {
  return (
    tf.tidy(() => (klDivergence(dist, dist) === undefined ? 'no closed divergence' : undefined) ?? '') || undefined
  );
}

type Given = Readonly<Record<string, tf.Tensor>>;

/** The subject's distribution with some parameters moved, up or down. */
function elsewhere(subject: Subject, dist: Distribution, moved: readonly string[], given?: Given): Distribution {
  const free = freeParameters(subject, dist).filter(({ name }) => moved.includes(name));
  const shift = (name: string, place: number): number =>
    STEP * Math.sign(Math.cos(name.length + 2 * place)) * (1 + (place % 3) / 4);
  return distributionAt(subject, free, coordinatesOf(free, shift), given);
}

interface Claims {
  readonly own: readonly number[];
  /** Where there is a divergence with all free parameters moved or with one of them: which, and what it is said to be. */
  readonly other?: Elsewhere;
}

interface Elsewhere {
  readonly moved: readonly string[];
  readonly values: readonly number[];
}

function claimsOf(subject: Subject): Claims {
  return withDistribution(subject, (like) => {
    const names = freeParameters(subject, like).map(({ name }) => name);
    // What both sides share must be the same tensors: some pairs have a divergence only then.
    const given = parameterTensors(subject.parameters);
    const dist = subject.factory(given);
    const read = (p: Distribution): number[] => Array.from(klDivergence(dist, p)?.dataSync() ?? []);
    const all = [names, ...(names.length > 1 ? names.map((name) => [name]) : [])];
    const others = all.map((moved) => ({ moved, values: read(elsewhere(subject, like, moved, given)) }));
    const other = others.find(({ values }) => values.length > 0);
    return { own: read(dist), ...(other === undefined ? {} : { other }) };
  });
}

function bySums(
  subject: Subject,
  elements: readonly WeightedPoints[],
  { moved, values: claims }: Elsewhere,
): string | undefined {
  const others = withDistribution(subject, (dist) =>
    logDensityAt(
      elsewhere(subject, dist, moved),
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
      return `element ${b}: expected a divergence of ${found.toPrecision(6)}${withinText(allowed, ' nats')} from the same family elsewhere, got ${claim}`;
    })
    .find((problem) => problem !== undefined);
}

function byDraws(subject: Subject, { moved, values: claims }: Elsewhere): string | undefined {
  let sums: readonly MeanSums[] = claims.map(() => NO_NUMBERS);
  return sequentially(subject, (look) => {
    const gains = gainsOf(subject, look, moved);
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
function gainsOf(subject: Subject, look: number, moved: readonly string[]): Float64Array[] {
  const draws = drawsAtLook(subject, look);
  return withDistribution(subject, (dist) => {
    const values = tf.tensor(valuesOf(draws), [draws.count, ...dist.batchShape, ...dist.eventShape]);
    const gains = tf.sub(dist.logProb(values), elsewhere(subject, dist, moved).logProb(values));
    const all = { ...draws, eventSize: 1, values: Float32Array.from(gains.dataSync()) };
    return Array.from({ length: draws.numElements }, (_, b) => componentOf(all, b, 0));
  });
}
