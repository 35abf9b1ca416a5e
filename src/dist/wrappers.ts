import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  broadcastShapes,
  broadcastsTo,
  EnumerationError,
  formatShape,
  select,
  ShapeError,
  sizeAt,
  sumRightmost,
  type Shape,
} from '../num/index.js';
import { independent as independentConstraint } from './constraints/index.js';
import type { Distribution } from './distribution.js';

// The two wrappers stand in one file because each can be put around the other.

/**
 * `base` with its `n` rightmost batch dims made part of the event, over which log densities and entropies are summed.
 *
 * @throws ArgumentError unless `n` is an integer from 0 to the batch rank
 */
export function independent(base: Distribution, n: number): Distribution {
  const cut = base.batchShape.length - n;
  if (!Number.isInteger(n) || n < 0 || cut < 0) {
    const expected = `an integer from 0 to the batch rank ${base.batchShape.length}`;
    throw new ArgumentError({ where: `${base.family}.toEvent`, expected, got: String(n) });
  }
  if (n === 0) return base;
  // Wrapped once, however often it is asked for, so that two ways to one shape give equal distributions.
  if (base.independent !== undefined) return independent(base.independent.base, base.independent.reinterpreted + n);
  const moved = base.batchShape.slice(cut);
  const dist: Distribution = {
    ...unordered(unwrapped(base)),
    batchShape: base.batchShape.slice(0, cut),
    eventShape: [...moved, ...base.eventShape],
    support: independentConstraint(base.support, n),
    hasEnumerateSupport: false,
    closedForms: new Set([...base.closedForms].filter((name) => name !== 'cdf' && name !== 'icdf')),
    independent: { base, reinterpreted: n },
    logProb: (value) => tf.tidy(() => sumRightmost(base.logProb(value), n)),
    enumerateSupport: () => refuseToEnumerate(base.family, n),
    cdf: () => refuseToOrder(base.family, 'cdf'),
    icdf: () => refuseToOrder(base.family, 'icdf'),
    logCdf: () => refuseToOrder(base.family, 'logCdf'),
    logSurvival: () => refuseToOrder(base.family, 'logSurvival'),
    entropy: () => tf.tidy(() => sumRightmost(base.entropy(), n)),
    expand: (shape) => independent(base.expand([...shape, ...moved]), n),
    toEvent: (more = cut) => independent(base, n + more),
    mask: (mask) => masked(dist, mask),
  };
  return dist;
}

/**
 * `base` with the log density and entropy dropped where `mask` is false. Values are not read there: a feasible constant takes
 * their place first, so that NaN under a mask gives neither a NaN nor a NaN gradient.
 *
 * @param mask boolean, or a boolean tensor; `base` is expanded to the shape that its batch and the mask broadcast to; borrowed
 * @throws ShapeError if they do not broadcast
 */
export function masked(base: Distribution, mask: boolean | tf.Tensor): Distribution {
  if (typeof mask !== 'boolean' && !broadcastsTo(mask.shape, base.batchShape)) {
    return masked(base.expand(maskedShape(base, mask.shape)), mask);
  }
  const dist: Distribution = {
    ...unwrapped(base),
    masked: { base, mask },
    logProb: (value) => tf.tidy(() => maskedLogProb(base, mask, value)),
    entropy: () => tf.tidy(() => keepWhere(mask, base.entropy())),
    expand: (shape) => masked(base.expand(shape), mask),
    toEvent: (n = base.batchShape.length) => independent(dist, n),
    mask: (more) => masked(dist, more),
  };
  return dist;
}

function maskedShape({ family, batchShape }: Distribution, mask: Shape): Shape {
  const clashes = batchShape.some((size, i) => ![1, size].includes(sizeAt(mask, i - batchShape.length)) && size !== 1);
  if (!clashes) return broadcastShapes(`${family}.mask`, { mask, batch: batchShape });
  const expected = `a mask that broadcasts against the batch shape ${formatShape(batchShape)}`;
  throw new ShapeError({ where: `${family}.mask`, expected, got: formatShape(mask) });
}

/** The members that a wrapper takes over, without what says that `base` is itself wrapped, or holds for it alone. */
function unwrapped(base: Distribution): Distribution {
  const { masked: _m, independent: _i, relocated: _r, transformed: _t, ...members } = base;
  return members;
}

/** The members without those that are of single numbers only, and may be absent. */
function unordered(members: Distribution): Distribution {
  const { survival: _s, inverseSurvival: _i, ...others } = members;
  return others;
}

function maskedLogProb(base: Distribution, mask: boolean | tf.Tensor, value: tf.Tensor): tf.Tensor {
  if (mask === true) return base.logProb(value);
  const valueBatch = value.shape.slice(0, value.rank - base.eventShape.length);
  if (mask === false) return tf.zeros(broadcastShapes('logProb', { value: valueBatch, batch: base.batchShape }));
  const overEvent = tf.reshape(mask, [...mask.shape, ...base.eventShape.map(() => 1)]);
  const feasible = tf.cast(base.support.feasible(value.shape), value.dtype);
  return keepWhere(mask, base.logProb(select(overEvent, value, feasible)));
}

function keepWhere(mask: boolean | tf.Tensor, x: tf.Tensor): tf.Tensor {
  if (mask === true) return x;
  return mask === false ? tf.zerosLike(x) : select(mask, x, 0);
}

function refuseToEnumerate(family: string, n: number): never {
  throw new EnumerationError({
    where: `${family}.enumerateSupport`,
    expected: 'a distribution whose event is one choice',
    got: `one made by toEvent(${n}), whose event is many`,
    hint: 'to keep the dims in the batch, within plates',
  });
}

function refuseToOrder(family: string, name: string): never {
  const expected = 'a distribution of single numbers';
  const got = 'one made by toEvent, whose elements have no order';
  throw new ArgumentError({ where: `${family}.${name}`, expected, got, hint: 'the same on its base' });
}
