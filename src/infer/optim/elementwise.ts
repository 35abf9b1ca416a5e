import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../../num/index.js';
import type { Optimizer, OptimizerState, Tensors } from './optimizer.js';

/** What becomes of one parameter in one update. A type, so that tf.tidy takes it as a container of tensors. */
export type Moved<Moment extends string> = {
  readonly param: tf.Tensor;
  readonly moments: Readonly<Record<Moment, tf.Tensor>>;
};

/** The part of an optimiser that is its own: what it remembers of each parameter, and how it moves one. */
export interface ElementwiseRule<Moment extends string> {
  readonly name: string;
  /** The names of what it remembers; each starts at zeros of the parameter's shape. */
  readonly moments: readonly Moment[];
  /** The move of any one parameter in the update that comes after `count` others. */
  step(
    count: number,
  ): (param: tf.Tensor, gradient: tf.Tensor, moments: Readonly<Record<Moment, tf.Tensor>>) => Moved<Moment>;
}

/** Parameters of fewer entries are moved together, as one vector: a kernel costs more than they do. */
export const SMALL = 4096;

/** A parameter with all that its move depends on. */
interface Moving<Moment extends string> extends Moved<Moment> {
  readonly name: string;
  readonly gradient: tf.Tensor;
}

/** An optimiser that treats each entry of each parameter apart from the others. */
export function elementwise<Moment extends string>({ name, moments, step }: ElementwiseRule<Moment>): Optimizer {
  const byMoment = (make: (moment: Moment) => Tensors): Record<string, Tensors> =>
    Object.fromEntries(moments.map((moment) => [moment, make(moment)]));
  return {
    name,
    init: (params) => ({ count: 0, moments: byMoment(() => zeros(params)) }),
    update: (gradients, state, params) => {
      const move = step(state.count);
      const all = Object.entries(params).map(([param, value]) => {
        const known = { name: param, param: value, moments: momentsOf(name, moments, state, param) };
        return { ...known, gradient: gradients[param] };
      });
      const still = all.filter(({ gradient }) => gradient === undefined);
      const moving = all.filter((one): one is Moving<Moment> => one.gradient !== undefined);
      const small = moving.filter(({ param }) => param.size < SMALL);
      const large = moving.filter(({ param }) => param.size >= SMALL);
      const moved = new Map<string, Moved<Moment>>([
        ...still.map((one) => [one.name, kept(one.param, one.moments)] as const),
        ...large.map((one) => [one.name, tf.tidy(() => move(one.param, one.gradient, one.moments))] as const),
        ...together(small, moments, move),
      ]);
      const pick = (part: (result: Moved<Moment>) => tf.Tensor): Tensors =>
        Object.fromEntries(all.map((one) => [one.name, part(moved.get(one.name) ?? one)]));
      return {
        params: pick((result) => result.param),
        state: { count: state.count + 1, moments: byMoment((moment) => pick((result) => result.moments[moment])) },
      };
    },
  };
}

/** The moves of several parameters as one of a vector. */
function together<Moment extends string>(
  small: readonly Moving<Moment>[],
  moments: readonly Moment[],
  move: ReturnType<ElementwiseRule<Moment>['step']>,
): (readonly [string, Moved<Moment>])[] {
  if (small.length === 0) return [];
  const join = (part: (one: Moving<Moment>) => tf.Tensor): tf.Tensor =>
    tf.concat(small.map((one) => tf.reshape(part(one), [-1])));
  const sizes = small.map(({ param }) => param.size);
  let results: (readonly [string, Moved<Moment>])[] = [];
  tf.tidy(() => {
    const joined = named(moments, (moment) => join((one) => one.moments[moment]));
    const result = move(
      join(({ param }) => param),
      join(({ gradient }) => gradient),
      joined,
    );
    const apart = (x: tf.Tensor): tf.Tensor[] =>
      tf.split(x, sizes).map((piece, i) => tf.reshape(piece, small[i]?.param.shape ?? []));
    const params = apart(result.param);
    const byMoment = named(moments, (moment) => apart(result.moments[moment]));
    results = small.map(({ name, param }, i) => {
      return [name, { param: params[i] ?? param, moments: named(moments, (moment) => byMoment[moment][i] ?? param) }];
    });
    return results.map(([, pieces]) => pieces);
  });
  return results;
}

/** A record with an entry for each moment. */
function named<Moment extends string, Value>(
  moments: readonly Moment[],
  make: (moment: Moment) => Value,
): Record<Moment, Value> {
  // Its keys are all of `moments`, which `fromEntries` cannot say.
  return Object.fromEntries(moments.map((moment) => [moment, make(moment)])) as Record<Moment, Value>;
}

function kept<Moment extends string>(param: tf.Tensor, moments: Moved<Moment>['moments']): Moved<Moment> {
  const copies = Object.entries<tf.Tensor>(moments).map(([moment, tensor]) => [moment, tf.clone(tensor)] as const);
  // The same names again.
  return { param: tf.clone(param), moments: Object.fromEntries(copies) as Moved<Moment>['moments'] };
}

function momentsOf<Moment extends string>(
  name: string,
  moments: readonly Moment[],
  state: OptimizerState,
  param: string,
): Record<Moment, tf.Tensor> {
  return named(moments, (moment) => at(name, state.moments[moment] ?? {}, param));
}

function at(where: string, tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (tensor !== undefined) return tensor;
  throw new ArgumentError({
    where,
    expected: `moments for "${name}"`,
    got: Object.keys(tensors).join(', ') || 'none',
    hint: 'the state that init made for these parameters',
  });
}

function zeros(params: Tensors): Tensors {
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, tf.zerosLike(param)]));
}
