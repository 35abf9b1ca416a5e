import * as tf from '@tensorflow/tfjs-core';
import type { ClosedForm, Distribution } from '../../../dist/index.js';
import type { Law } from '../law.js';
import { deterministicLaw } from './deterministicLaw.js';
import { throws } from './sameKeySameDraw.js';

const names: readonly ClosedForm[] = ['mean', 'variance', 'entropy', 'cdf', 'icdf'];

/** `closedForms` and `hasEnumerateSupport` tell the truth. */
export const closedForms: Law = deterministicLaw({
  name: 'closedForms',
  statement: 'the members that closedForms and hasEnumerateSupport name give answers, and the others throw',
  isStructural: true,
  *problems({ dist }) {
    for (const name of names) yield untruth(name, dist.closedForms.has(name), !throws(() => ask(dist, name)));
    yield untruth('enumerateSupport', dist.hasEnumerateSupport, !throws(() => dist.enumerateSupport()));
  },
});

/** Calls one of the members that has a closed form or none. */
export function ask(dist: Distribution, name: ClosedForm): tf.Tensor {
  if (name !== 'cdf' && name !== 'icdf') return dist[name]();
  return tf.tidy(() => dist[name](tf.fill([...dist.batchShape], 0.5)));
}

function untruth(name: string, isDeclared: boolean, answers: boolean): string | undefined {
  if (isDeclared === answers) return undefined;
  return isDeclared
    ? `expected an answer of ${name}, which is declared, got an error`
    : `expected ${name}, which is not declared, to throw, got an answer`;
}
