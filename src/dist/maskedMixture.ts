import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  broadcastShapes,
  formatShape,
  type Key,
  sameShape,
  select,
  type Shape,
  ShapeError,
  split,
} from '../num/index.js';
import type { Constraint } from './constraint.js';
import { defineFamily } from './defineFamily.js';
import type { ClosedForm, Distribution } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';
import { valuesOfAny } from './finiteValues.js';
import { insideSupport } from './insideSupport.js';

/**
 * Element by element `whereFalse` or `whereTrue`, as a mask says: a way to write two distributions as one site.
 *
 * @param mask boolean, [...batch]; borrowed
 * @throws ShapeError if the batch shapes do not broadcast, or the event shapes differ
 * @throws ArgumentError if the mask is not boolean, or one is discrete and the other not
 * @example
 * const mask = tf.tensor1d([false, true]);
 * maskedMixture(mask, normal({ loc: 0, scale: 1 }), normal({ loc: 5, scale: 1 })).mean().dataSync();   // [0, 5]
 */
export function maskedMixture(mask: tf.Tensor, whereFalse: Distribution, whereTrue: Distribution): Distribution {
  check(mask, whereFalse, whereTrue);
  const batchShape = broadcastShapes('maskedMixture', {
    mask: mask.shape,
    whereFalse: whereFalse.batchShape,
    whereTrue: whereTrue.batchShape,
  });
  const { eventShape } = whereFalse;
  const overEvent = (): tf.Tensor => tf.reshape(mask, [...mask.shape, ...eventShape.map(() => 1)]);
  const hasRsample = whereFalse.hasRsample && whereTrue.hasRsample;
  const drawFrom = (dist: Distribution, key: Key, shape: Shape): tf.Tensor =>
    hasRsample ? dist.expand(shape).rsample(key) : dist.expand(shape).sample(key);
  return defineFamily({
    family: `${whereFalse.family} or ${whereTrue.family}`,
    ...(whereFalse.validate === false && whereTrue.validate === false ? { validate: false } : {}),
    params: {},
    parameterConstraints: {},
    parts: [whereFalse, whereTrue],
    batchShape,
    eventShape,
    support: chosenSupport(mask, whereFalse, whereTrue),
    isDiscrete: whereFalse.isDiscrete,
    hasRsample,
    draw: (key, shape) => {
      const [one = key, other = key] = split(key);
      return select(overEvent(), drawFrom(whereTrue, one, shape), drawFrom(whereFalse, other, shape));
    },
    logDensity: (value) => {
      const ifTrue = insideSupport(whereTrue, value, mask);
      return select(mask, ifTrue, insideSupport(whereFalse, value, tf.logicalNot(mask)));
    },
    ...(whereFalse.support.name === whereTrue.support.name ? valuesOfAny([whereFalse, whereTrue]) : {}),
    ...closedFacts(mask, overEvent, whereFalse, whereTrue),
  });
}

function closedFacts(
  mask: tf.Tensor,
  overEvent: () => tf.Tensor,
  whereFalse: Distribution,
  whereTrue: Distribution,
): Partial<FamilyFacts> {
  const knows = (name: ClosedForm): boolean => whereFalse.closedForms.has(name) && whereTrue.closedForms.has(name);
  return {
    ...(knows('mean') ? { mean: () => select(overEvent(), whereTrue.mean(), whereFalse.mean()) } : {}),
    ...(knows('variance') ? { variance: () => select(overEvent(), whereTrue.variance(), whereFalse.variance()) } : {}),
    ...(knows('entropy') ? { entropy: () => select(mask, whereTrue.entropy(), whereFalse.entropy()) } : {}),
    ...(knows('cdf') ? { cdf: (x: tf.Tensor) => select(mask, whereTrue.cdf(x), whereFalse.cdf(x)) } : {}),
    ...(knows('cdf') ? { logCdf: (x: tf.Tensor) => select(mask, whereTrue.logCdf(x), whereFalse.logCdf(x)) } : {}),
    ...(knows('cdf')
      ? { logSurvival: (x: tf.Tensor) => select(mask, whereTrue.logSurvival(x), whereFalse.logSurvival(x)) }
      : {}),
    ...(knows('icdf') ? { icdf: (q: tf.Tensor) => select(mask, whereTrue.icdf(q), whereFalse.icdf(q)) } : {}),
  };
}

/** At each element the set of the one that is chosen there. */
function chosenSupport(mask: tf.Tensor, { support: a }: Distribution, { support: b }: Distribution): Constraint {
  if (a.name === b.name) return a;
  const { contains: _contains, image: _image, list: _list, ends: _ends, ...rest } = a;
  const overEvent = (): tf.Tensor => tf.reshape(mask, [...mask.shape, ...Array<number>(a.eventDim).fill(1)]);
  return {
    ...rest,
    name: `chosen(tensor ${mask.id}, ${a.name}, ${b.name})`,
    kind: 'chosen',
    args: [mask, a, b],
    expected: `${a.expected}, or where the mask is true ${b.expected}`,
    ...chosenEnds(mask, a, b),
    check: (value) => tf.tidy(() => select(mask, b.check(value), a.check(value))),
    feasible: (shape) => tf.tidy(() => select(overEvent(), b.feasible(shape), a.feasible(shape))),
  };
}

/** At each element the ends of the set that is chosen; a set of fewer ends repeats its first. */
function chosenEnds(mask: tf.Tensor, a: Constraint, b: Constraint): Pick<Constraint, 'ends'> {
  const [endsOfA, endsOfB] = [a.ends, b.ends];
  if (endsOfA === undefined || endsOfB === undefined) return {};
  return {
    ends: (shape) =>
      tf.tidy(() => {
        const [ifFalse, ifTrue] = [endsOfA(shape), endsOfB(shape)];
        const count = Math.max(ifFalse.length, ifTrue.length);
        return Array.from({ length: count }, (_, i) => {
          const [one, other] = [ifFalse[i] ?? ifFalse[0], ifTrue[i] ?? ifTrue[0]];
          return select(mask, other ?? tf.fill([...shape], NaN), one ?? tf.fill([...shape], NaN));
        });
      }),
  };
}

function check(mask: tf.Tensor, a: Distribution, b: Distribution): void {
  const where = 'maskedMixture';
  if (mask.dtype !== 'bool') throw new ArgumentError({ where, expected: 'a boolean mask', got: mask.dtype });
  if (!sameShape(a.eventShape, b.eventShape)) {
    const got = `${formatShape(a.eventShape)} and ${formatShape(b.eventShape)}`;
    throw new ShapeError({ where, expected: 'two distributions of one event shape', got, hint: 'toEvent' });
  }
  if (a.isDiscrete !== b.isDiscrete) {
    const expected = 'two continuous or two discrete distributions';
    throw new ArgumentError({ where, expected, got: `${a.family} and ${b.family}` });
  }
}
