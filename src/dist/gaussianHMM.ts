import * as tf from '@tensorflow/tfjs-core';
import {
  broadcastShapes,
  cholesky,
  diagonal,
  formatShape,
  normal as standardNormal,
  ShapeError,
  split,
  transposed,
  triangularInverse,
} from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { independent, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions } from './distribution.js';
import {
  lastState,
  observationsOf,
  pathOf,
  predictionsOf,
  type GaussianChain,
  type Moments,
  type Step,
} from './gaussianChain.js';
import { gaussianParts, type GaussianParts } from './gaussianParts.js';
import { checkEvent, durationOf, type Filtering, filtering, innerParameters } from './hiddenChain.js';
import { flattenedProduct } from './matrixVector.js';
import { multivariateNormal } from './multivariateNormal.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);

export interface GaussianHMMParams extends FamilyOptions {
  /** Of the state before the first step: a normal of vectors [h], of batch shape [...batch]. */
  readonly initialDist: Distribution;
  /** F, by which the next state is z F in rows: [...batch, T or 1, h, h] or [h, h]. */
  readonly transitionMatrix: tf.Tensor;
  /** What is added to it: a normal of vectors [h], of batch shape [...batch, T or 1] or []. */
  readonly transitionDist: Distribution;
  /** H, by which the observation is z H in rows: [...batch, T or 1, h, o] or [h, o]. */
  readonly observationMatrix: tf.Tensor;
  /** What is added to it: a normal of vectors [o], of batch shape [...batch, T or 1] or []. */
  readonly observationDist: Distribution;
  /** The number T of steps. Default: what the parts have, or 1. */
  readonly duration?: number;
}

/** A linear Gaussian state space model as a distribution, and what it says of the state. */
export interface GaussianHMM extends Filtering {
  /** The multivariate normal of the state after the last step, given all T observations. */
  filter(value: tf.Tensor): Distribution;
}

/**
 * A chain of T hidden vectors [h], z_t = z_(t-1) F + noise from z_0 on, of which each is seen as x_t = z_t H + noise. As in Pyro
 * the first observation is of z_1. The event is all observations, [T, o], and log p(x) in nats the sum over t of the log densities
 * of x_t given those before it. The Kalman filter is run on all steps at once, in about 2 log2 T rounds.
 *
 * All noises are `multivariateNormal`, `lowRankMultivariateNormal` or `normal` with `toEvent(1)`. Draws carry gradients.
 *
 * @throws ShapeError if sizes or lengths do not fit; logProb too, if its value has another length
 * @throws ArgumentError if a noise is of another family
 * @see Särkkä and García-Fernández 2021, "Temporal parallelization of Bayesian smoothers"
 * @example
 * const noise = normal({ loc: tf.zeros([1]), scale: 1 }).toEvent(1);
 * const dists = { initialDist: noise, transitionDist: noise, observationDist: noise };
 * const chain = gaussianHMM({ ...dists, transitionMatrix: tf.eye(1), observationMatrix: tf.eye(1), duration: 2 });
 * chain.logProb(tf.tensor2d([[1], [2]])).dataSync();   // [-3.377598]
 */
export function gaussianHMM(params: GaussianHMMParams): GaussianHMM {
  checkedOptions(
    'gaussianHMM',
    params,
    ['initialDist', 'transitionMatrix', 'transitionDist', 'observationMatrix', 'observationDist'],
    ['duration', 'validate'],
  );
  const { transitionMatrix, observationMatrix, initialDist, transitionDist, observationDist } = params;
  const { hidden, seen, duration, batchShape } = shapesOf(params);
  const inner = innerParameters({ initialDist, transitionDist, observationDist });
  const chain = chainOf(params, duration);
  const predictions = (value: tf.Tensor): Moments => predictionsOf(chain(), tf.expandDims(value, -1));
  const dist = defineFamily({
    family: 'gaussianHMM',
    validate: params.validate,
    params: { transitionMatrix, observationMatrix, ...inner.params },
    parameterConstraints: {
      transitionMatrix: independent(real, Math.min(3, transitionMatrix.rank)),
      observationMatrix: independent(real, Math.min(3, observationMatrix.rank)),
      ...inner.parameterConstraints,
    },
    batchShape,
    eventShape: [duration, seen],
    support: independent(real, 2),
    hasRsample: true,
    draw: (key, shape) => draw(key, shape, chain(), params, { hidden, seen }),
    logDensity: (value) => {
      checkEvent('gaussianHMM', value, [duration, seen]);
      const { mean, covariance } = predictions(value);
      const lower = cholesky(covariance);
      const standard = tf.matMul(triangularInverse(lower), tf.sub(tf.expandDims(value, -1), mean));
      const squares = tf.mul(tf.sum(tf.square(standard), [-3, -2, -1]), -0.5);
      return tf.sub(squares, tf.add(logDiagonals(lower), (duration * seen * LOG_TWO_PI) / 2));
    },
    mean: () => tf.squeeze(observationsOf(chain()).mean, [-1]),
    variance: () => diagonal(observationsOf(chain()).covariance),
    entropy: () => {
      // How sure each prediction is does not depend on what was seen.
      const { covariance } = predictions(tf.zeros([duration, seen]));
      return tf.add(logDiagonals(cholesky(covariance)), (duration * seen * (1 + LOG_TWO_PI)) / 2);
    },
  });
  return filtering(dist, (value) => filter(chain, value, duration, seen));
}

interface Shapes {
  readonly hidden: number;
  readonly seen: number;
  readonly duration: number;
  readonly batchShape: Shape;
}

function shapesOf(params: GaussianHMMParams): Shapes {
  const { transitionMatrix, observationMatrix, initialDist, transitionDist, observationDist, duration } = params;
  const [hidden = 0, seen = 0] = [initialDist.eventShape[0], observationDist.eventShape[0]];
  checkMatrix('transitionMatrix', transitionMatrix, [hidden, hidden]);
  checkMatrix('observationMatrix', observationMatrix, [hidden, seen]);
  if (transitionDist.eventShape[0] !== hidden) {
    const got = formatShape(transitionDist.eventShape);
    throw new ShapeError({ where: 'gaussianHMM.transitionDist', expected: `vectors of size ${hidden}`, got });
  }
  const parts = {
    transitionMatrix: transitionMatrix.shape.slice(0, -2),
    transitionDist: transitionDist.batchShape,
    observationMatrix: observationMatrix.shape.slice(0, -2),
    observationDist: observationDist.batchShape,
  };
  const batches = Object.entries(parts).map(([name, shape]) => [name, shape.slice(0, -1)] as const);
  const all = { initialDist: initialDist.batchShape, ...Object.fromEntries(batches) };
  return {
    hidden,
    seen,
    duration: durationOf('gaussianHMM', parts, duration),
    batchShape: broadcastShapes('gaussianHMM', all),
  };
}

function checkMatrix(name: string, { shape }: tf.Tensor, sizes: readonly [number, number]): void {
  const [rows, columns] = shape.slice(-2);
  if (shape.length >= 2 && rows === sizes[0] && columns === sizes[1]) return;
  const expected = `matrices [..., ${sizes.join(', ')}]`;
  throw new ShapeError({ where: `gaussianHMM.${name}`, expected, got: formatShape(shape) });
}

/** The parts as columns, with a dim of time each. */
function chainOf(params: GaussianHMMParams, duration: number): () => GaussianChain {
  const parts = (name: 'initialDist' | 'transitionDist' | 'observationDist'): (() => GaussianParts) =>
    gaussianParts(`gaussianHMM.${name}`, params[name]);
  const [initial, transition, observation] = [parts('initialDist'), parts('transitionDist'), parts('observationDist')];
  return () => {
    const { loc, scaleTril } = initial();
    return {
      initial: { mean: tf.expandDims(loc, -1), covariance: tf.matMul(scaleTril, scaleTril, false, true) },
      transition: stepOf(params.transitionMatrix, transition()),
      observation: stepOf(params.observationMatrix, observation()),
      duration,
    };
  };
}

function stepOf(matrix: tf.Tensor, { loc, scaleTril }: GaussianParts): Step {
  const timed = (x: tf.Tensor): tf.Tensor => (x.rank < 3 ? tf.expandDims(x, 0) : x);
  const factor = timed(scaleTril);
  const covariance = tf.matMul(factor, factor, false, true);
  return { matrix: timed(transposed(matrix)), mean: timed(tf.expandDims(loc, -1)), covariance, factor };
}

/** The sum of the logs on the diagonals over the last dim of all T matrices. */
function logDiagonals(lower: tf.Tensor): tf.Tensor {
  return tf.sum(tf.log(diagonal(lower)), [-2, -1]);
}

function draw(
  key: Key,
  shape: Shape,
  chain: GaussianChain,
  { initialDist }: GaussianHMMParams,
  { hidden, seen }: Pick<Shapes, 'hidden' | 'seen'>,
): tf.Tensor {
  const [startKey, stepKey, seenKey] = split(key, 3) as [Key, Key, Key];
  const { transition, observation, duration } = chain;
  const noise = (each: Key, size: number, { factor }: Step): tf.Tensor =>
    tf.expandDims(flattenedProduct(factor, standardNormal(each, [...shape, duration, size])), -1);
  const start = initialDist.expand(shape).rsample(startKey);
  const path = pathOf(chain, tf.expandDims(start, -1), noise(stepKey, hidden, transition));
  const clear = tf.add(tf.matMul(observation.matrix, path), observation.mean);
  return tf.squeeze(tf.add(clear, noise(seenKey, seen, observation)), [-1]);
}

function filter(chain: () => GaussianChain, value: tf.Tensor, duration: number, seen: number): Distribution {
  checkEvent('gaussianHMM', value, [duration, seen]);
  const { mean, covariance } = tf.tidy(() => {
    const last = lastState(chain(), tf.expandDims(value, -1));
    return { mean: tf.squeeze(last.mean, [-1]), covariance: last.covariance };
  });
  return multivariateNormal({ loc: mean, covarianceMatrix: covariance });
}
