import * as tf from '@tensorflow/tfjs-core';
import { klDivergence, type Distribution } from '../../../dist/index.js';
import type { Law, Subject } from '../law.js';
import { withoutDensity } from './kinds.js';
import { elsewhere, movedFor } from './klElsewhere.js';
import { meanProblem, TOLERANCE, type Partner } from './klMeans.js';
import { parameterTensors, withDistribution } from './withDistribution.js';

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
    return other === undefined ? undefined : headed('the same family elsewhere', meanProblem(subject, other));
  },
};

/**
 * A law for one subject: its divergence from another distribution, such as one of another family, is the mean of log q - log p, as
 * in `klLaws`.
 *
 * @param other makes the distribution that stands for p, of the batch shape of the subject's or one that broadcasts to it
 * @example
 * const factory: DistributionFactory = ({ rate }) => gamma({ concentration: 2, rate });
 * const results = checkDistribution('gamma', factory, { rate: constraints.positive }, { laws: [klFrom(() => exponential({ rate: 2 }))] });
 * results.map(({ status }) => status);   // ["passed"]
 */
export function klFrom(other: () => Distribution): Law {
  return {
    name: 'klFrom',
    statement: 'klDivergence from another distribution is the mean of log q - log p',
    isStatistical: true,
    exempts: (dist) => withoutKl(dist, other()) ?? withoutDensity(dist),
    problem: (subject) => {
      const values = withDistribution(subject, (dist) => Array.from(klDivergence(dist, other())?.dataSync() ?? []));
      const build = ({ batchShape }: Distribution): Distribution => other().expand(batchShape);
      return headed(
        tf.tidy(() => other().family),
        meanProblem(subject, { values, build }),
      );
    },
  };
}

function withoutKl(dist: Distribution, other = dist): string | undefined {
  return tf.tidy(() => (klDivergence(dist, other) === undefined ? 'no closed divergence' : '')) || undefined;
}

function headed(from: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `from ${from}, ${problem}`;
}

interface Claims {
  readonly own: readonly number[];
  /** Where there is a divergence with all free parameters moved or with one of them. */
  readonly other?: Partner;
}

function claimsOf(subject: Subject): Claims {
  return withDistribution(subject, (like) => {
    const given = parameterTensors(subject.parameters);
    const dist = subject.factory(given);
    const read = (p: Distribution): number[] => Array.from(klDivergence(dist, p)?.dataSync() ?? []);
    const moved = movedFor(subject, like, given);
    if (moved === undefined) return { own: read(dist) };
    const values = read(elsewhere(subject, like, moved, given));
    return { own: read(dist), other: { values, build: (of) => elsewhere(subject, of, moved) } };
  });
}
