import * as tf from '@tensorflow/tfjs-core';
import { klDivergence, type Distribution } from '../../../dist/index.js';
import { deterministicLaw, type Given } from '../deterministic/deterministicLaw.js';
import { readingProblems } from '../deterministic/memberGradients.js';
import type { Law } from '../law.js';
import { freeParameters } from './freeParameters.js';
import { elsewhere, movedFor } from './klElsewhere.js';

/** The gradients of the divergence by the parameters of both sides equal finite differences: from elsewhere, and from itself. */
export const klGradient: Law = deterministicLaw({
  name: 'klGradient',
  statement: 'the gradients of klDivergence by the parameters of either side equal finite differences',
  isStructural: true,
  exempts: (dist) => (tf.tidy(() => klDivergence(dist, dist) === undefined) ? 'no closed divergence' : undefined),
  *problems(given) {
    const { subject, dist, parameters } = given;
    const moved = movedFor(subject, dist, parameters);
    if (moved !== undefined) yield* bothSides(given, elsewhere(subject, dist, moved, parameters), moved, 'elsewhere');
    const names = freeParameters(subject, dist).map(({ name }) => name);
    const copies = names.map((name) => [name, tf.clone(parameters[name] ?? tf.scalar(NaN))] as const);
    const same = subject.factory({ ...parameters, ...Object.fromEntries(copies) });
    if (klDivergence(dist, same) !== undefined) yield* bothSides(given, same, names, 'itself');
  },
});

/** By those parameters that the other side does not share. */
function* bothSides(
  given: Given,
  other: Distribution,
  names: readonly string[],
  what: string,
): Iterable<string | undefined> {
  const divergence = (q: Distribution, p: Distribution): tf.Tensor => klDivergence(q, p) ?? tf.scalar(NaN);
  const readings = [
    { name: `the divergence from ${what}`, read: (of: Distribution) => divergence(of, other) },
    { name: `the divergence of ${what}`, read: (of: Distribution) => divergence(other, of) },
  ];
  for (const reading of readings) yield* readingProblems(given, { ...reading, sampleRank: 0 }, names);
}
