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
        const [gradient, known] = [gradients[param], momentsOf(name, moments, state, param)];
        const moved = gradient === undefined ? kept(value, known) : tf.tidy(() => move(value, gradient, known));
        return [param, moved] as const;
      });
      const pick = (part: (result: Moved<Moment>) => tf.Tensor): Tensors =>
        Object.fromEntries(all.map(([param, moved]) => [param, part(moved)]));
      return {
        params: pick((result) => result.param),
        state: { count: state.count + 1, moments: byMoment((moment) => pick((result) => result.moments[moment])) },
      };
    },
  };
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
