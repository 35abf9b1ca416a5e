import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { fold, sizeOf, valueAndGradients, type Key } from '../../../num/index.js';
import { firstUnfit } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under, type Given } from './deterministicLaw.js';
import { setOf } from './parameterGradient.js';

const NUM_DRAWS = 50;
const NUM_TAIL_DRAWS = 4000;
// The largest of 4000 draws with a mean lies within 30 interquartile ranges, but for one chance in 10^18 if there is none.
const HEAVY = 30;

/** Draws, their log densities, moments and all gradients are free of NaN, however extreme the parameters. */
export const noNaN: Law = deterministicLaw({
  name: 'noNaN',
  statement: 'draws, their log densities, the moments and all gradients are free of NaN',
  *problems(given) {
    const { dist, key } = given;
    const draws = dist.sample(key, [NUM_DRAWS]);
    yield under('sample', free(draws));
    yield under('logProb of draws', free(dist.logProb(draws)));
    if (dist.closedForms.has('entropy')) yield under('entropy', free(dist.entropy()));
    yield* momentProblems(dist, key);
    yield* logProbGradients(given, draws);
    if (dist.hasRsample && dist.isFactor !== true) yield* drawGradients(given);
  },
});

function free(x: tf.Tensor): string | undefined {
  return firstUnfit(x, 'a number', (entry) => !Number.isNaN(entry));
}

/**
 * A moment may be NaN only where draws scatter as those of a distribution without moments do; a variance only where the mean is
 * no number either, as around one it is Infinity at most.
 */
function* momentProblems(dist: Distribution, key: Key): Iterable<string | undefined> {
  for (const name of ['mean', 'variance'] as const) {
    if (!dist.closedForms.has(name)) continue;
    const problem = free(dist[name]());
    if (problem === undefined) continue;
    const heavy = heavyElements(dist.sample(fold(key, 'tails'), [NUM_TAIL_DRAWS]));
    const means = name === 'variance' && dist.closedForms.has('mean') ? dist.mean().dataSync() : [];
    yield under(
      name,
      firstUnfit(
        dist[name](),
        'a number',
        (x, i) => !Number.isNaN(x) || (heavy[i] === true && !Number.isFinite(means[i])),
      ),
    );
  }
}

function heavyElements(draws: tf.Tensor): boolean[] {
  const numbers = Array.from(draws.dataSync());
  const width = numbers.length / NUM_TAIL_DRAWS;
  return Array.from({ length: width }, (_, j) => {
    const sorted = numbers.filter((_x, i) => i % width === j).sort((a, b) => a - b);
    const quantile = (q: number): number => sorted[Math.floor(q * (NUM_TAIL_DRAWS - 1))] ?? NaN;
    const reach = Math.max(quantile(1) - quantile(0.5), quantile(0.5) - quantile(0));
    return reach > HEAVY * (quantile(0.75) - quantile(0.25));
  });
}

/** Gradients of log densities by the parameters that can move, and by the value. */
function* logProbGradients({ dist, parameters, subject }: Given, draws: tf.Tensor): Iterable<string | undefined> {
  const isValueSmooth = !dist.isDiscrete && sizeOf(draws.shape) > 0;
  const inputs = isValueSmooth ? { ...parameters, 'the value': draws } : parameters;
  const { gradients } = valueAndGradients(
    ({ 'the value': value = draws, ...named }: Record<string, tf.Tensor>) =>
      tf.sum(subject.factory(named).logProb(value)),
    inputs,
  );
  for (const [name, gradient] of Object.entries(gradients)) {
    if (canMove(dist, name, parameters[name])) yield under(`gradient of logProb by ${name}`, free(gradient));
  }
}

function* drawGradients({ dist, parameters, subject, key }: Given): Iterable<string | undefined> {
  const { gradients } = valueAndGradients((named) => tf.sum(subject.factory(named).rsample(key, [4])), parameters);
  for (const [name, gradient] of Object.entries(gradients)) {
    if (canMove(dist, name, parameters[name])) yield under(`gradient of draws by ${name}`, free(gradient));
  }
}

function canMove(dist: Distribution, name: string, parameter: tf.Tensor | undefined): boolean {
  return parameter === undefined || !setOf(dist, name, parameter).isDiscrete;
}
