import * as tf from '@tensorflow/tfjs-core';
import { constraints, type Distribution } from '../../../dist/index.js';
import { sameShape, select, sizeOf, valueAndGradients } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw, under, type Given } from './deterministicLaw.js';
import { setOf } from './parameterGradient.js';
import { isSmooth, pathsWithin } from './paths.js';
import { spreadOf } from './points.js';
import { contradicted, contradictionText } from './slopes.js';
import { eventRankOf, readAlong } from './stacked.js';
import { tangents, valueProblems } from './valueGradient.js';

const NUM_DRAWS = 4;
const LARGEST = 1e30;
const SHARES = [0.05, 0.3, 0.5, 0.8];

/**
 * Moments, entropy, cdf and icdf have the gradients by each parameter that finite differences say, and the last two those by their
 * argument; measured as in `valueGradient`, at ordinary draws and quantiles.
 */
export const memberGradients: Law = deterministicLaw({
  name: 'memberGradients',
  statement: 'the gradients of mean, variance, entropy, cdf and icdf equal finite differences',
  isStructural: true,
  exempts: ({ closedForms }) => (closedForms.size === 0 ? 'it has no closed forms' : undefined),
  *problems(given) {
    const { dist, key } = given;
    const draws = dist.sample(key, [NUM_DRAWS]);
    for (const reading of readingsOf(dist, draws)) yield* readingProblems(given, reading);
    if (dist.isDiscrete) return;
    if (dist.closedForms.has('cdf') && isSmooth(dist.support)) {
      const unit = spreadOf(dist, key);
      yield* headed(
        'cdf',
        valueProblems(dist, draws, unit, (x) => dist.cdf(x)),
      );
    }
    if (dist.closedForms.has('icdf')) yield* headed('icdf', shareProblems(dist));
  },
});

/** Numbers that are read from a distribution: [...sample, ...batch, ...event]. */
export interface Reading {
  readonly name: string;
  readonly sampleRank: number;
  read(dist: Distribution): tf.Tensor;
}

function readingsOf(dist: Distribution, draws: tf.Tensor): Reading[] {
  const own = (['mean', 'variance', 'entropy'] as const)
    .filter((name) => dist.closedForms.has(name))
    .map((name) => ({ name, sampleRank: 0, read: (of: Distribution) => of[name]() }));
  const cdf = { name: 'cdf', sampleRank: 1, read: (of: Distribution) => of.cdf(draws) };
  const icdf = { name: 'icdf', sampleRank: 1, read: (of: Distribution) => of.icdf(sharesFor(dist)) };
  return [
    ...own,
    ...(dist.closedForms.has('cdf') ? [cdf] : []),
    // Quantiles of discrete numbers move in steps.
    ...(dist.closedForms.has('icdf') && !dist.isDiscrete ? [icdf] : []),
  ];
}

/** What is wrong with the gradient of a reading by each parameter that can move, or by those named: each entry has a weight of its own. */
export function* readingProblems(
  given: Given,
  { name: member, sampleRank, read }: Reading,
  names: readonly string[] = Object.keys(given.parameters),
): Iterable<string | undefined> {
  const { dist, parameters, subject, key } = given;
  const here = read(dist);
  // The gradient of what overflows is unknown, and with it that of its batch element.
  const [isKnown, weights] = [tf.less(tf.abs(here), LARGEST), weightsOf(here)];
  const sum = (of: tf.Tensor): tf.Tensor => tf.sum(tf.mul(weights, select(isKnown, of, 0)));
  const { gradients } = valueAndGradients((named) => sum(read(subject.factory(named))), parameters);
  const factors = select(isKnown, weights, NaN).dataSync();
  const unit = dist.support.kind === 'real' ? spreadOf(dist, key) : 1;
  for (const name of names) {
    const tensor = parameters[name];
    if (tensor === undefined || !isSmooth(setOf(dist, name, tensor))) continue;
    const eventRank = eventRankOf(given, name);
    const batchRank = tensor.rank - eventRank;
    const isOwn = sameShape(tensor.shape.slice(0, batchRank), dist.batchShape);
    const numPaths = isOwn ? sizeOf(dist.batchShape) : 1;
    const eventSize = here.size / sizeOf(here.shape.slice(0, sampleRank + dist.batchShape.length));
    for (const { coordinate, points } of pathsWithin(setOf(dist, name, tensor), tensor, unit, eventRank)) {
      const numbers = readAlong(given, name, points, read, sampleRank);
      const sums = numbers.map((each) => weightedSums(each, factors, eventSize, numPaths));
      const found = contradicted(sums, tangents(points, isOwn ? batchRank : 0, gradients[name] ?? tensor));
      if (found === undefined) continue;
      const element = isOwn ? `element ${found.path}, ` : '';
      yield `${member}, ${element}along coordinate ${coordinate} of ${name}: ${contradictionText(found)}`;
    }
  }
}

/** Sums over numbers [sample, batch, event], for each batch element or over all; NaN where one of them is unknown. */
function weightedSums(
  numbers: readonly number[],
  factors: ArrayLike<number>,
  eventSize: number,
  numPaths: number,
): number[] {
  const sums = Array<number>(numPaths).fill(0);
  numbers.forEach((x, i) => {
    const at = Math.floor(i / eventSize) % numPaths;
    sums[at] = (sums[at] ?? NaN) + x * (factors[i] ?? NaN);
  });
  return sums;
}

/** Between 0.5 and 1.5, so that what is wrong in several entries does not cancel. */
function weightsOf(x: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.add(1, tf.mul(0.5, tf.cos(tf.range(0, x.size)))), x.shape);
}

function sharesFor({ batchShape }: Distribution): tf.Tensor {
  const size = sizeOf(batchShape);
  return tf.tensor(
    SHARES.flatMap((share) => Array<number>(size).fill(share)),
    [SHARES.length, ...batchShape],
  );
}

/** By the share itself. */
function* shareProblems(dist: Distribution): Iterable<string | undefined> {
  const argument = { ...dist, support: constraints.unitInterval };
  yield* valueProblems(argument, sharesFor(dist), 1, (q) => dist.icdf(q));
}

function* headed(heading: string, problems: Iterable<string | undefined>): Iterable<string | undefined> {
  for (const problem of problems) yield under(heading, problem);
}
