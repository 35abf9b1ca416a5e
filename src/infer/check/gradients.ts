import * as tf from '@tensorflow/tfjs-core';
import { fold, type Key, normal, valueAndGradients } from '../../num/index.js';
import { handle, type SampleMessage, type Site } from '../../ppl/index.js';
import type { Objective } from '../elbo/objective.js';
import type { ProgramPair } from '../elbo/runPair.js';
import { needsScoreFunction } from '../elbo/sites.js';
import { traceElbo, traceEnumElbo } from '../elbo/traceElbo.js';
import type { Tensors } from '../optim/index.js';
import { collectParams, constrain } from '../params.js';
import { substituteKnown } from '../substituteKnown.js';
import { listening, caught, type Finding, findingOf, warning } from './finding.js';

/** How far parameters are moved from where they start, where a gradient may be 0 by chance. */
const NUDGE = 0.1;

/**
 * Takes one gradient, a little off the starting values, and looks for parameters that it does not reach or that make it not
 * finite.
 */
export function lintGradients(pair: ProgramPair, enumerates: boolean, key: Key): Finding[] {
  const objective = enumerates ? traceEnumElbo() : traceElbo();
  try {
    const gradients = listening(() => gradientsOf(pair, objective, key)).result;
    return Object.entries(gradients).flatMap(([name, gradient]) => lintGradient(name, gradient));
  } catch (error) {
    return [findingOf(error, 'throws', 'both')];
  }
}

function gradientsOf(pair: ProgramPair, objective: Objective, key: Key): Tensors {
  const { params, declarations } = collectParams(pair, fold(key, 'init'));
  const nudged = Object.entries(params).map(
    ([name, value]) => [name, tf.add(value, tf.mul(NUDGE, normal(fold(key, name), value.shape)))] as const,
  );
  const known = (values: Tensors): ReturnType<typeof substituteKnown> =>
    substituteKnown(constrain(values, declarations));
  const plan = handle(known(params), () => objective.prepare(pair, key));
  const loss = (values: Tensors): tf.Scalar => handle(known(values), () => objective.loss(pair, key, plan));
  return valueAndGradients(loss, Object.fromEntries(nudged)).gradients;
}

function lintGradient(name: string, gradient: tf.Tensor): Finding[] {
  const values = gradient.dataSync();
  const bad = values.find((x) => !Number.isFinite(x));
  if (bad !== undefined) {
    const message = `param("${name}"): its gradient is ${bad} near its starting value. Try another init, or a constraint.`;
    return [{ severity: 'error', kind: 'nonFinite', side: 'both', name, message }];
  }
  if (values.some((x) => x !== 0)) return [];
  const message = `param("${name}"): nothing in the loss depends on it. Try to use it in the distribution of a site, or drop it.`;
  return [warning('unusedParam', 'both', name, message)];
}

/** The gradient estimator that a latent guide site will get. */
export function lintEstimator(site: Site<SampleMessage>): Finding[] {
  const { name, dist, infer, observed } = site;
  if (dist.isFactor === true) return caught('gradient', 'guide', () => needsScoreFunction(site));
  const isSettled = infer.baseline !== undefined || infer.gradient === 'straightThrough';
  if (observed || infer.enumerate !== undefined || isSettled) return [];
  const impossible = caught('gradient', 'guide', () => needsScoreFunction(site));
  if (impossible.length > 0) return impossible;
  if (!needsScoreFunction(site)) return [];
  const remedy = dist.hasEnumerateSupport
    ? "infer: { enumerate: 'parallel' } with traceEnumElbo, or a baseline"
    : 'a baseline, or more particles';
  const message = `sample("${name}"): its gradient is a score-function estimate, which is noisy. Try ${remedy}.`;
  return [warning('gradient', 'guide', name, message)];
}
