// Many parameters at once as one more batch dim, where the factory takes it; else one after the other.
import * as tf from '@tensorflow/tfjs-core';
import { sameShape, valueAndGradients } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Given } from './deterministicLaw.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** How many rightmost dims of a parameter are not batch dims. */
export function eventRankOf({ dist, parameters }: Given, name: string): number {
  const rank = parameters[name]?.rank ?? 0;
  return Math.min(rank, Math.max(dist.parameterConstraints[name]?.eventDim ?? 0, rank - dist.batchShape.length));
}

/** The log density of each value, summed over the batch, with one parameter at each of several places: [place][value]. */
export function sumsAlong(given: Given, name: string, places: readonly tf.Tensor[], value: tf.Tensor): number[][] {
  const at = (parameter: tf.Tensor): tf.Tensor =>
    given.subject.factory({ ...given.parameters, [name]: parameter }).logProb(value);
  const lifted = (): tf.Tensor => tf.expandDims(tf.stack(places.map((place) => padded(given, name, place))), 1);
  const whole = attempt(() => at(lifted()));
  const wanted = at(places[0] ?? value);
  const isRight = whole !== undefined && sameShape(whole.shape, [places.length, ...wanted.shape]);
  // A factory that takes its parameters otherwise than element by element is asked one place after the other.
  if (isRight && firstFar(tf.squeeze(tf.slice(whole, 0, 1), [0]), wanted) === undefined) {
    return tf.unstack(whole).map(sumsOf);
  }
  return places.map((place) => sumsOf(at(place)));
}

/** The gradients by all parameters of the log density of each value, summed over the batch. */
export function gradientsAtEach(given: Given, value: tf.Tensor): Tensors[] {
  const { subject, parameters } = given;
  const points = tf.unstack(value);
  const sumAt = (point: tf.Tensor) => (inputs: Tensors) => tf.sum(subject.factory(inputs).logProb(point));
  const copies = Object.fromEntries(
    Object.entries(parameters).map(([name, x]) => [name, tf.stack(points.map(() => padded(given, name, x)))]),
  );
  const whole = attempt(() => valueAndGradients(sumAt(value), copies));
  const first = valueAndGradients(sumAt(points[0] ?? value), parameters).gradients;
  const parts = points.map((_, i) =>
    Object.fromEntries(
      Object.keys(parameters).map((name) => [name, partOf(whole?.gradients[name], i, parameters[name])]),
    ),
  );
  const isRight = Object.keys(parameters).every((name) => isSame(parts[0]?.[name], first[name]));
  if (isRight) return parts as Tensors[];
  return points.map((point) => valueAndGradients(sumAt(point), parameters).gradients);
}

function partOf(all: tf.Tensor | undefined, i: number, like: tf.Tensor | undefined): tf.Tensor | undefined {
  if (all === undefined || like === undefined) return undefined;
  return tf.reshape(tf.slice(all, i, 1), like.shape);
}

function isSame(part: tf.Tensor | undefined, whole: tf.Tensor | undefined): boolean {
  return part !== undefined && whole !== undefined && firstFar(part, whole, 1e-4) === undefined;
}

/** A parameter with ones in place of the batch dims that it lacks. */
function padded(given: Given, name: string, x: tf.Tensor): tf.Tensor {
  const eventRank = eventRankOf(given, name);
  const missing = Math.max(0, given.dist.batchShape.length - (x.rank - eventRank));
  return tf.reshape(x, [...Array<number>(missing).fill(1), ...x.shape]);
}

/** The sum over the batch for each value, in float64 so that what does not change leaves no rounding. */
function sumsOf(logProb: tf.Tensor): number[] {
  const numbers = Array.from(logProb.dataSync());
  const size = numbers.length / logProb.shape[0];
  return Array.from({ length: logProb.shape[0] }, (_, i) =>
    numbers.slice(i * size, (i + 1) * size).reduce((total, x) => total + x, 0),
  );
}

function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch {
    return undefined;
  }
}
