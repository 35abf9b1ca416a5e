import * as tf from '@tensorflow/tfjs-core';
import type { Constraint, Distribution } from '../../../dist/index.js';
import { broadcastTo, sizeOf, valueAndGradients, type Shape } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw, type Given } from './deterministicLaw.js';
import { contradictedInwards, inwards } from './inwards.js';
import { setOf } from './parameterGradient.js';
import { contradictionText } from './slopes.js';
import { eventRankOf, readAlong } from './stacked.js';

const NUM_DRAWS = 6;

/**
 * Where a parameter lies at an end of its set, or a value at one of the support, the gradient of a finite log density is the slope
 * inwards. For parameters one batch element is there, while the others stay.
 */
export const endGradients: Law = deterministicLaw({
  name: 'endGradients',
  statement: 'at the ends of the sets of parameters and of the support, gradients of logProb are the slopes inwards',
  isStructural: true,
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems(given) {
    const { dist, parameters, key } = given;
    const value = dist.sample(key, [NUM_DRAWS]);
    for (const [name, tensor] of Object.entries(parameters)) {
      const set = setOf(dist, name, tensor);
      if (set.isDiscrete || eventRankOf(given, name) > 0 || tensor.size === 0) continue;
      for (const end of endsOf(set, [])) yield* parameterProblems(given, name, end, value);
    }
    if (dist.eventShape.length > 0 || dist.isDiscrete) return;
    for (const end of endsOf(dist.support, dist.batchShape)) yield* valueProblems(dist, end);
  },
});

/** One end of a set at each place, and a step inwards. */
interface End {
  readonly at: readonly number[];
  readonly unit: readonly number[];
}

/** The finite ends of an interval or a half-line that belong to it. */
function endsOf(set: Constraint, shape: Shape): End[] {
  const ends = (set.ends?.(shape) ?? []).map((end) => Array.from(broadcastTo(end, shape).dataSync()));
  const [first = [], second = []] = ends;
  if (ends.length !== 2) return [];
  const low = first.map((x, i) => Math.min(x, second[i] ?? NaN));
  const width = first.map((x, i) => Math.abs(x - (second[i] ?? NaN)));
  const unit = width.map((size) => (Number.isFinite(size) ? size : 1));
  const high = first.map((x, i) => Math.max(x, second[i] ?? NaN));
  const all = [
    { at: low, unit },
    { at: high, unit: unit.map((x) => -x) },
  ];
  const isIn = ({ at }: End): boolean =>
    at.every(Number.isFinite) &&
    set
      .check(tf.tensor([...at], [...shape]))
      .dataSync()
      .every((fits) => fits === 1);
  return all.filter(isIn);
}

function* parameterProblems(given: Given, name: string, end: End, value: tf.Tensor): Iterable<string | undefined> {
  const { subject, parameters } = given;
  const [at = NaN] = end.at;
  const [unit = NaN] = end.unit;
  const places = inwards.map((offset) => withLast(parameters[name] ?? value, at + unit * offset));
  const [start = value] = places;
  const logs = readAlong(given, name, places, (dist) => dist.logProb(value), 1);
  for (const [i, point] of tf.unstack(value).entries()) {
    const { gradients } = valueAndGradients(
      (named) => tf.sum(subject.factory({ ...parameters, ...named }).logProb(point)),
      { [name]: start },
    );
    const slope = gradients[name]?.dataSync()[start.size - 1] ?? NaN;
    const sums = logs.map((row) => sumOf(row.slice((i * row.length) / NUM_DRAWS, ((i + 1) * row.length) / NUM_DRAWS)));
    const found = contradictedInwards(sums, slope * unit);
    if (found !== undefined)
      yield `by ${name} at ${at}, at point ${i} of the value, inwards: ${contradictionText(found)}`;
  }
}

function* valueProblems(dist: Distribution, { at, unit }: End): Iterable<string | undefined> {
  const shape = [...dist.batchShape];
  const places = inwards.map((offset) =>
    tf.tensor(
      at.map((x, b) => x + (unit[b] ?? NaN) * offset),
      shape,
    ),
  );
  const logs = places.map((place) => Array.from(dist.logProb(place).dataSync()));
  const [start = tf.zeros(shape)] = places;
  const isFinite = tf.isFinite(dist.logProb(start));
  const { gradients } = valueAndGradients((named) => tf.sum(tf.where(isFinite, dist.logProb(named.value), 0)), {
    value: start,
  });
  const slopes = gradients.value.dataSync();
  for (let b = 0; b < sizeOf(shape); b++) {
    const found = contradictedInwards(
      logs.map((row) => row[b] ?? NaN),
      (slopes[b] ?? NaN) * (unit[b] ?? NaN),
    );
    if (found !== undefined) yield `at value ${at[b]}, element ${b}, inwards: ${contradictionText(found)}`;
  }
}

function withLast(x: tf.Tensor, last: number): tf.Tensor {
  return tf.tensor([...Array.from(x.dataSync()).slice(0, -1), last], x.shape);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}
