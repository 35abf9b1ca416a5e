/*
 * Bayesian linear regression: what do 60 noisy points say about a plane, and how sure may one be?
 *
 *   node examples/run.js regression
 */
import * as tf from '@tensorflow/tfjs-core';
import { condition, dist, key, plate, sample, seed } from 'kiln-ppl';
import { adam, autoMultivariateNormal, exponentialDecay, predictive, svi, traceElbo, type Svi } from 'kiln-ppl/infer';

const NUM_POINTS = 60;
export const truth = { weights: [1.5, -0.8], bias: 0.3, noise: 0.5 };

/** y = x · weights + bias + noise. Without `y` the model makes it up. */
export function model(x: tf.Tensor2D, y?: tf.Tensor): tf.Tensor {
  const weights = sample('weights', dist.normal({ loc: tf.zeros([2]), scale: 5 }).toEvent(1));
  const bias = sample('bias', dist.normal({ loc: 0, scale: 5 }));
  const noise = sample('noise', dist.gamma({ concentration: 2, rate: 2 }));
  return plate('points', x.shape[0], () => {
    const loc = tf.add(tf.sum(tf.mul(x, weights), -1), bias);
    return sample('y', dist.normal({ loc, scale: noise }), y === undefined ? {} : { obs: y });
  });
}

/** Points of the plane that `truth` describes, [points, 2] and [points]. */
export function data(): [x: tf.Tensor2D, y: tf.Tensor] {
  const x = seed(key(1), () => sample('x', dist.normal({ loc: tf.zeros([NUM_POINTS, 2]), scale: 1 })))();
  const known = {
    weights: tf.tensor1d(truth.weights),
    bias: tf.scalar(truth.bias),
    noise: tf.scalar(truth.noise),
  };
  const y = seed(key(2), condition(known, model))(x as tf.Tensor2D);
  return [x as tf.Tensor2D, y];
}

/** A normal posterior with full covariance, in coordinates in which the noise is a real number. */
export const guide = autoMultivariateNormal(model);

export function inference(): Svi<Parameters<typeof model>> {
  // A rate that falls lets the noise of the gradients die out.
  const optimizer = adam({ learningRate: exponentialDecay(0.1, 0.1, 150) });
  return svi({ model, guide, optimizer, elbo: traceElbo() });
}

export interface Summary {
  readonly mean: number;
  readonly sd: number;
}

export function run(numSteps = 300): Record<string, Summary> {
  const [x, y] = data();
  const { init, step, params } = inference();
  let state = init(key(0), x, y);
  for (let i = 0; i < numSteps; i += 1) state = step(state, x, y).state;

  const draws = guide.samplePosterior(params(state), key(3), [4000]);
  const summaries = {
    'weight 0': summarise(tf.gather(column(draws['weights']), 0, 1)),
    'weight 1': summarise(tf.gather(column(draws['weights']), 1, 1)),
    bias: summarise(column(draws['bias'])),
    noise: summarise(column(draws['noise'])),
  };
  for (const [name, { mean, sd }] of Object.entries(summaries)) {
    console.log(`${name.padEnd(8)}  ${mean.toFixed(3)} ± ${sd.toFixed(3)}`);
  }

  // What a new point may be, noise and doubt about the plane included.
  const ahead = predictive(model, { posteriorSamples: draws, parallel: true })(key(4), tf.tensor2d([[1, 1]]));
  const { mean, sd } = summarise(column(ahead['y']));
  console.log(`y at [1, 1]  ${mean.toFixed(2)} ± ${sd.toFixed(2)}`);
  return { ...summaries, prediction: { mean, sd } };
}

function column(draws: tf.Tensor | undefined): tf.Tensor {
  return draws ?? tf.zeros([1]);
}

function summarise(draws: tf.Tensor): Summary {
  const { mean, variance } = tf.moments(draws);
  return { mean: mean.dataSync()[0] ?? NaN, sd: Math.sqrt(variance.dataSync()[0] ?? NaN) };
}
