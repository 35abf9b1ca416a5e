import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { sizeOf, valueAndGradients } from '../../../num/index.js';
import { firstUnfit } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under, type Given } from './deterministicLaw.js';
import { sidesOf } from './edges.js';

// In interquartile ranges.
const DISTANCES = [-8, -4, -2, -1, 1, 2, 4, 8];
const LEAST_SPREAD = 2 ** -20;

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
    if (dist.eventShape.length === 0) yield* aroundProblems(dist, draws);
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

/** What lies a few spreads from the middle, in the support as it is declared, has a density. */
function* aroundProblems(dist: Distribution, draws: tf.Tensor): Iterable<string | undefined> {
  const [count, size] = [draws.shape[0], sizeOf(dist.batchShape)];
  const numbers = Array.from(draws.dataSync());
  const columns = Array.from({ length: size }, (_, b) =>
    numbers.filter((_x, i) => i % size === b).sort((a, c) => a - c),
  );
  const at = (b: number, share: number): number => columns[b]?.[Math.floor(share * (count - 1))] ?? NaN;
  const rows = DISTANCES.map((distance) =>
    columns.map((_, b) => {
      const place = at(b, 0.5) + distance * Math.max(at(b, 0.75) - at(b, 0.25), LEAST_SPREAD * Math.abs(at(b, 0.5)));
      return dist.isDiscrete ? Math.round(place) : place;
    }),
  );
  const value = tf.tensor(rows.flat(), [rows.length, ...dist.batchShape]);
  const isDeclared = dist.support.check(value).dataSync();
  const places = value.dataSync();
  yield under(
    'logProb around the draws, in the declared support',
    firstUnfit(dist.logProb(value), 'a number above -Infinity', (x, i) => isDeclared[i] !== 1 || x > -Infinity),
  )?.concat(` (of values ${places.slice(0, 4).join(', ')}, …)`);
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
