import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { valueAndGradients } from '../../../num/index.js';
import type { Law } from '../law.js';
import { newTensors } from '../../newTensors.js';
import { deterministicLaw, type Given } from './deterministicLaw.js';
import { questionsTo, variantsOf } from './members.js';
import { throws } from './sameKeySameDraw.js';

/** Every member leaves one tensor, its result, and nothing else; so do gradients; a member that throws leaves nothing. */
export const noLeak: Law = deterministicLaw({
  name: 'noLeak',
  statement: 'every member leaves its result and no other tensor, also within gradients and where it throws',
  isStructural: true,
  *problems(given) {
    const { dist, key } = given;
    const value = dist.sample(key);
    for (const [where, variant] of variantsOf(dist)) {
      for (const { name, ask } of questionsTo(variant, key, value)) yield leak(`${where}${name}`, ask, 1);
    }
    for (const name of ['mean', 'variance', 'entropy'] as const) {
      if (!dist.closedForms.has(name)) yield leak(`${name}, which throws,`, () => throws(() => dist[name]()), 0);
    }
    yield leak('expand', () => dist.expand([2, ...dist.batchShape]), 0);
    yield* gradientLeaks(given, value);
  },
});

/** Of the distribution as it is, and expanded. */
function* gradientLeaks({ subject, parameters, dist, key }: Given, value: tf.Tensor): Iterable<string | undefined> {
  const results = 1 + Object.keys(parameters).length;
  const gradientsOf = (read: (of: Distribution) => tf.Tensor) => (): unknown =>
    valueAndGradients((named) => tf.sum(read(subject.factory(named))), parameters);
  const wide = [2, ...dist.batchShape];
  yield leak(
    'the gradient of logProb',
    gradientsOf((of) => of.logProb(value)),
    results,
  );
  yield leak(
    'the gradient of logProb after expand',
    gradientsOf((of) => of.expand(wide).logProb(value)),
    results,
  );
  if (!dist.hasRsample) return;
  yield leak(
    'the gradient of rsample',
    gradientsOf((of) => of.rsample(key)),
    results,
  );
  yield leak(
    'the gradient of rsample after expand',
    gradientsOf((of) => of.expand(wide).rsample(key)),
    results,
  );
}

function leak(what: string, body: () => unknown, expected: number): string | undefined {
  const made = newTensors(body);
  return made === expected ? undefined : `expected ${what} to leave ${expected} tensors, got ${made}`;
}
