import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { valueAndGradients } from '../../../num/index.js';
import { firstUnfit } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under, type Given } from './deterministicLaw.js';
import { sidesOf } from './edges.js';

/** Log densities are finite at draws and never NaN in the support; outside an interval or half-line exactly -Infinity, with gradients of 0; of NaN never a number. */
export const insideAndOutside: Law = deterministicLaw({
  name: 'insideAndOutside',
  statement:
    'log densities are finite inside the support, -Infinity with zero gradient outside, and never finite at NaN',
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems(given) {
    const { dist, key } = given;
    const draws = dist.sample(key, [200]);
    yield under(
      'logProb of draws',
      firstUnfit(dist.logProb(draws), 'a number above -Infinity', (x) => x > -Infinity),
    );
    if (!isOrdered(dist)) return;
    yield under(
      'logProb of NaN',
      firstUnfit(atAll(dist, [NaN]), 'NaN or -Infinity', (x) => !(x > -Infinity)),
    );
    const { inside, outside } = sidesOf(dist, draws);
    if (inside !== undefined) yield* insideProblems(dist, inside);
    if (dist.support.kind === 'real') {
      yield under(
        'logProb of an infinity',
        firstUnfit(atAll(dist, [-Infinity, Infinity]), 'NaN or -Infinity', (x) => !(x > -Infinity)),
      );
    } else if (outside !== undefined) yield* outsideProblems(given, outside);
  },
});

/** Whether the support is an interval, a half-line or a line. Angles are points of a circle; every number is one. */
function isOrdered({ support, eventShape }: Distribution): boolean {
  return eventShape.length === 0 && !support.isDiscrete && support.kind !== 'angle';
}

/** A density may be Infinity or 0 at an end, but it is never unknown. */
function* insideProblems(dist: Distribution, value: tf.Tensor): Iterable<string | undefined> {
  const at = dist.logProb(value).dataSync().findIndex(Number.isNaN);
  if (at >= 0) yield `logProb of ${value.dataSync()[at]}, which is in the support: expected a number, got NaN`;
}

function* outsideProblems({ dist, parameters, subject }: Given, value: tf.Tensor): Iterable<string | undefined> {
  const logs = dist.logProb(value).dataSync();
  const at = logs.findIndex((log) => log !== -Infinity);
  if (at >= 0) yield `logProb of ${value.dataSync()[at]}: expected -Infinity, got ${logs[at]}`;
  const { gradients } = valueAndGradients(
    ({ 'the value': outside = value, ...named }: Record<string, tf.Tensor>) =>
      tf.sum(subject.factory(named).logProb(outside)),
    { ...parameters, 'the value': value },
  );
  for (const [name, gradient] of Object.entries(gradients)) {
    yield under(
      `outside the support, gradient by ${name}`,
      firstUnfit(gradient, '0', (x) => x === 0),
    );
  }
}

function atAll(dist: Distribution, numbers: readonly number[]): tf.Tensor {
  return dist.logProb(spread(dist, numbers));
}

/** Each number at all places of the batch, [numbers, ...batch]. */
function spread({ batchShape }: Distribution, numbers: readonly number[]): tf.Tensor {
  return tf.tile(tf.tensor([...numbers], [numbers.length, ...batchShape.map(() => 1)]), [1, ...batchShape]);
}
