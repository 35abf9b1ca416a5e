import * as tf from '@tensorflow/tfjs-core';
import { transformTo, type Bijector, type Constraint, type Distribution } from '../../../dist/index.js';
import { SupportError, type Shape } from '../../../num/index.js';
import type { Subject } from '../law.js';
import { parameterTensors } from './withDistribution.js';

/** A parameter in coordinates without bounds, in which it can be moved freely. */
export interface FreeParameter {
  readonly name: string;
  /** [...batch, ...event], flat; the batch part may be smaller than the batch of the distribution. */
  readonly values: Float32Array;
  readonly batchPart: Shape;
  readonly eventPart: Shape;
}

/** The parameters of a subject that can be moved: not integers, nor those of sets without a smooth map. */
export function freeParameters(subject: Subject, dist: Distribution): FreeParameter[] {
  return Object.entries(parameterTensors(subject.parameters)).flatMap(([name, value]) => {
    const set = dist.parameterConstraints[name];
    if (set === undefined) return [];
    const map = set.isDiscrete ? undefined : mapOnto(set);
    if (map === undefined) return [];
    const flat = tf.tidy(() => map.inverse(value));
    const batchPart = value.shape.slice(0, value.rank - set.eventDim);
    const values = Float32Array.from(flat.dataSync());
    if (!values.every(Number.isFinite)) return [];
    return [{ name, values, batchPart, eventPart: flat.shape.slice(batchPart.length) }];
  });
}

function mapOnto(set: Constraint): Bijector | undefined {
  try {
    return transformTo(set);
  } catch (error) {
    if (error instanceof SupportError) return undefined;
    throw error;
  }
}

/** The subject's distribution with some parameters given by free coordinates, and the others by `given`. */
export function distributionAt(
  subject: Subject,
  free: readonly FreeParameter[],
  coordinates: Readonly<Record<string, tf.Tensor>>,
  given: Readonly<Record<string, tf.Tensor>> = parameterTensors(subject.parameters),
): Distribution {
  // Sets may be bounded by other parameters, and then their maps hold tensors: they are made anew.
  const sets = subject.factory(given).parameterConstraints;
  const moved = free.flatMap(({ name }) => {
    const [at, set] = [coordinates[name], sets[name]];
    const map = set === undefined ? undefined : mapOnto(set);
    return at === undefined || map === undefined ? [] : [[name, map.forward(at)] as const];
  });
  return subject.factory({ ...given, ...Object.fromEntries(moved) });
}

/** The coordinates as tensors, moved by a function of the place within the event. */
export function coordinatesOf(
  free: readonly FreeParameter[],
  shift: (name: string, place: number) => number = () => 0,
): Record<string, tf.Tensor> {
  return Object.fromEntries(
    free.map(({ name, values, batchPart, eventPart }) => {
      const size = eventPart.reduce((a, b) => a * b, 1);
      return [
        name,
        tf.tensor(
          values.map((x, i) => x + shift(name, i % size)),
          [...batchPart, ...eventPart],
        ),
      ] as const;
    }),
  );
}

/** The coordinates once for each of `count` draws: [count, ...batch, ...event]. */
export function repeatedCoordinates(
  free: readonly FreeParameter[],
  count: number,
  { batchShape }: Distribution,
): Record<string, tf.Tensor> {
  // Batch dims that became event dims count among those of the parameters.
  const rank = Math.max(batchShape.length, ...free.map(({ batchPart }) => batchPart.length));
  return Object.fromEntries(
    free.map(({ name, values, batchPart, eventPart }) => {
      const padded = [...Array<number>(rank - batchPart.length).fill(1), ...batchPart];
      const one = tf.tensor(values, [1, ...padded, ...eventPart]);
      return [name, tf.tile(one, [count, ...padded.map(() => 1), ...eventPart.map(() => 1)])] as const;
    }),
  );
}

/** Whether the bounds of a set are tensors, which move with parameters. */
export function isMoving({ args }: Constraint): boolean {
  return args.some((arg) => typeof arg === 'object' && ('kind' in arg ? isMoving(arg) : true));
}
