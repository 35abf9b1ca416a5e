import * as tf from '@tensorflow/tfjs-core';
import { checkParameters, checkValue, type Distribution } from '../../../dist/index.js';
import { ArgumentError, sizeOf, SupportError } from '../../../num/index.js';
import { indexText } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, type Given } from './deterministicLaw.js';

/**
 * A parameter outside its set or a value outside the support is an error that names the family, the parameter, the first bad index
 * and the value there; `validate: false` silences both. A plain number outside its set is one as soon as it is given.
 */
export const validation: Law = deterministicLaw({
  name: 'validation',
  statement: 'NaN in a parameter or a value is an error that names the family, the parameter, the index and the value',
  isStructural: true,
  *problems(given) {
    const { dist, parameters } = given;
    for (const [name, tensor] of Object.entries(parameters)) {
      // Only parameters that the factory hands to the family as they are can be named in its errors.
      if (dist.params[name] !== tensor || tensor.size === 0) continue;
      const constraint = dist.parameterConstraints[name];
      if (constraint === undefined) yield `expected a constraint of parameter ${name}, got none`;
      else yield* badTensor(given, name, tensor, constraint.eventDim);
      if (constraint?.contains !== undefined) yield badNumber(given, name);
    }
    if (dist.isFactor !== true) yield* badValue(given);
  },
});

/** The last element of a parameter becomes NaN in its first entry. */
function* badTensor(
  { subject, parameters, dist }: Given,
  name: string,
  tensor: tf.Tensor,
  eventDim: number,
): Iterable<string | undefined> {
  const bad = subject.factory({ ...parameters, [name]: spoiled(tensor, eventDim) });
  const words = [...namesOf(dist, name), ...indexWords(tensor.shape, eventDim)];
  yield unlessRaised(`NaN in ${name}`, () => checkParameters(bad), ArgumentError, words);
  if (unlessRaised('', () => checkParameters({ ...bad, validate: false }), ArgumentError, []) === undefined) {
    yield `expected checkParameters to pass NaN in ${name} with validate: false, got an error`;
  }
}

/** Where parameters are bounds of each other, the error may be about the other one. */
function namesOf(dist: Distribution, name: string): string[] {
  return areBounds(dist) ? [`${dist.family}.`] : [`${dist.family}.${name}`, 'NaN'];
}

function areBounds({ parameterConstraints }: Distribution): boolean {
  const bounds = Object.values(parameterConstraints).flatMap(({ args }) => args);
  return bounds.some((bound) => bound instanceof tf.Tensor);
}

function badNumber({ subject, parameters, dist }: Given, name: string): string | undefined {
  // A family takes plain numbers wherever it takes tensors, and this factory hands this one on as it is.
  const number = NaN as unknown as tf.Tensor;
  // A family within the family may be the one that checks it.
  const wordsOfNumber = areBounds(dist) ? ['NaN'] : [`.${name}`, 'NaN'];
  return unlessRaised(
    `the plain number NaN for ${name}`,
    () => subject.factory({ ...parameters, [name]: number }),
    ArgumentError,
    wordsOfNumber,
  );
}

function* badValue({ dist, key }: Given): Iterable<string | undefined> {
  const draws = tf.cast(dist.sample(key, [2]), 'float32');
  if (draws.size === 0) return;
  const value = spoiled(draws, dist.eventShape.length);
  const batch = value.shape.slice(0, value.rank - dist.eventShape.length);
  const words = [dist.family, 'NaN', ...indexWords(batch, 0)];
  yield unlessRaised('NaN in the value', () => checkValue(dist, value), SupportError, words);
  const silent: Distribution = { ...dist, validate: false };
  if (unlessRaised('', () => checkValue(silent, value), SupportError, []) === undefined) {
    yield 'expected checkValue to pass NaN in the value with validate: false, got an error';
  }
}

function indexWords(shape: readonly number[], eventDim: number): string[] {
  const batch = shape.slice(0, shape.length - eventDim);
  return batch.length === 0 ? [] : [`at index ${indexText(sizeOf(batch) - 1, batch)}`];
}

function spoiled(tensor: tf.Tensor, eventDim: number): tf.Tensor {
  const last = tensor.size - sizeOf(tensor.shape.slice(tensor.rank - eventDim));
  return tf.tensor(
    Array.from(tensor.dataSync(), (x, i) => (i === last ? NaN : x)),
    tensor.shape,
  );
}

function unlessRaised(
  of: string,
  body: () => unknown,
  kind: typeof ArgumentError | typeof SupportError,
  words: readonly string[],
): string | undefined {
  try {
    body();
    return `expected the error ${kind.name} for ${of}, got none`;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (!(error instanceof kind)) return `expected the error ${kind.name} for ${of}, got ${text}`;
    const missing = words.find((word) => !text.includes(word));
    return missing === undefined ? undefined : `expected an error for ${of} that says "${missing}", got "${text}"`;
  }
}
