import * as tf from '@tensorflow/tfjs-core';
import { configEnumerate, sampleSites, traceEnumElbo, type SviState } from '../../infer/index.js';
import { fold, type Key } from '../../num/index.js';
import { contradicted, offsets, type Claim } from '../laws/deterministic/slopes.js';
import { firstProblem } from '../firstProblem.js';
import { meanProblem } from './meanProblem.js';
import type { ModelLaw, ModelSubject } from './modelLaw.js';
import { gradientsAt, lawKey, lossAt, moved, numberOf, runsAt, startOf, type Tensors } from './modelRuns.js';
import { withoutParameters } from './parameters.js';

const NUM_STEPS = 3;
const NUM_DRAWS = 500;
const STEP = 0.1;

/**
 * Where every draw of the guide is reparameterised or enumerated, the loss at one key is a smooth function of the parameters, and
 * differences know its slopes to 1 %. Elsewhere both are random, and only their means are compared.
 */
export const gradientMatchesDifferences: ModelLaw = {
  name: 'gradientMatchesDifferences',
  statement: 'the gradient of the loss is its slope by finite differences, along each parameter',
  exempts: withoutParameters,
  problem: (subject) => {
    const key = lawKey(subject, 'gradient');
    const start = startOf(subject, key);
    const at = moved(start.params, fold(key, 'at'), STEP);
    const directions = moved(zerosLike(at), fold(key, 'direction'), 1);
    const compare = isSmooth(subject, start, key) ? smoothProblem : meanSlopeProblem;
    const names = Object.keys(at);
    return firstProblem(names.map((name) => compare({ subject, start, at, name, directions, key })));
  },
};

interface Line {
  readonly subject: ModelSubject;
  readonly start: SviState;
  readonly at: Tensors;
  readonly name: string;
  readonly directions: Tensors;
  readonly key: Key;
}

function smoothProblem(line: Line): string | undefined {
  const values = offsets.map((offset) => [lossAlong(line, offset, line.key)]);
  const claim = claimAlong(line, line.key);
  const found = contradicted(
    values,
    Array.from({ length: NUM_STEPS }, () => [claim]),
  );
  if (found === undefined) return undefined;
  return `param("${line.name}"): expected a slope of ${found.expected} by differences, got ${found.got} by the gradient`;
}

function meanSlopeProblem(line: Line): string | undefined {
  const exact = summedOut(line);
  const slopeAt = (key: Key): number => (lossAlong(exact, STEP, key) - lossAlong(exact, -STEP, key)) / (2 * STEP);
  const [first, second] = [fold(line.key, 'first'), fold(line.key, 'second')].map(slopeAt);
  const draws = Array.from({ length: NUM_DRAWS }, (_, i) => {
    const key = fold(line.key, i);
    // Where all is summed out, one slope holds for every key.
    return { slope: first === second ? (first ?? NaN) : slopeAt(key), claim: claimAlong(line, key) };
  });
  const size = draws.reduce((sum, { claim }) => sum + claim.size, 0) / NUM_DRAWS;
  const excess = draws.map(({ slope, claim }) => claim.slope - slope);
  const what = `param("${line.name}"): gradient less slope by differences`;
  // The slope over a step is off by its third derivative, about the square of the step times the slope.
  return meanProblem(what, excess, 3 * STEP * STEP * size, line.subject.falseAlarmRate / Object.keys(line.at).length);
}

/** The same expected loss with less noise: discrete draws, where possible, summed out. */
function summedOut(line: Line): Line {
  const { subject, start, key } = line;
  const isFinite = sampleSites(runsAt(subject, start, key).guide).every(
    ({ observed, dist, infer }) =>
      observed || dist.isFactor === true || dist.hasEnumerateSupport || (dist.hasRsample && infer.gradient !== 'score'),
  );
  if (!isFinite) return line;
  return { ...line, subject: { ...subject, guide: configEnumerate(subject.guide), elbo: traceEnumElbo() } };
}

function lossAlong({ subject, start, at, name, directions }: Line, offset: number, key: Key): number {
  return numberOf(() => {
    const [value, direction] = [at[name], directions[name]];
    if (value === undefined || direction === undefined) return tf.scalar(NaN);
    const params = { ...at, [name]: tf.add(value, tf.mul(direction, offset)) };
    return lossAt(subject, start, params, key);
  });
}

function claimAlong({ subject, start, at, name, directions }: Line, key: Key): Claim {
  const claim: { slope: number; size: number } = { slope: NaN, size: NaN };
  tf.tidy(() => {
    const gradient = gradientsAt(subject, start, at, key)[name]?.dataSync() ?? [];
    const products = Array.from(directions[name]?.dataSync() ?? [], (x, i) => x * (gradient[i] ?? NaN));
    claim.slope = products.reduce((sum, x) => sum + x, 0);
    claim.size = products.reduce((sum, x) => sum + Math.abs(x), 0);
  });
  return claim;
}

/** Whether all draws of the guide move smoothly with its parameters, or are summed out. */
function isSmooth(subject: ModelSubject, start: SviState, key: Key): boolean {
  const enumerates = subject.elbo.name === 'traceEnumElbo';
  return sampleSites(runsAt(subject, start, key).guide).every(
    ({ observed, dist, infer }) =>
      observed ||
      dist.isFactor === true ||
      (dist.hasRsample && infer.gradient !== 'score') ||
      (enumerates && infer.enumerate !== undefined && infer.numSamples === undefined),
  );
}

function zerosLike(params: Tensors): Tensors {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, tf.zerosLike(value)]));
}
