import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  broadcastShapes,
  broadcastTo,
  formatShape,
  type Key,
  logSumExp,
  sameShape,
  select,
  type Shape,
  ShapeError,
  split,
} from '../num/index.js';
import { union } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { ClosedForm, Distribution } from './distribution.js';
import { valuesOfAny } from './finiteValues.js';
import { insideSupport } from './insideSupport.js';
import { drawnChoice, logWeights, numChoices } from './logWeights.js';
import { mixtureMoments } from './mixtureMoments.js';

/**
 * One of K distributions of any families, each with its weight: log p(x) = log sum_k w_k p_k(x), in nats, where p_k is 0 outside the
 * support of component k. Draws have no gradients.
 *
 * @param mixing a choice among K, [...batch], such as a categorical
 * @param components K distributions of one event shape, whose batch shapes broadcast together; all continuous, or all discrete
 * @throws ArgumentError unless there are as many components as choices, all of a kind
 * @throws ShapeError if the shapes do not fit
 * @example
 * const mixing = categorical({ probs: tf.tensor1d([0.5, 0.5]) });
 * mixture(mixing, [gamma({ concentration: 1, rate: 1 }), normal({ loc: 0, scale: 1 })]).logProb(tf.scalar(-1)).dataSync();   // [-2.112086]
 */
export function mixture(mixing: Distribution, components: readonly Distribution[]): Distribution {
  const [first, ...others] = checkComponents(mixing, components);
  const { eventShape } = first;
  const all: readonly [Distribution, ...Distribution[]] = [first, ...others];
  const batchShape = broadcastShapes('mixture', {
    mixing: mixing.batchShape,
    ...Object.fromEntries(all.map((each, i) => [`component ${i}`, each.batchShape])),
  });
  const stackedParts = (parts: readonly tf.Tensor[]): tf.Tensor => stackBatches(parts, eventShape.length);
  const known = new Set(all.map((each) => each.closedForms).reduce(shared));
  const weighted = (parts: readonly tf.Tensor[]): tf.Tensor =>
    tf.sum(tf.mul(tf.exp(logWeights(mixing)), stackBatches(parts, 0)), -1);
  const logWeighted = (parts: readonly tf.Tensor[]): tf.Tensor =>
    logSumExp(tf.add(logWeights(mixing), stackBatches(parts, 0)), -1);
  return defineFamily({
    family: `mixture of ${[...new Set(all.map(({ family }) => family))].join(' and ')}`,
    ...(all.every(({ validate }) => validate === false) ? { validate: false } : {}),
    params: {},
    parameterConstraints: {},
    parts: [mixing, ...all],
    batchShape,
    eventShape,
    support: union(first.support, ...others.map(({ support }) => support)),
    isDiscrete: first.isDiscrete,
    hasRsample: false,
    draw: (key, shape) => drawOne(mixing, all, key, shape),
    logDensity: (value) => {
      return logWeighted(all.map((each) => insideSupport(each, value)));
    },
    ...valuesOfAny(all),
    ...mixtureMoments(known, () => logWeights(mixing), {
      mean: () => stackedParts(all.map((each) => each.mean())),
      variance: () => stackedParts(all.map((each) => each.variance())),
      eventDim: eventShape.length,
    }),
    ...(known.has('cdf')
      ? {
          cdf: (value: tf.Tensor) => weighted(all.map((each) => each.cdf(value))),
          logCdf: (value: tf.Tensor) => logWeighted(all.map((each) => each.logCdf(value))),
          logSurvival: (value: tf.Tensor) => logWeighted(all.map((each) => each.logSurvival(value))),
        }
      : {}),
  });
}

function checkComponents(
  mixing: Distribution,
  components: readonly Distribution[],
): readonly [Distribution, ...Distribution[]] {
  const where = 'mixture';
  const size = numChoices(where, mixing);
  const [first, ...others] = components;
  if (first === undefined || components.length !== size) {
    const expected = `${size} components, as many as mixing chooses among`;
    throw new ArgumentError({ where, expected, got: String(components.length) });
  }
  for (const { eventShape, isDiscrete, family } of others) {
    if (!sameShape(eventShape, first.eventShape)) {
      const expected = `components of the event shape ${formatShape(first.eventShape)} of ${first.family}`;
      throw new ShapeError({ where, expected, got: `${formatShape(eventShape)} of ${family}` });
    }
    if (isDiscrete === first.isDiscrete) continue;
    throw new ArgumentError({
      where,
      expected: 'components all continuous or all discrete',
      got: `${first.family} and ${family}`,
    });
  }
  return [first, ...others];
}

/** Tensors [...batch, ...event], broadcast together and put side by side: [...batch, K, ...event]. */
function stackBatches(parts: readonly tf.Tensor[], eventDim: number): tf.Tensor {
  const shape = broadcastShapes('mixture', Object.fromEntries(parts.map((part, i) => [`part ${i}`, part.shape])));
  return tf.stack(
    parts.map((part) => broadcastTo(part, shape)),
    shape.length - eventDim,
  );
}

function drawOne(mixing: Distribution, components: readonly Distribution[], key: Key, shape: Shape): tf.Tensor {
  const [choice = key, ...keys] = split(key, components.length + 1);
  const isChosen = drawnChoice(mixing, choice, shape);
  const draws = components.map((each, i) => each.expand(shape).sample(keys[i] ?? key));
  const eventDim = components[0]?.eventShape.length ?? 0;
  const all = tf.stack(draws, shape.length);
  const overEvent = tf.reshape(isChosen, [...isChosen.shape, ...Array<number>(eventDim).fill(1)]);
  return tf.sum(select(overEvent, all, tf.zerosLike(all)), shape.length);
}

function shared(a: ReadonlySet<ClosedForm>, b: ReadonlySet<ClosedForm>): ReadonlySet<ClosedForm> {
  return new Set([...a].filter((name) => b.has(name)));
}
