import * as tf from '@tensorflow/tfjs-core';
import { constraints, type Constraint, type Distribution } from '../../../dist/index.js';
import { sameShape, sizeOf, valueAndGradients } from '../../../num/index.js';
import { firstFar, indexText } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under, type Given } from './deterministicLaw.js';
import { isSmooth, pathsWithin } from './paths.js';
import { pointsOf, spreadOf } from './points.js';
import { contradicted, contradictionText, type Claim } from './slopes.js';
import { eventRankOf, gradientsAtEach, readAlong, type Tensors } from './stacked.js';
import { tangents } from './valueGradient.js';
import { isAllTrue } from '../../isAllTrue.js';

// Of the sums of float32 numbers, in another order.
const CLOSENESS = 1e-4;

/**
 * The gradient of `logProb` by each parameter equals finite differences, at draws and in the tails; measured as in
 * `valueGradient`. It is the same whether the gradients by the other parameters are asked for or not.
 */
export const parameterGradient: Law = deterministicLaw({
  name: 'parameterGradient',
  statement: 'the gradient of logProb by each parameter equals finite differences',
  *problems(given) {
    const value = pointsOf(given.dist, given.key);
    yield* parameterProblems(given, value);
    yield* aloneProblems(given, value);
  },
});

/** What is wrong with gradients by parameters at some values [values, ...batch, ...event]: of each batch element, where it has parameters of its own. */
export function* parameterProblems(given: Given, value: tf.Tensor): Iterable<string | undefined> {
  const { dist, parameters, key } = given;
  const unit = dist.support.kind === 'real' ? spreadOf(dist, key) : 1;
  const gradients = gradientsAtEach(given, value);
  // Where the log density is infinite its slope may be so too.
  const isFinite = Array.from(dist.logProb(value).dataSync(), Number.isFinite);
  for (const [name, tensor] of Object.entries(parameters)) {
    const set = setOf(dist, name, tensor);
    if (!isSmooth(set)) continue;
    const eventRank = eventRankOf(given, name);
    const batchRank = tensor.rank - eventRank;
    const isOwn = sameShape(tensor.shape.slice(0, batchRank), dist.batchShape);
    for (const { coordinate, points } of pathsWithin(set, tensor, unit, eventRank)) {
      const claims = gradients.map((each) => tangents(points, isOwn ? batchRank : 0, each[name] ?? tensor));
      const all = readAlong(given, name, points, (at) => at.logProb(value), 1);
      const logs = all.map((numbers) => numbers.map((log, i) => (isFinite[i] === false ? NaN : log)));
      const sums = isOwn ? logs : logs.map((numbers) => sumsOver(numbers, value.shape[0]));
      const found = contradicted(sums, sideBySide(claims));
      if (found === undefined) continue;
      const of = sizeOf(tensor.shape.slice(batchRank)) > 1 ? `coordinate ${coordinate} of ` : '';
      const where = isOwn
        ? `index ${indexText(found.path, [value.shape[0], ...dist.batchShape])}`
        : `point ${found.path}`;
      yield `along ${of}${name}, at ${where} of the value: ${contradictionText(found)}`;
    }
  }
}

function* aloneProblems({ subject, parameters }: Given, value: tf.Tensor): Iterable<string | undefined> {
  const names = Object.keys(parameters);
  const gradientsOf = (asked: Tensors): Tensors =>
    valueAndGradients((named) => tf.sum(subject.factory({ ...parameters, ...named }).logProb(value)), asked).gradients;
  const together = names.length > 1 ? gradientsOf(parameters) : {};
  for (const [name, tensor] of Object.entries(parameters)) {
    const [alone, among] = [gradientsOf({ [name]: tensor })[name], together[name]];
    if (alone === undefined || among === undefined) continue;
    yield under(`the gradient by ${name} alone`, firstFar(alone, among, CLOSENESS));
  }
}

/** The set in which a parameter moves: its own, or one that its numbers suggest. */
export function setOf({ parameterConstraints }: Distribution, name: string, tensor: tf.Tensor): Constraint {
  const own = parameterConstraints[name];
  if (own !== undefined && own.eventDim <= tensor.rank && isAllTrue(own.check(tensor))) return own;
  return tensor.dataSync().every((x) => x > 0) ? constraints.positive : constraints.real;
}

/** [step][path] from [point][step][element], points one after the other. */
function sideBySide(claims: readonly (readonly (readonly Claim[])[])[]): Claim[][] {
  const numSteps = claims[0]?.length ?? 0;
  return Array.from({ length: numSteps }, (_, step) => claims.flatMap((each) => each[step] ?? []));
}

/** In float64, so that what does not change leaves no rounding. */
function sumsOver(numbers: readonly number[], count: number): number[] {
  const size = numbers.length / count;
  return Array.from({ length: count }, (_, i) =>
    numbers.slice(i * size, (i + 1) * size).reduce((total, x) => total + x, 0),
  );
}
