import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';
import { clipByGlobalNorm } from './clip.js';
import { scheduled, type Optimizer, type OptimizerState, type Schedule, type Tensors } from './optimizer.js';

export interface AdamOptions {
  /** The largest move of a parameter a step, in its unconstrained units; a number > 0 or a schedule. Default: 1e-3. */
  readonly learningRate?: Schedule;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** The largest Euclidean norm of all gradients together; longer ones are shortened to it. Default: no limit. */
  readonly clipNorm?: number;
}

/**
 * Adam: steps by bias-corrected running means of the gradient and of its square.
 *
 * @throws ArgumentError if an option is out of range
 * @see Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptionNames('adam', options, ['learningRate', 'beta1', 'beta2', 'epsilon', 'clipNorm']);
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, clipNorm = Infinity } = options;
  checkOptions({ learningRate, beta1, beta2, epsilon, clipNorm });
  return {
    name: 'adam',
    init: (params) => ({ count: 0, moments: { mean: zeros(params), square: zeros(params) } }),
    update: (gradients, state, params) => {
      const count = state.count + 1;
      const rate = scheduled(learningRate, state.count) * (Math.sqrt(1 - beta2 ** count) / (1 - beta1 ** count));
      const shift = epsilon * Math.sqrt(1 - beta2 ** count);
      const clipped = clipByGlobalNorm(gradients, clipNorm);
      const next = Object.entries(params).map(([name, param]) => {
        const moved = move(param, at(clipped, name), moments(state, name), { beta1, beta2, rate, shift });
        return [name, moved] as const;
      });
      if (clipped !== gradients) tf.dispose(clipped);
      const pick = (part: 0 | 1 | 2): Tensors => Object.fromEntries(next.map(([name, parts]) => [name, parts[part]]));
      return { params: pick(0), state: { count, moments: { mean: pick(1), square: pick(2) } } };
    },
  };
}

type Triple = [tf.Tensor, tf.Tensor, tf.Tensor];

function move(
  param: tf.Tensor,
  gradient: tf.Tensor,
  [mean, square]: readonly [tf.Tensor, tf.Tensor],
  { beta1, beta2, rate, shift }: { beta1: number; beta2: number; rate: number; shift: number },
): Triple {
  return tf.tidy(() => {
    const nextMean = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
    const nextSquare = tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const step = tf.div(tf.mul(nextMean, rate), tf.add(tf.sqrt(nextSquare), shift));
    return [tf.sub(param, step), nextMean, nextSquare] satisfies Triple;
  });
}

function moments(state: OptimizerState, name: string): [tf.Tensor, tf.Tensor] {
  return [at(state.moments['mean'] ?? {}, name), at(state.moments['square'] ?? {}, name)];
}

function at(tensors: Tensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (tensor !== undefined) return tensor;
  throw new ArgumentError({
    where: 'adam',
    expected: `a gradient and moments for "${name}"`,
    got: Object.keys(tensors).join(', '),
  });
}

function zeros(params: Tensors): Tensors {
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, tf.zerosLike(param)]));
}

function checkOptions(options: Required<AdamOptions>): void {
  const { learningRate, beta1, beta2, epsilon, clipNorm } = options;
  const isRate = typeof learningRate === 'function' || (learningRate > 0 && learningRate < Infinity);
  const refuse = (name: string, expected: string, got: unknown): never => {
    throw new ArgumentError({ where: `adam.${name}`, expected, got: String(got) });
  };
  if (!isRate) refuse('learningRate', 'a finite number > 0 or a schedule', learningRate);
  if (!(beta1 >= 0 && beta1 < 1)) refuse('beta1', 'a number from 0 to below 1', beta1);
  if (!(beta2 >= 0 && beta2 < 1)) refuse('beta2', 'a number from 0 to below 1', beta2);
  if (!(epsilon > 0)) refuse('epsilon', 'a number > 0', epsilon);
  if (!(clipNorm > 0)) refuse('clipNorm', 'a number > 0', clipNorm);
}
