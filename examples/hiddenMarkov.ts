/*
 * A hidden Markov model: diaries of how many ice creams somebody ate each day, 7 to 12 days long. How was the weather?
 *
 * `markov` lets the days be summed out one after the other, as the forward algorithm does: the work grows with the number of
 * days, the tensors do not.
 *
 *   node examples/run.js hiddenMarkov
 */
import * as tf from '@tensorflow/tfjs-core';
import { dist, key, markov, mask, param, plate, sample, seed, select, substitute, vindex } from 'kiln-ppl';
import { adam, inferDiscrete, svi, traceEnumElbo, type Svi } from 'kiln-ppl/infer';

const NUM_DAYS = 12;
export const lengths: readonly number[] = Array.from({ length: 40 }, (_, i) => 7 + ((5 * i) % 6));
/** Rows are today's weather, cold and hot; columns tomorrow's weather, or the number of ice creams. */
export const truth = {
  first: [0.6, 0.4],
  next: [
    [0.8, 0.2],
    [0.3, 0.7],
  ],
  eaten: [
    [0.7, 0.2, 0.1],
    [0.1, 0.3, 0.6],
  ],
};

/** @param eaten [diaries, days]; what stands behind the end of a diary is ignored. Without it the model makes it up. */
export function model(eaten?: tf.Tensor2D): tf.Tensor2D {
  const simplex = { constraint: dist.constraints.simplex };
  const first = param('first', () => tf.tensor1d([0.5, 0.5]), simplex);
  const next = param('next', () => tf.fill([2, 2], 0.5), simplex);
  const counts = param('eaten', () => tf.tensor2d([0.5, 0.3, 0.2, 0.2, 0.3, 0.5], [2, 3]), simplex);
  const days = plate('diaries', lengths.length, () => {
    let weather: tf.Tensor | undefined;
    return markov(NUM_DAYS, (day) => {
      const isWritten = tf.greater(tf.tensor1d([...lengths]), day);
      const chances = weather === undefined ? first : vindex(next, [weather], { eventDim: 1 });
      // Behind the end it is cold for certain, so that those days have no say in which path is the most probable.
      const probs = select(tf.expandDims(isWritten, -1), chances, tf.tensor1d([1, 0]));
      weather = sample(`weather ${day}`, dist.categorical({ probs }), { infer: { enumerate: 'parallel' } });
      const count = dist.categorical({ probs: vindex(counts, [weather], { eventDim: 1 }) });
      const observed = eaten === undefined ? {} : { obs: tf.gather(eaten, day, 1) };
      return mask(isWritten, () => sample(`eaten ${day}`, count, observed))();
    });
  });
  return tf.stack(days, 1) as tf.Tensor2D;
}

/** Diaries drawn from the model that `truth` describes, [diaries, days]. */
export function data(): [eaten: tf.Tensor2D] {
  const { first, next, eaten } = truth;
  const known = { first: tf.tensor1d(first), next: tf.tensor2d(next), eaten: tf.tensor2d(eaten) };
  return [seed(key(1), substitute(known, model))()];
}

/** Nothing is left to guess: all latent sites are summed out, and what is trained are the model's own parameters. */
export function inference(): Svi<Parameters<typeof model>> {
  return svi({ model, guide: () => undefined, optimizer: adam({ learningRate: 0.2 }), elbo: traceEnumElbo() });
}

export interface Answer {
  /** The negative log likelihood of all diaries, in nats. */
  readonly loss: number;
  readonly first: number[];
  readonly next: number[][];
  readonly eaten: number[][];
  /** The most probable weather, all days of a diary together: 0 for cold, 1 for hot. */
  readonly weather: number[][];
}

export function run(numSteps = 50): Answer {
  const [eaten] = data();
  const { init, step, evaluate, params } = inference();
  let state = init(key(0), eaten);
  for (let i = 0; i < numSteps; i += 1) state = step(state, eaten).state;

  const known = params(state);
  const { values } = substitute(known, inferDiscrete(model, { temperature: 0 }))(eaten);
  const byDay = Array.from({ length: NUM_DAYS }, (_, day) => Array.from(values[`weather ${day}`]?.dataSync() ?? []));
  const answer = {
    loss: evaluate(state, eaten),
    first: known['first']?.arraySync() as number[],
    next: known['next']?.arraySync() as number[][],
    eaten: known['eaten']?.arraySync() as number[][],
    weather: lengths.map((length, i) => byDay.slice(0, length).map((day) => day[i] ?? 0)),
  };
  console.log(`negative log likelihood: ${answer.loss.toFixed(2)}`);
  ['cold', 'hot'].forEach((name, i) => {
    const chances = answer.eaten[i]?.map((p, count) => `${count}: ${p.toFixed(2)}`).join(', ');
    console.log(`${name} days: ice creams ${chances}; ${answer.next[i]?.[i]?.toFixed(2)} to stay ${name}`);
  });
  const [diary] = eaten.arraySync();
  console.log(`ate ${diary?.slice(0, lengths[0]).join('')}`);
  console.log(`was ${answer.weather[0]?.map((hot) => 'ch'[hot]).join('')}`);
  return answer;
}
