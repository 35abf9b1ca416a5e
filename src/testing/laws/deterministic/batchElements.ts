import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { broadcastShapes, broadcastTo, fold, sizeOf, sameShape, type Shape } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Law, ParameterValues } from '../law.js';
import { deterministicLaw, under, tensorsOf, type Given } from './deterministicLaw.js';

const NUM_DRAWS = 400;

/** Element i of a batch is the distribution of element i's parameters: its log densities, its moments and the distribution of its draws. */
export const batchElements: Law = deterministicLaw({
  name: 'batchElements',
  statement: 'element i of a batched distribution is the distribution of element i of its parameters',
  isStatistical: true,
  exempts: ({ batchShape }) => (sizeOf(batchShape) > 1 ? undefined : 'it has no batch'),
  *problems({ dist, parameters, key, subject }) {
    const draws = dist.sample(key, [NUM_DRAWS]);
    const logs = flat(dist.logProb(draws), dist.batchShape, []);
    for (let i = 0; i < sizeOf(dist.batchShape); i++) {
      const own = elementOf(dist, parameters, i);
      if (own === undefined) return;
      const single = subject.factory(tensorsOf(own));
      const value = tf.squeeze(tf.slice(flat(draws, dist.batchShape, dist.eventShape), [0, i], [NUM_DRAWS, 1]), [1]);
      const heading = `element ${i} of the batch`;
      yield under(
        `${heading}, logProb`,
        firstFar(tf.squeeze(tf.slice(logs, [0, i], [NUM_DRAWS, 1]), [1]), single.logProb(value)),
      );
      yield* momentProblems(dist, single, i, heading);
      const others = single.sample(fold(key, i), [NUM_DRAWS]);
      yield under(`${heading}, draws`, unlike(value, others, dist.eventShape, subject.falseAlarmRate));
    }
  },
});

function* momentProblems(
  dist: Distribution,
  single: Distribution,
  i: number,
  heading: string,
): Iterable<string | undefined> {
  for (const name of ['mean', 'variance', 'entropy'] as const) {
    if (!dist.closedForms.has(name)) continue;
    const eventShape = name === 'entropy' ? [] : dist.eventShape;
    const all = tf.reshape(dist[name](), [sizeOf(dist.batchShape), ...eventShape]);
    yield under(`${heading}, ${name}`, firstFar(tf.squeeze(tf.slice(all, i, 1), [0]), single[name]()));
  }
}

/** The parameters of one element; undefined if the batch is not the parameters' batch. */
function elementOf(dist: Distribution, parameters: Given['parameters'], i: number): ParameterValues | undefined {
  const eventDimOf = (name: string, { rank }: tf.Tensor): number =>
    Math.min(rank, dist.parameterConstraints[name]?.eventDim ?? Math.max(0, rank - dist.batchShape.length));
  const entries = Object.entries(parameters).map(([name, tensor]) => {
    const cut = tensor.rank - eventDimOf(name, tensor);
    return { name, tensor, batch: tensor.shape.slice(0, cut), event: tensor.shape.slice(cut) };
  });
  const all = broadcastShapes('batchElements', Object.fromEntries(entries.map(({ name, batch }) => [name, batch])));
  if (!sameShape(all, dist.batchShape)) return undefined;
  const size = sizeOf(all);
  return Object.fromEntries(
    entries.map(({ name, tensor, event }) => {
      const rows = tf.reshape(broadcastTo(tensor, [...all, ...event]), [size, ...event]);
      return [name, tf.squeeze(tf.slice(rows, i, 1), [0]).arraySync()];
    }),
  );
}

/** [draws, elements, ...event]. */
function flat(x: tf.Tensor, batchShape: Shape, eventShape: Shape): tf.Tensor {
  return tf.reshape(x, [NUM_DRAWS, sizeOf(batchShape), ...eventShape]);
}

/** The two-sample Kolmogorov-Smirnov test of each coordinate. */
function unlike(a: tf.Tensor, b: tf.Tensor, eventShape: Shape, falseAlarmRate: number): string | undefined {
  const size = sizeOf(eventShape);
  const limit = Math.sqrt(Math.log((2 * Math.max(1, size)) / falseAlarmRate) / NUM_DRAWS);
  for (let j = 0; j < size; j++) {
    const [left, right] = [a, b].map((x) =>
      Array.from(x.dataSync())
        .filter((_, i) => i % size === j)
        .sort((p, q) => p - q),
    );
    const distance = largestGap(left ?? [], right ?? []);
    if (!(distance <= limit))
      return `expected a largest difference of cdfs below ${limit.toFixed(3)}, got ${distance.toFixed(3)}`;
  }
  return undefined;
}

function largestGap(a: readonly number[], b: readonly number[]): number {
  let [i, j, gap] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i] ?? NaN, b[j] ?? NaN);
    if (Number.isNaN(x)) return NaN;
    while (a[i] === x) i++;
    while (b[j] === x) j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return gap;
}
