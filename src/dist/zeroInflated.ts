import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, broadcastShapes, logSumExp, select, split, uniform } from '../num/index.js';
import { binaryChoice, failureOf, meanOf } from './binaryChoice.js';
import { checkedOptions } from './checkedOptions.js';
import { real, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';
import { valuesOf } from './finiteValues.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type Gate =
  | { readonly gate: Parameter; readonly gateLogits?: undefined }
  | { readonly gateLogits: Parameter; readonly gate?: undefined };

export type ZeroInflatedParams = Gate & FamilyOptions;

/**
 * `base`, set to 0 with the probability of the gate g: log p(0) = log(g + (1 - g) exp(log p_base(0))), and elsewhere log p(k) =
 * log(1 - g) + log p_base(k), in nats. It can be enumerated if `base` can.
 *
 * @param base a discrete distribution of single numbers, 0 among them, such as `poisson`
 * @param params.gate g, [batch], from 0 to 1
 * @param params.gateLogits log(g / (1 - g)), [batch], finite, instead of `gate`
 * @throws ArgumentError if `base` is continuous, masked or of vectors, or unless exactly one of the two is given
 * @throws ShapeError if the shape of the gate and the batch shape of `base` do not broadcast
 * @example
 * zeroInflated(poisson({ rate: 3 }), { gate: 0.5 }).logProb(tf.tensor1d([0, 4])).dataSync();   // [-0.64456, -2.476752]
 */
export function zeroInflated(base: Distribution, params: ZeroInflatedParams): Distribution {
  checkedOptions('zeroInflated', params, [], ['gate', 'gateLogits', 'validate']);
  checkBase(base);
  const given = gateOf(params);
  const gate = given.probs === undefined ? { gateLogits: given.logits } : { gate: given.probs };
  const [gateParameter] = Object.values(gate);
  const gateShape = typeof gateParameter === 'object' ? gateParameter.shape : [];
  return defineFamily({
    family: 'zeroInflated',
    validate: base.validate ?? params.validate,
    params: { ...base.params, ...gate },
    parameterConstraints: { ...base.parameterConstraints, gate: unitInterval, gateLogits: real },
    batchShape: broadcastShapes('zeroInflated', { gate: gateShape, base: base.batchShape }),
    support: base.support,
    isDiscrete: true,
    hasRsample: false,
    draw: (key, shape) => {
      const [gateKey = key, baseKey = key] = split(key);
      const draws = base.expand(shape).sample(baseKey);
      const isKept = tf.greaterEqual(uniform(gateKey, shape), meanOf(given));
      return tf.mul(draws, tf.cast(isKept, draws.dtype));
    },
    logDensity: (value) => logDensity(base, given, value),
    ...closedForms(base, given),
  });
}

function checkBase(base: Distribution): void {
  const where = 'zeroInflated.base';
  const expected = 'a discrete distribution of single numbers, 0 among them';
  const refuse = (got: string, hint: string): never => {
    throw new ArgumentError({ where, expected, got, hint });
  };
  if (!base.isDiscrete) refuse(`${base.family}, which is continuous`, 'a mixture of it and a delta at 0');
  if (base.eventShape.length > 0) refuse(`${base.family} of vectors`, 'toEvent on the result instead');
  if (base.masked !== undefined) refuse(`${base.family} under a mask`, 'the mask on the result instead');
  if (base.support.contains?.(0) === false) refuse(`${base.family} on ${base.support.name}`, 'one that starts at 0');
}

/** The gate as the choice of a zero. */
function gateOf(params: Gate): ProbsOrLogits<Parameter> {
  // Callers in JavaScript may give both or neither.
  const { gate, gateLogits }: Partial<Record<keyof Gate, Parameter | undefined>> = params;
  if (gate !== undefined && gateLogits === undefined) return { probs: gate };
  if (gateLogits !== undefined && gate === undefined) return { logits: gateLogits };
  const got = gate === undefined ? 'neither' : 'both';
  throw new ArgumentError({ where: 'zeroInflated', expected: 'either gate or gateLogits', got });
}

function logDensity(base: Distribution, given: ProbsOrLogits<Parameter>, value: tf.Tensor): tf.Tensor {
  const { logSuccess: logGate, logFailure } = binaryChoice(given);
  const fromBase = tf.add(base.logProb(value), logFailure);
  const both = tf.stack([fromBase, tf.add(tf.zerosLike(fromBase), logGate)]);
  return select(tf.equal(value, 0), logSumExp(both, 0), fromBase);
}

type ClosedForms = Pick<FamilyFacts, 'values' | 'mean' | 'variance' | 'cdf' | 'logSurvival'>;

/** What is known of the mixture because it is known of the base. */
function closedForms(base: Distribution, given: ProbsOrLogits<Parameter>): ClosedForms {
  const kept = (): tf.Tensor => failureOf(given);
  const has = base.closedForms;
  const variance = (): tf.Tensor => {
    const between = tf.mul(meanOf(given), tf.square(base.mean()));
    return tf.mul(kept(), tf.add(base.variance(), between));
  };
  const cdf = (value: tf.Tensor): tf.Tensor => {
    const atZero = tf.cast(tf.greaterEqual(value, 0), 'float32');
    return tf.add(tf.mul(meanOf(given), atZero), tf.mul(kept(), base.cdf(value)));
  };
  const logSurvival = (value: tf.Tensor): tf.Tensor => {
    const above = tf.add(base.logSurvival(value), binaryChoice(given).logFailure);
    return select(tf.less(value, 0), 0, above);
  };
  return {
    ...valuesOf(base),
    ...(has.has('mean') ? { mean: () => tf.mul(kept(), base.mean()) } : {}),
    ...(has.has('mean') && has.has('variance') ? { variance } : {}),
    ...(has.has('cdf') ? { cdf, logSurvival } : {}),
  };
}
