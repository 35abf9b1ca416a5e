/*
 * A mixture of three normals: 150 numbers, no labels. Which groups are there, and which number belongs to which?
 *
 * The group of each number is summed out exactly while the rest is fitted, and asked for afterwards.
 *
 *   node examples/run.js mixture
 */
import * as tf from '@tensorflow/tfjs-core';
import { condition, dist, key, plate, sample, seed, substitute, vindex } from 'kiln-ppl';
import { adam, autoDelta, computeMarginals, inferDiscrete, svi, traceEnumElbo, type Svi } from 'kiln-ppl/infer';
import { initToMean, initToValue } from 'kiln-ppl/infer';

const K = 3;
export const NUM_POINTS = 150;
export const truth = { weights: [0.5, 0.3, 0.2], locs: [-4, 0, 5], scales: [0.6, 1, 1.2] };

/** Without `x` the model makes it up. */
export function model(x?: tf.Tensor): tf.Tensor {
  const weights = sample('weights', dist.dirichlet({ concentration: tf.fill([K], 2) }));
  const [locs, scales] = plate('groups', K, (): [tf.Tensor, tf.Tensor] => [
    sample('locs', dist.normal({ loc: 0, scale: 10 })),
    sample('scales', dist.gamma({ concentration: 3, rate: 3 })),
  ]);
  return plate('points', NUM_POINTS, () => {
    const group = sample('group', dist.categorical({ probs: weights }), { infer: { enumerate: 'parallel' } });
    const choice = dist.normal({ loc: vindex(locs, [group]), scale: vindex(scales, [group]) });
    return sample('x', choice, x === undefined ? {} : { obs: x });
  });
}

/** Draws from the mixture that `truth` describes, [points]. */
export function data(): [x: tf.Tensor] {
  const known = Object.fromEntries(Object.entries(truth).map(([name, values]) => [name, tf.tensor1d(values)]));
  return [seed(key(1), condition(known, model))()];
}

/**
 * The best values of weights, locations and scales; the groups are left to enumeration. Those that start alike stay alike, so
 * they do not.
 */
export const guide = autoDelta(model, { init: initToValue({ locs: [-3, 0, 3] }, initToMean()) });

export function inference(): Svi<Parameters<typeof model>> {
  return svi({ model, guide, optimizer: adam({ learningRate: 0.1 }), elbo: traceEnumElbo() });
}

export interface Answer {
  readonly weights: number[];
  readonly locs: number[];
  readonly scales: number[];
  /** The most probable group of each number. */
  readonly groups: number[];
  /** The probabilities of the groups of each number, one number after the other. */
  readonly probabilities: number[];
}

export function run(numSteps = 150): Answer {
  const [x] = data();
  const { init, step, params } = inference();
  let state = init(key(0), x);
  for (let i = 0; i < numSteps; i += 1) state = step(state, x).state;

  const known = params(state);
  const best = guide.median(known);
  const fitted = substitute(known, guide);
  const { values } = seed(key(2), inferDiscrete(model, { guide: fitted, temperature: 0 }))(x);
  const { group } = seed(key(2), computeMarginals(model, fitted))(x);
  const answer = {
    weights: numbers(best['weights']),
    locs: numbers(best['locs']),
    scales: numbers(best['scales']),
    groups: numbers(values['group']),
    probabilities: numbers(group && tf.exp(group.logProbs)),
  };
  for (let k = 0; k < K; k += 1) {
    const [weight, loc, scale] = [answer.weights[k], answer.locs[k], answer.scales[k]].map((n) => n?.toFixed(2));
    const size = answer.groups.filter((other) => other === k).length;
    console.log(`group ${k}: weight ${weight}, ${loc} ± ${scale}; ${size} points`);
  }
  return answer;
}

function numbers(tensor: tf.Tensor | undefined): number[] {
  return tensor === undefined ? [] : Array.from(tensor.dataSync());
}
