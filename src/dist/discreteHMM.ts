import * as tf from '@tensorflow/tfjs-core';
import {
  broadcastShapes,
  broadcastTo,
  categorical as drawCategorical,
  formatShape,
  logSumExp,
  select,
  ShapeError,
  split,
} from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import { categorical } from './categorical.js';
import { checkedOptions } from './checkedOptions.js';
import { extendedReal, independent } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions } from './distribution.js';
import { checkEvent, durationOf, type Filtering, filtering, innerParameters } from './hiddenChain.js';
import { productOverTime, productsOverTime, type Chain } from './scanTime.js';

export interface DiscreteHMMParams extends FamilyOptions {
  /** Logits of the state before the first step, [...batch, S]; they need not be normalised, and -Infinity is allowed. */
  readonly initialLogits: tf.Tensor;
  /** Logits of the next state in rows by the last, [...batch, T or 1, S, S] or [S, S]; as above. */
  readonly transitionLogits: tf.Tensor;
  /** What is seen in each state, of batch shape [...batch, T or 1, S] or [S]. */
  readonly observationDist: Distribution;
  /** The number T of steps. Default: what the parts have, or 1. */
  readonly duration?: number;
}

/** A hidden Markov model as a distribution, and what it says of the state. */
export interface DiscreteHMM extends Filtering {
  /** The distribution of the state after the last step, given all T observations. */
  filter(value: tf.Tensor): Distribution;
}

/**
 * A chain of T hidden states, one of S each, of which each is seen through `observationDist`: as in Pyro there is a transition
 * before the first observation. The event is all observations, [T, ...event of observationDist], and its log density in nats that
 * of the sum over all paths: log of initial . (P_1 diag p(x_1 | .)) ... (P_T diag p(x_T | .)) . 1. The products are taken in pairs,
 * in log space, in about log2 T steps of T S^3 numbers in all.
 *
 * Draws carry no gradient, and drawing reads the states from the device.
 *
 * @throws ShapeError if sizes or lengths do not fit; logProb too, if its value has another length
 * @see Särkkä and García-Fernández 2021, "Temporal parallelization of Bayesian smoothers"
 * @example
 * const observationDist = normal({ loc: tf.tensor1d([-1, 1]), scale: 0.5 });
 * const stay = tf.log(tf.tensor2d([[0.9, 0.1], [0.1, 0.9]]));
 * const chain = discreteHMM({ initialLogits: tf.zeros([2]), transitionLogits: stay, observationDist, duration: 3 });
 * chain.logProb(tf.tensor1d([-1, -1, 1])).dataSync();   // [-3.77508]
 */
export function discreteHMM(params: DiscreteHMMParams): DiscreteHMM {
  checkedOptions(
    'discreteHMM',
    params,
    ['initialLogits', 'transitionLogits', 'observationDist'],
    ['duration', 'validate'],
  );
  const { initialLogits, transitionLogits, observationDist } = params;
  const { size, duration, batchShape } = shapesOf(params);
  const eventShape = [duration, ...observationDist.eventShape];
  const inner = innerParameters({ observationDist });
  const logitsConstraint = independent(extendedReal, Math.min(3, transitionLogits.rank));
  const forward = (value: tf.Tensor): tf.Tensor => {
    checkEvent('discreteHMM', value, eventShape);
    return afterAll(initialLogits, seenTransitions(params, value, duration));
  };
  const marginals = (): tf.Tensor => stateMarginals(params, batchShape, duration, size);
  const dist = defineFamily({
    family: 'discreteHMM',
    validate: params.validate,
    params: { initialLogits, transitionLogits, ...inner.params },
    parameterConstraints: {
      initialLogits: independent(extendedReal, 1),
      transitionLogits: logitsConstraint,
      ...inner.parameterConstraints,
    },
    batchShape,
    eventShape,
    support: independent(observationDist.support, 1),
    isDiscrete: observationDist.isDiscrete,
    hasRsample: false,
    draw: (key, shape) => draw(key, shape, params, duration, size),
    logDensity: (value) => logSumExp(forward(value), -1),
    ...(observationDist.closedForms.has('mean') && {
      mean: () => averaged(marginals(), observationDist.mean(), observationDist),
    }),
    ...(observationDist.closedForms.has('mean') &&
      observationDist.closedForms.has('variance') && {
        variance: () => {
          const [weights, means] = [marginals(), observationDist.mean()];
          const whole = tf.expandDims(averaged(weights, means, observationDist), batchShape.length + 1);
          const spread = tf.add(observationDist.variance(), tf.squaredDifference(means, whole));
          return averaged(weights, spread, observationDist);
        },
      }),
  });
  const filter = (value: tf.Tensor): Distribution => {
    const logits = tf.tidy(() => forward(value));
    return categorical({ logits });
  };
  return filtering(dist, filter);
}

interface Shapes {
  readonly size: number;
  readonly duration: number;
  readonly batchShape: Shape;
}

function shapesOf({ initialLogits, transitionLogits, observationDist, duration }: DiscreteHMMParams): Shapes {
  const size = initialLogits.shape[initialLogits.rank - 1] ?? 0;
  const [transitions, seen] = [transitionLogits.shape, observationDist.batchShape];
  const fits = [...transitions.slice(-2), seen[seen.length - 1]].every((each) => each === size);
  if (!fits || transitions.length < 2 || size === 0) {
    const got = `${formatShape(initialLogits.shape)}, ${formatShape(transitions)} and ${formatShape(seen)}`;
    const expected = 'initialLogits [..., S], transitionLogits [..., S, S], observationDist of batch shape [..., S]';
    throw new ShapeError({ where: 'discreteHMM', expected, got });
  }
  const parts = { transitionLogits: transitions.slice(0, -2), observationDist: seen.slice(0, -1) };
  const batches = Object.entries(parts).map(([name, shape]) => [name, shape.slice(0, -1)] as const);
  return {
    size,
    duration: durationOf('discreteHMM', parts, duration),
    batchShape: broadcastShapes('discreteHMM', {
      initialLogits: initialLogits.shape.slice(0, -1),
      ...Object.fromEntries(batches),
    }),
  };
}

/** log p(next state | state) + log p(observation | next state), [..., T, S, S]. */
function seenTransitions(params: DiscreteHMMParams, value: tf.Tensor, duration: number): tf.Tensor {
  const { transitionLogits, observationDist } = params;
  const seen = observationDist.logProb(tf.expandDims(value, value.rank - observationDist.eventShape.length));
  const steps = tf.add(normalised(transitionLogits), tf.expandDims(seen, -2));
  return withTime(steps, duration);
}

/** Log weights of the state after all steps, [..., S]. */
function afterAll(initialLogits: tf.Tensor, steps: tf.Tensor): tf.Tensor {
  const [whole = steps] = productOverTime([steps], logMatMul);
  return tf.squeeze(logSumExp(tf.add(startOf(initialLogits), whole), -2), [-2]);
}

/** Probabilities of the states after each step, [...batch, T, S]. */
function stateMarginals(params: DiscreteHMMParams, batchShape: Shape, duration: number, size: number): tf.Tensor {
  const steps = withTime(normalised(params.transitionLogits), duration);
  const [products = steps] = productsOverTime([steps], logMatMul);
  const logs = logSumExp(tf.add(startOf(params.initialLogits), products), -2);
  return broadcastTo(tf.exp(logs), [...batchShape, duration, size]);
}

/** Normalised logits of the first state that meet [..., T, S, S]. */
function startOf(initialLogits: tf.Tensor): tf.Tensor {
  const logs = normalised(initialLogits);
  return tf.reshape(logs, [...logs.shape.slice(0, -1), 1, logs.shape[logs.rank - 1] ?? 1, 1]);
}

function normalised(logits: tf.Tensor): tf.Tensor {
  return tf.sub(logits, logSumExp(logits, -1, true));
}

/** Repeats what is the same at all steps. */
function withTime(steps: tf.Tensor, duration: number): tf.Tensor {
  return broadcastTo(steps, [...steps.shape.slice(0, -3), duration, ...steps.shape.slice(-2)]);
}

/** log of exp(a) exp(b) for matrices [..., S, S] of one shape; exact also where the products of single maxima would underflow. */
function logMatMul([a]: Chain, [b]: Chain): Chain {
  if (a === undefined || b === undefined) return [];
  const size = a.shape[a.rank - 1] ?? 1;
  const [left, right] = [tf.reshape(a, [-1, size, size, 1]), tf.reshape(b, [-1, 1, size, size])];
  return [tf.reshape(logSumExp(tf.add(left, right), 2), a.shape)];
}

/** The mean over states of a moment of the observation, [...batch, T, ...event]. */
function averaged(weights: tf.Tensor, moment: tf.Tensor, { eventShape }: Distribution): tf.Tensor {
  const spread = tf.reshape(weights, [...weights.shape, ...eventShape.map(() => 1)]);
  // Where a state cannot be, its moment does not count, even if it is infinite.
  const isPossible = tf.greater(spread, 0);
  return tf.sum(tf.mul(spread, select(isPossible, moment, 0)), weights.rank - 1);
}

/** For each step the next state of every state is drawn; the path is followed on the host. */
function draw(key: Key, shape: Shape, params: DiscreteHMMParams, duration: number, size: number): tf.Tensor {
  const { initialLogits, transitionLogits, observationDist } = params;
  const [startKey, stepKey, seenKey] = split(key, 3) as [Key, Key, Key];
  const start = drawCategorical(startKey, initialLogits, shape).dataSync();
  const next = drawCategorical(stepKey, transitionLogits, [...shape, duration, size]).dataSync();
  const path = new Int32Array(start.length * duration);
  start.forEach((first, i) => {
    let state = first;
    for (let t = i * duration; t < (i + 1) * duration; t += 1) path[t] = state = next[t * size + state] ?? 0;
  });
  const seen = observationDist.expand([...shape, duration, size]).sample(seenKey);
  const isState = tf.equal(
    tf.reshape(tf.tensor(path, [...shape, duration], 'int32'), [...shape, duration, 1]),
    tf.range(0, size, 1, 'int32'),
  );
  const mask = tf.reshape(isState, [...isState.shape, ...observationDist.eventShape.map(() => 1)]);
  return tf.sum(select(mask, seen, 0), shape.length + 1);
}
