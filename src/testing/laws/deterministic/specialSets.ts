import * as tf from '@tensorflow/tfjs-core';
import { checkParameters } from '../../../dist/index.js';
import { sameShape, sizeOf } from '../../../num/index.js';
import { firstFar } from '../firstFar.js';
import type { ParameterValues } from '../law.js';
import { tensorsOf, type Given } from './deterministicLaw.js';
import { throws } from './sameKeySameDraw.js';
import { attempt, eventRankOf, padded } from './stacked.js';

/**
 * Sets of parameters whose last batch element is special, while the others stay: one parameter 0, 1 or at an end of its set, two
 * that are equal, all that are 1, an array with equal entries. Only such as the declared sets allow.
 */
export function specialSets(given: Given): ParameterValues[] {
  const { parameters, subject, dist } = given;
  // What may be put in place of others, only the set that is declared can tell.
  const names = Object.keys(parameters).filter((name) => dist.parameterConstraints[name] !== undefined);
  const single = names.flatMap((name) => cellsFor(given, name).map((cell) => ({ [name]: cell })));
  const numbers = names.filter((name) => eventRankOf(given, name) === 0);
  const ties = numbers.flatMap((name, i) =>
    numbers.slice(i + 1).map((other) => ({ [name]: [lastNumber(parameters[other])] })),
  );
  const ones = numbers.length > 1 ? [Object.fromEntries(numbers.map((name) => [name, [1]] as const))] : [];
  const isAllowed = (values: ParameterValues): boolean => {
    const dist = attempt(() => subject.factory(tensorsOf(values)));
    return dist !== undefined && !throws(() => checkParameters(dist));
  };
  const all = [...single, ...ties, ...ones].map((cells) => withLast(given, cells)).filter(isAllowed);
  const texts = all.map((values) => JSON.stringify(values));
  return all.filter((_, i) => texts.indexOf(texts[i] ?? '') === i);
}

/** The sets as one more batch dim in front; undefined where the factory does not take parameters element by element. */
export function stackedSets(given: Given, sets: readonly ParameterValues[]): ParameterValues | undefined {
  if (sets.length === 0) return undefined;
  const { dist, key, subject, parameters } = given;
  const rows = sets.map((values) => tensorsOf(values));
  const stacked = Object.fromEntries(
    Object.entries(parameters).map(([name, like]) => [
      name,
      tf.stack(rows.map((row) => padded(given, name, row[name] ?? like))),
    ]),
  );
  const last = rows[rows.length - 1] ?? parameters;
  const isRight = attempt(() => {
    const whole = subject.factory(stacked);
    if (!sameShape(whole.batchShape, [sets.length, ...dist.batchShape])) return false;
    const value = subject.factory(last).sample(key);
    const logs = tf.slice(whole.logProb(value), sets.length - 1, 1);
    return firstFar(tf.squeeze(logs, [0]), subject.factory(last).logProb(value)) === undefined;
  });
  if (isRight !== true) return undefined;
  return Object.fromEntries(Object.entries(stacked).map(([name, x]) => [name, x.arraySync()]));
}

type Cells = Readonly<Record<string, readonly number[]>>;

/** Special elements of one parameter, flat. */
function cellsFor(given: Given, name: string): number[][] {
  const { parameters, dist } = given;
  const tensor = parameters[name];
  if (tensor === undefined || tensor.size === 0) return [];
  const event = tensor.shape.slice(tensor.rank - eventRankOf(given, name));
  const size = sizeOf(event);
  const filled = (x: number): number[] => Array<number>(size).fill(x);
  if (event.length === 0) return [0, 1, ...endsOf(dist.parameterConstraints[name]?.ends?.([]))].map(filled);
  if (event.length > 1) return [];
  return [0, 1, 1 / size, lastNumber(tensor)].map(filled);
}

function endsOf(ends: readonly tf.Tensor[] = []): number[] {
  return ends.flatMap((end) => Array.from(end.dataSync())).filter(Number.isFinite);
}

function lastNumber(x: tf.Tensor | undefined): number {
  return x?.dataSync()[x.size - 1] ?? NaN;
}

/** The parameters with other last elements. */
function withLast({ parameters }: Given, cells: Cells): ParameterValues {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, x]) => {
      const cell = cells[name] ?? [];
      const numbers = Array.from(x.dataSync());
      numbers.splice(numbers.length - cell.length, cell.length, ...cell);
      return [name, tf.tensor(numbers, x.shape).arraySync()];
    }),
  );
}
