import * as tf from '@tensorflow/tfjs-core';
import { constraints, delta, multivariateNormal } from '../../dist/index.js';
import { checkOptionNames, handle, param, type Program } from '../../ppl/index.js';
import { fold, NumericError, ParamError, valueAndGradients, type Key } from '../../num/index.js';
import type { Objective } from '../elbo/objective.js';
import type { ProgramPair } from '../elbo/runPair.js';
import { traceElbo } from '../elbo/traceElbo.js';
import type { Tensors } from '../optim/index.js';
import { substituteKnown } from '../substituteKnown.js';
import type { AutoGuide, AutoGuideOptions } from './autoGuide.js';
import { cholesky64, inverse64, type Matrix64 } from './float64.js';
import { hessian } from './hessian.js';
import { initToMedian } from './init/index.js';
import { jointGuide } from './jointGuide.js';
import type { LayoutMemory } from './makeGuide.js';

/** A normal guide with the parameters that make it the approximation. */
export interface LaplaceApproximation<Args extends readonly unknown[]> {
  readonly guide: AutoGuide<Args>;
  /** To be given to the guide's summaries, or to `substitute`; the caller owns them. */
  readonly params: Record<string, tf.Tensor>;
}

export interface LaplaceOptions {
  /** The objective that was trained with: `traceEnumElbo()` where discrete sites are summed out. Default: `traceElbo()`. */
  readonly elbo?: Objective;
}

export interface LaplaceGuide<Args extends readonly unknown[]> extends AutoGuide<Args> {
  /**
   * The normal distribution around the trained point, in unconstrained coordinates, whose precision is the Hessian of the loss there.
   *
   * The Hessian comes from differences of exact gradients, 6 runs for each coordinate, and so does not need second derivatives.
   * In a subsampled plate it is that of one subsample.
   *
   * @param params as `svi.params(state)` gives them
   * @throws NumericError if the Hessian is not positive definite: the point is no minimum of the loss
   */
  laplaceApproximation(params: Tensors, key: Key, options: LaplaceOptions, ...args: Args): LaplaceApproximation<Args>;
}

/**
 * A guide with all its mass on one point of the joint unconstrained space, `autoLaplaceApproximation.loc` [size]; training finds the
 * mode there, and `laplaceApproximation` then makes a normal guide around it.
 *
 * @throws ArgumentError if an option is unknown
 */
export function autoLaplaceApproximation<Args extends readonly unknown[]>(
  model: Program<Args>,
  options: AutoGuideOptions = {},
): LaplaceGuide<Args> {
  checkOptionNames('autoLaplaceApproximation', options, ['init', 'prefix']);
  const { prefix = NAME } = options;
  const memory: LayoutMemory = {};
  const start = { name: NAME, defaultInit: initToMedian(), someParam: 'loc' };
  const point = jointGuide(
    model,
    {
      ...start,
      posterior: ({ values }) => delta({ value: param(`${prefix}.loc`, () => tf.tensor1d(values)), eventDim: 1 }),
    },
    options,
    memory,
  );
  const normal = jointGuide(
    model,
    {
      ...start,
      posterior: ({ size, values }) => {
        const loc = param(`${prefix}.loc`, () => tf.tensor1d(values));
        const constraint = constraints.lowerCholesky;
        return multivariateNormal({ loc, scaleTril: param(`${prefix}.scaleTril`, () => tf.eye(size), { constraint }) });
      },
    },
    options,
    memory,
  );
  return Object.assign(point, {
    laplaceApproximation: (params: Tensors, key: Key, { elbo = traceElbo() }: LaplaceOptions, ...args: Args) => {
      const pair: ProgramPair = { model: () => model(...args), guide: () => point(...args), args: [] };
      const scaleTril = tf.tidy(() => factorAt({ pair, elbo, key, params, name: `${prefix}.loc` }));
      const loc = tf.clone(params[`${prefix}.loc`] as tf.Tensor);
      return { guide: normal, params: { [`${prefix}.loc`]: loc, [`${prefix}.scaleTril`]: scaleTril } };
    },
  });
}

const NAME = 'autoLaplaceApproximation';

interface Problem {
  readonly pair: ProgramPair;
  readonly elbo: Objective;
  readonly key: Key;
  readonly params: Tensors;
  /** The parameter that is the point. */
  readonly name: string;
}

/** The lower triangular factor of the inverse Hessian. */
function factorAt({ pair, elbo, key, params, name }: Problem): tf.Tensor {
  const point = params[name];
  if (point === undefined) {
    const got = Object.keys(params).join(', ') || 'none';
    throw new ParamError({ where: NAME, expected: `the trained parameter "${name}"`, got, hint: 'svi.params(state)' });
  }
  const plan = handle(substituteKnown(params), () => elbo.prepare(pair, fold(key, 'prepare')));
  const gradient = (at: Float64Array): Float64Array =>
    tf.tidy(() => {
      const { gradients } = valueAndGradients(
        ({ loc }) => handle(substituteKnown({ ...params, [name]: loc }), () => elbo.loss(pair, key, plan)),
        { loc: tf.tensor1d(Float32Array.from(at)) },
      );
      return Float64Array.from(gradients.loc.dataSync()) as Float64Array & tf.TensorContainerObject;
    });
  const factor = inverseFactor(hessian(gradient, Float64Array.from(point.dataSync())));
  return tf.tensor2d(factor.map((row) => [...row]));
}

/** The Cholesky factor of the inverse. @throws NumericError unless the matrix is positive definite */
function inverseFactor(matrix: Matrix64): Matrix64 {
  const factor = cholesky64(matrix);
  const covariance = factor === undefined ? undefined : cholesky64(inverse64(factor));
  if (covariance !== undefined) return covariance;
  throw new NumericError({
    where: `${NAME}.laplaceApproximation`,
    expected: 'a positive definite Hessian',
    got: `one with diagonal [${matrix.map((row, i) => (row[i] ?? NaN).toPrecision(3)).join(', ')}]`,
    hint: 'more training steps, until the point is a minimum of the loss',
  });
}
