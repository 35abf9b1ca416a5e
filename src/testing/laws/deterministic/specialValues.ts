import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo, select, sizeOf, valueAndGradients } from '../../../num/index.js';
import { firstUnfit } from '../firstFar.js';
import type { Law } from '../law.js';
import { deterministicLaw, under, type Given } from './deterministicLaw.js';
import { parameterProblems, setOf } from './parameterGradient.js';
import { isSmooth } from './paths.js';
import { spreadOf } from './points.js';
import { attempt, eventRankOf } from './stacked.js';
import { valueProblems } from './valueGradient.js';

const NUMBERS = [0, 1, -1];

/**
 * At values that are 0, 1 or -1, at a parameter, at the mean or at an end of the support, gradients of finite log densities are no
 * NaN and equal finite differences.
 */
export const specialValues: Law = deterministicLaw({
  name: 'specialValues',
  statement: 'at 0, 1, the mean, a parameter or an end of the support, gradients of logProb hold',
  isStructural: true,
  exempts: ({ isFactor }) => (isFactor === true ? 'it has no value' : undefined),
  *problems(given) {
    const { dist, key } = given;
    const value = valuesOf(given);
    if (value === undefined) return;
    yield* unknownGradients(given, value);
    yield* parameterProblems(given, value);
    if (!dist.isDiscrete && isSmooth(dist.support)) yield* valueProblems(dist, value, spreadOf(dist, key));
  },
});

/** [values, ...batch, ...event]: those that have a finite log density, and draws in place of the others. */
function valuesOf(given: Given): tf.Tensor | undefined {
  const { dist, key } = given;
  const draw = dist.sample(key);
  if (draw.size === 0) return undefined;
  const candidates = dist.eventShape.length > 0 ? meansOf(given) : [...numbersOf(given), ...meansOf(given)];
  const fitting = candidates.map((candidate) => {
    const value = tf.cast(candidate, draw.dtype);
    const isFit = tf.logicalAnd(dist.support.check(value), tf.isFinite(dist.logProb(value)));
    return select(tf.reshape(isFit, [...isFit.shape, ...dist.eventShape.map(() => 1)]), value, draw);
  });
  return fitting.length === 0 ? undefined : tf.stack(fitting);
}

function meansOf({ dist }: Given): tf.Tensor[] {
  const mean = dist.closedForms.has('mean') ? attempt(() => dist.mean()) : undefined;
  if (mean === undefined) return [];
  return [dist.isDiscrete ? tf.round(mean) : mean];
}

function numbersOf(given: Given): tf.Tensor[] {
  const { dist, parameters } = given;
  const batch = [...dist.batchShape];
  const own = Object.entries(parameters).flatMap(([name, x]) => {
    const fits = eventRankOf(given, name) === 0 ? attempt(() => broadcastTo(x, batch)) : undefined;
    return fits === undefined ? [] : [fits];
  });
  const ends = (dist.support.ends?.(batch) ?? []).map((end) => broadcastTo(end, batch));
  return [...NUMBERS.map((x) => tf.fill(batch, x)), ...own, ...ends];
}

/** Where the log density is a number, its gradients are. */
function* unknownGradients({ dist, parameters, subject }: Given, value: tf.Tensor): Iterable<string | undefined> {
  const isSmoothValue = !dist.isDiscrete && sizeOf(value.shape) > 0;
  const inputs = isSmoothValue ? { ...parameters, 'the value': value } : parameters;
  const { gradients } = valueAndGradients(
    ({ 'the value': at = value, ...named }: Record<string, tf.Tensor>) => tf.sum(subject.factory(named).logProb(at)),
    inputs,
  );
  for (const [name, gradient] of Object.entries(gradients)) {
    const tensor = parameters[name];
    if (tensor !== undefined && setOf(dist, name, tensor).isDiscrete) continue;
    yield under(
      `gradient of logProb by ${name}`,
      firstUnfit(gradient, 'a number', (x) => !Number.isNaN(x)),
    );
  }
}
