import * as tf from '@tensorflow/tfjs-core';
import { detached, select } from '../num/index.js';
import type { Distribution, Parameter } from './distribution.js';

/** What is left of a distribution of numbers between two bounds, both included. */
export interface DistributionCut {
  /** The mass between the bounds, at least 2^-126. */
  readonly mass: () => tf.Tensor;
  /** The part of it up to a value. */
  readonly below: (value: tf.Tensor) => tf.Tensor;
  /** The value up to which a part q of it lies; at 0 and 1 exactly the end of what is left. */
  readonly quantile: (q: tf.Tensor) => tf.Tensor;
}

/** Probabilities counted from one side. */
interface Side {
  readonly at: (value: tf.Tensor) => tf.Tensor;
  readonly inverse: (share: tf.Tensor) => tf.Tensor;
  /** Those at the two bounds, and whether they grow from the one to the other. */
  readonly atLow: Parameter;
  readonly atHigh: Parameter;
  readonly isRising: boolean;
}

/** Of less, the log would not be finite. */
const LEAST_MASS = 2 ** -126;

/** The cut of `base`. Where `low` lies above the median, probabilities are counted from above, if the base has `survival`. */
export function cutOf(base: Distribution, low: Parameter, high: Parameter): DistributionCut {
  const { isDiscrete, icdf } = base;
  const first = (): Parameter => (isDiscrete && low !== -Infinity ? tf.ceil(low) : low);
  const last = (): Parameter => (isDiscrete && high !== Infinity ? tf.floor(high) : high);
  // Integers up to the one before the first are not inside.
  const before = (): tf.Tensor => tf.sub(first(), isDiscrete ? 1 : 0);
  const kept = (x: tf.Tensor, from: Parameter): tf.Tensor => tf.minimum(tf.maximum(x, from), last());
  const either = eitherSide(base, {
    low: low === -Infinity ? undefined : before,
    high: high === Infinity ? undefined : () => tf.add(last(), 0),
  });
  const upTo = (share: (side: Side) => Parameter): tf.Tensor =>
    either((side) => (side.isRising ? tf.sub(share(side), side.atLow) : tf.sub(side.atLow, share(side))));
  const mass = (): tf.Tensor => {
    const whole = upTo(({ atHigh }) => atHigh);
    return tf.maximum(whole, LEAST_MASS);
  };
  return {
    mass,
    below: (value) => {
      const part = upTo(({ at }) => at(kept(value, before())));
      return tf.clipByValue(tf.div(part, mass()), 0, 1);
    },
    quantile: (q) => {
      const isEnd = tf.logicalOr(tf.lessEqual(q, 0), tf.greaterEqual(q, 1));
      const end = detached(() => icdf(tf.cast(tf.greaterEqual(q, 1), 'float32')));
      const safe = select(isEnd, 0.5, q);
      return kept(select(isEnd, end, either(placeAt(safe))), first());
    },
  };
}

type Answer = (side: Side, isUsed: tf.Tensor) => tf.Tensor;
type End = (() => tf.Tensor) | undefined;

/** What is asked of the side that keeps the digits. */
function eitherSide(
  base: Distribution,
  ends: { readonly low: End; readonly high: End },
): (answer: Answer) => tf.Tensor {
  const { cdf, icdf, survival, inverseSurvival } = base;
  const sideOf = (at: Side['at'], inverse: Side['inverse'], isRising: boolean): Side => ({
    at,
    inverse,
    atLow: ends.low === undefined ? Number(!isRising) : at(ends.low()),
    atHigh: ends.high === undefined ? Number(isRising) : at(ends.high()),
    isRising,
  });
  return (answer) => {
    const rising = sideOf(cdf, icdf, true);
    if (ends.low === undefined || survival === undefined || inverseSurvival === undefined) {
      return answer(rising, tf.scalar(true));
    }
    const isBeyond = tf.greater(rising.atLow, 0.5);
    const falling = sideOf(survival, inverseSurvival, false);
    return select(isBeyond, answer(falling, isBeyond), answer(rising, tf.logicalNot(isBeyond)));
  };
}

/** The value up to which a part q lies, q above 0 and below 1. */
function placeAt(q: tf.Tensor): Answer {
  return ({ atLow, atHigh, inverse, isRising }, isUsed) => {
    const share = isRising
      ? tf.add(atLow, tf.mul(q, tf.sub(atHigh, atLow)))
      : tf.add(tf.mul(atLow, tf.sub(1, q)), tf.mul(atHigh, q));
    // At the ends of the side that is not used, slopes would be infinite.
    return inverse(select(isUsed, tf.clipByValue(share, 0, 1), 0.5));
  };
}
