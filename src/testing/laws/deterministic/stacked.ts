// Many parameters at once as one more batch dim, where the factory takes it; else one after the other.
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { sameShape, valueAndGradients } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { Given } from './deterministicLaw.js';

export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** How many rightmost dims of a parameter are not batch dims. */
export function eventRankOf({ dist, parameters }: Given, name: string): number {
  const rank = parameters[name]?.rank ?? 0;
  return Math.min(rank, Math.max(dist.parameterConstraints[name]?.eventDim ?? 0, rank - dist.batchShape.length));
}

/**
 * What is read from the distribution with one parameter at each of several places: [place][entry].
 *
 * @param sampleRank how many dims what is read has before those of the batch
 */
export function readAlong(
  given: Given,
  name: string,
  places: readonly tf.Tensor[],
  read: (dist: Distribution) => tf.Tensor,
  sampleRank: number,
): number[][] {
  const at = (parameter: tf.Tensor): tf.Tensor =>
    read(given.subject.factory({ ...given.parameters, [name]: parameter }));
  const lifted = (): tf.Tensor => {
    const all = tf.stack(places.map((place) => padded(given, name, place)));
    return tf.reshape(all, [places.length, ...Array<number>(sampleRank).fill(1), ...all.shape.slice(1)]);
  };
  const [first] = places;
  const whole = attempt(() => at(lifted()));
  const wanted = first === undefined ? undefined : at(first);
  const isRight =
    whole !== undefined && wanted !== undefined && sameShape(whole.shape, [places.length, ...wanted.shape]);
  // A factory that takes its parameters otherwise than element by element is asked one place after the other.
  if (isRight && firstFar(tf.squeeze(tf.slice(whole, 0, 1), [0]), wanted) === undefined)
    return tf.unstack(whole).map((each) => Array.from(each.dataSync()));
  return places.map((place) => Array.from(at(place).dataSync()));
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
export function padded(given: Given, name: string, x: tf.Tensor): tf.Tensor {
  const eventRank = eventRankOf(given, name);
  const missing = Math.max(0, given.dist.batchShape.length - (x.rank - eventRank));
  return tf.reshape(x, [...Array<number>(missing).fill(1), ...x.shape]);
}

export function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch {
    return undefined;
  }
}
