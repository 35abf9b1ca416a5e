import * as tf from '@tensorflow/tfjs-core';
import type { ClosedForm, Distribution } from '../../../dist/index.js';
import { valueAndGradients } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw, type Given } from './deterministicLaw.js';
import { throws } from './sameKeySameDraw.js';

const NUM_DRAWS = 20;
const names: readonly ClosedForm[] = ['mean', 'variance', 'entropy', 'cdf', 'icdf'];

/** `closedForms`, `hasEnumerateSupport` and `hasRsample` tell the truth. */
export const closedForms: Law = deterministicLaw({
  name: 'closedForms',
  statement:
    'the members that closedForms, hasEnumerateSupport and hasRsample name give answers and gradients, and the others throw',
  isStructural: true,
  *problems(given) {
    const { dist } = given;
    for (const name of names) yield untruth(name, dist.closedForms.has(name), !throws(() => ask(dist, name)));
    yield untruth('enumerateSupport', dist.hasEnumerateSupport, !throws(() => dist.enumerateSupport()));
    yield withoutGradient(given);
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

/** With `hasRsample`, some parameter of the family moves the draws. */
function withoutGradient({ subject, parameters, dist, key }: Given): string | undefined {
  const own = Object.entries(parameters).filter(([name, x]) => dist.params[name] === x && x.size > 0);
  if (!dist.hasRsample || dist.isFactor === true || own.length === 0) return undefined;
  // Uneven weights, as the sum of a draw may be fixed.
  const { gradients } = valueAndGradients((named) => {
    const draws = subject.factory(named).rsample(key, [NUM_DRAWS]);
    const weights = tf.reshape(tf.cos(tf.range(0, draws.size)), draws.shape);
    return tf.sum(tf.mul(weights, tf.cast(draws, 'float32')));
  }, parameters);
  const moves = own.some(([name]) => gradients[name]?.dataSync().some((x) => x !== 0));
  return moves ? undefined : 'expected gradients through rsample, which hasRsample declares, got 0 by all parameters';
}
