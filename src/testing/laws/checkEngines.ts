import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { valueAndGradients } from '../../num/index.js';
import { asCode } from './asCode.js';
import { subjectOf } from './checkLaw.js';
import { onSubject, type Given } from './deterministic/deterministicLaw.js';
import { pointsOf } from './deterministic/points.js';
import { firstFar } from './firstFar.js';
import type { DistributionFactory, Subject } from './law.js';
import { arbitraryOf, type ParameterSource } from './sampleParameters.js';

/** An engine's name, and what makes it the one in use, such as `() => ready({ engine: 'wasm' })`. */
export interface EngineSwitch {
  readonly name: string;
  use(): unknown;
}

// Engines round their functions differently: 1000 roundings of float32, of the larger of 1 and the number, for draws and log
// densities; 10,000 for gradients, which divide.
const CLOSENESS = 1000 * 2 ** -24;
const GRADIENT_CLOSENESS = 10 * CLOSENESS;

/** What a distribution answers on one engine, as plain numbers. */
interface Answer {
  readonly what: string;
  readonly shape: number[];
  readonly numbers: Float32Array | Int32Array | Uint8Array;
  readonly closeness: number;
}

/**
 * Compares draws, log densities at the same values, closed forms and gradients on several engines with those on the first, at
 * three sets of parameters. The first engine is in use afterwards.
 *
 * @returns what differs first, or undefined
 */
export async function checkEngines(
  factory: DistributionFactory,
  parameters: ParameterSource,
  engines: readonly EngineSwitch[],
  { key = 0, seed = 0 }: { readonly key?: number | undefined; readonly seed?: number | undefined } = {},
): Promise<string | undefined> {
  const [first, ...others] = engines;
  if (first === undefined) return undefined;
  for (const values of fc.sample(arbitraryOf(parameters), { numRuns: 3, seed })) {
    const subject = subjectOf({ factory, parameters: values, key });
    await first.use();
    const points = onSubject(subject, 'enginesAgree', ({ dist, key: own }) => pointsOf(dist, own).arraySync());
    const wanted = answersOf(subject, points);
    for (const engine of others) {
      await engine.use();
      const problem = firstDifference(answersOf(subject, points), wanted);
      await first.use();
      if (problem !== undefined)
        return `${engine.name} against ${first.name}, ${problem}, at ${asCode(values)} with key ${key}`;
    }
  }
  return undefined;
}

function answersOf(subject: Subject, points: tf.TensorLike): Answer[] {
  return onSubject(subject, 'enginesAgree', (given) => {
    const { dist, key } = given;
    const value = tf.tensor(points, undefined, dist.sample(key).dtype);
    const names = (['mean', 'variance', 'entropy'] as const).filter((name) => dist.closedForms.has(name));
    return [
      answer('sample', dist.sample(key, [4])),
      answer('logProb', dist.logProb(value)),
      ...names.map((name) => answer(name, dist[name]())),
      ...gradientsOf(given, value),
    ];
  });
}

function gradientsOf({ subject, parameters, dist, key }: Given, value: tf.Tensor): Answer[] {
  const ofDensity = valueAndGradients((named) => tf.sum(subject.factory(named).logProb(value)), parameters).gradients;
  const named = Object.entries(ofDensity).map(([name, x]) =>
    answer(`gradient of logProb by ${name}`, x, GRADIENT_CLOSENESS),
  );
  if (!dist.hasRsample) return named;
  const ofDraw = valueAndGradients((inputs) => tf.sum(subject.factory(inputs).rsample(key)), parameters).gradients;
  return [
    ...named,
    ...Object.entries(ofDraw).map(([name, x]) => answer(`gradient of rsample by ${name}`, x, GRADIENT_CLOSENESS)),
  ];
}

function answer(what: string, x: tf.Tensor, closeness: number = CLOSENESS): Answer {
  return { what, shape: [...x.shape], numbers: x.dataSync().slice(), closeness };
}

function firstDifference(got: readonly Answer[], wanted: readonly Answer[]): string | undefined {
  for (const [i, { what, shape, numbers, closeness }] of got.entries()) {
    const want = wanted[i];
    const problem =
      want && tf.tidy(() => firstFar(tf.tensor(numbers, shape), tf.tensor(want.numbers, want.shape), closeness));
    if (problem !== undefined) return `${what}: ${problem}`;
  }
  return undefined;
}
