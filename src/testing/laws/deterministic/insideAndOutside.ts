import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { sizeOf, valueAndGradients } from '../../../num/index.js';
import { firstUnfit } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under, type Given } from './deterministicLaw.js';

// Beyond the ends that sets usually have, and far out; those in the support are left out.
const probes = [0, 0.5, 1, 1.5, 2.5, 4, 10, 1e3, 1e6, 1e30, Infinity].flatMap((x) => [x, -x]);

/** Log densities are finite at draws; outside an interval or half-line exactly -Infinity, with gradients of 0; of NaN never a number. */
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
    const outside = outsideOf(dist, draws);
    if (dist.support.kind === 'real') {
      yield under(
        'logProb of an infinity',
        firstUnfit(atAll(dist, [-Infinity, Infinity]), 'NaN or -Infinity', (x) => !(x > -Infinity)),
      );
    } else if (outside.length > 0) yield* outsideProblems(given, outside);
  },
});

/** Whether the support is an interval, a half-line or a line. Angles are points of a circle, of which any number is one. */
function isOrdered({ support, eventShape }: Distribution): boolean {
  return eventShape.length === 0 && !support.isDiscrete && support.kind !== 'angle';
}

function* outsideProblems(
  { dist, parameters, subject }: Given,
  outside: readonly number[],
): Iterable<string | undefined> {
  const value = spread(dist, outside);
  const size = sizeOf(dist.batchShape);
  const logs = tf.reshape(dist.logProb(value), [outside.length, size]);
  const at = logs.dataSync().findIndex((log) => log !== -Infinity);
  if (at >= 0) yield `logProb of ${outside[Math.floor(at / size)]}: expected -Infinity, got ${logs.dataSync()[at]}`;
  const { gradients } = valueAndGradients((inputs) => tf.sum(subject.factory(inputs).logProb(inputs['the value'])), {
    ...parameters,
    'the value': value,
  });
  for (const [name, gradient] of Object.entries(gradients)) {
    yield under(
      `outside the support, gradient by ${name}`,
      firstUnfit(gradient, '0', (x) => x === 0),
    );
  }
}

/** The probes that lie outside, and the float32 numbers right beyond the ends of the draws' interval, found by halving. */
function outsideOf(dist: Distribution, draws: tf.Tensor): number[] {
  const { contains } = dist.support;
  const fitsAt = (x: number): number[] =>
    contains === undefined
      ? tf.tidy(() => Array.from(dist.support.check(spread(dist, [x])).dataSync()))
      : [Number(contains(Math.fround(x)))];
  const isInside = (x: number): boolean => fitsAt(x).every((fits) => fits === 1);
  const isWhollyOutside = (x: number): boolean => fitsAt(x).every((fits) => fits === 0);
  const far = probes.filter(isWhollyOutside);
  const inner = Array.from(draws.dataSync()).find(isInside);
  if (inner === undefined) return far;
  const ends = [Math.max(...far.filter((x) => x < inner)), Math.min(...far.filter((x) => x > inner))];
  return [
    ...far,
    ...ends
      .filter(Number.isFinite)
      .map((end) => justOutside(inner, end, isInside))
      .filter(isWhollyOutside),
  ];
}

function justOutside(inside: number, outside: number, isInside: (x: number) => boolean): number {
  let [near, far] = [inside, outside];
  for (let step = 0; step < 40; step++) {
    const middle = Math.fround((near + far) / 2);
    if (isInside(middle)) near = middle;
    else far = middle;
  }
  return far;
}

function atAll(dist: Distribution, numbers: readonly number[]): tf.Tensor {
  return dist.logProb(spread(dist, numbers));
}

/** Each number at all places of the batch, [numbers, ...batch]. */
function spread({ batchShape }: Distribution, numbers: readonly number[]): tf.Tensor {
  return tf.tile(tf.tensor([...numbers], [numbers.length, ...batchShape.map(() => 1)]), [1, ...batchShape]);
}
