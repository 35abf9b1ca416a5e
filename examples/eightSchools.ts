/*
 * Eight schools: the effects of a coaching programme, each measured with its own error, as draws from one normal.
 *
 * Written as it is thought of, the model is a funnel: where the spread of the effects is small, so must be their differences.
 * `reparam` draws standard normals instead and computes the effects from them, which leaves the model itself as it is.
 *
 *   node examples/run.js eightSchools
 *
 * Data: Rubin 1981, "Estimation in parallel randomized experiments", table 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import { dist, key, locScaleReparam, plate, reparam, sample } from 'kiln-ppl';
import { adam, autoMultivariateNormal, exponentialDecay, importance, svi, traceElbo, type Svi } from 'kiln-ppl/infer';

const schools = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
export const effects: readonly number[] = [28, 8, -3, 7, -1, 1, 18, 12];
export const errors: readonly number[] = [15, 10, 16, 11, 9, 11, 10, 18];

function centred(): void {
  const mean = sample('mean', dist.normal({ loc: 0, scale: 10 }));
  const spread = sample('spread', dist.gamma({ concentration: 2, rate: 0.2 }));
  plate('schools', schools.length, () => {
    const effect = sample('effect', dist.normal({ loc: mean, scale: spread }));
    sample('measured', dist.normal({ loc: effect, scale: tf.tensor1d([...errors]) }), {
      obs: tf.tensor1d([...effects]),
    });
  });
}

export const model: () => void = reparam({ effect: locScaleReparam({ centered: 0 }) }, centred);
export const guide = autoMultivariateNormal(model);

export function inference(): Svi<[]> {
  const optimizer = adam({ learningRate: exponentialDecay(0.1, 0.1, 200) });
  return svi({ model, guide, optimizer, elbo: traceElbo() });
}

/** The model has its data in it. */
export function data(): [] {
  return [];
}

export interface Answer {
  /** The posterior mean of each school's effect. */
  readonly effects: readonly number[];
  /** The posterior means of the normal that the effects come from. */
  readonly mean: number;
  readonly spread: number;
  /** How far the guide can be relied on: below 0.7. */
  readonly kHat: number;
}

export function run(numSteps = 400): Answer {
  const { init, step, params } = inference();
  let state = init(key(0));
  for (let i = 0; i < numSteps; i += 1) state = step(state).state;

  // The guide is a normal, the posterior is not quite: weights make up for the difference.
  const options = {
    numSamples: 4000,
    parallel: true,
    params: params(state),
    returnSites: ['effect', 'mean', 'spread'],
  };
  const { samples, smoothedWeights, kHat } = importance(model, guide, options)(key(1));
  const [mean = NaN, spread = NaN] = [samples['mean'], samples['spread']].flatMap((draws) =>
    meanOf(draws, smoothedWeights),
  );
  const answer = { effects: meanOf(samples['effect'], smoothedWeights), mean, spread, kHat };

  console.log('school  measured  posterior mean');
  schools.forEach((school, i) => {
    console.log(`${school}  ${String(effects[i]).padStart(12)}  ${answer.effects[i]?.toFixed(1).padStart(14)}`);
  });
  console.log(`all: ${mean.toFixed(1)}, spread ${spread.toFixed(1)} (k-hat ${kHat.toFixed(2)})`);
  return answer;
}

/** The weighted mean of draws [S, ...], over the first dim. */
function meanOf(draws: tf.Tensor | undefined, weights: Float64Array): number[] {
  if (draws === undefined) return [];
  const rows = tf.reshape(draws, [weights.length, -1]);
  return Array.from(tf.sum(tf.mul(rows, tf.tensor2d([...weights], [weights.length, 1])), 0).dataSync());
}
