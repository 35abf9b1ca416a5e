import * as tf from '@tensorflow/tfjs-core';
import { detached, logBetween, logDifference, select } from '../num/index.js';
import type { Distribution, Parameter } from './distribution.js';
import { type Side, tailSearch } from './tailSearch.js';

/** What is left of a distribution of numbers between two bounds, both included. */
export interface DistributionCut {
  /** The log of the mass between the bounds, in nats. */
  readonly logMass: () => tf.Tensor;
  /** The logs of the parts of it up to a value, and above. */
  readonly logBelow: (value: tf.Tensor) => tf.Tensor;
  readonly logAbove: (value: tf.Tensor) => tf.Tensor;
  /** The value up to which a part q of it lies; at 0 and 1 exactly the end of what is left. */
  readonly quantile: (q: tf.Tensor) => tf.Tensor;
}

/** Of less, a share is not known to float32, or has lost digits. */
const LEAST_LOG = -80;
/** In place of the log of no mass at all, so that nothing is infinite less infinite. */
const NONE = -1e30;

/** The cut of `base`. Where `low` lies above the median, probabilities are counted from above. */
export function cutOf(base: Distribution, low: Parameter, high: Parameter): DistributionCut {
  const { isDiscrete, icdf } = base;
  const first = (): Parameter => (isDiscrete && low !== -Infinity ? tf.ceil(low) : low);
  const last = (): Parameter => (isDiscrete && high !== Infinity ? tf.floor(high) : high);
  // Integers up to the one before the first are not inside.
  const before = (): tf.Tensor => tf.sub(first(), isDiscrete ? 1 : 0);
  const kept = (x: tf.Tensor, from: Parameter): tf.Tensor => tf.minimum(tf.maximum(x, from), last());
  const either = eitherSide(base, low === -Infinity ? undefined : before, high === Infinity ? undefined : last);
  const logMass = (): tf.Tensor =>
    tf.maximum(
      either(({ outer, inner }) => logDifference(inner, outer)),
      NONE,
    );
  const part = (isBelow: boolean, value: tf.Tensor): tf.Tensor => {
    const log = either(({ logShare, outer, inner, isRising }) => {
      const at = logShare(kept(value, before()));
      return isRising === isBelow ? logDifference(at, outer) : logDifference(inner, at);
    });
    return tf.minimum(tf.sub(log, logMass()), 0);
  };
  return {
    logMass,
    logBelow: (value) => part(true, value),
    logAbove: (value) => part(false, value),
    quantile: (q) => {
      const isEnd = tf.logicalOr(tf.lessEqual(q, 0), tf.greaterEqual(q, 1));
      const end = detached(() => icdf(tf.cast(tf.greaterEqual(q, 1), 'float32')));
      const safe = select(isEnd, 0.5, q);
      const place = either((side, isUsed) => placeAt(base, side, isUsed, { q: safe, first: first(), last: last() }));
      return kept(select(isEnd, end, place), first());
    },
  };
}

type Answer = (side: Side, isUsed: tf.Tensor) => tf.Tensor;
type End = (() => Parameter) | undefined;

/** What is asked of the side that keeps the digits. */
function eitherSide(base: Distribution, low: End, high: End): (answer: Answer) => tf.Tensor {
  const { logCdf, icdf, logSurvival, inverseSurvival } = base;
  const at = (log: Side['logShare'], end: End, atInfinity: number): tf.Tensor =>
    end === undefined ? tf.scalar(atInfinity) : log(tf.add(end(), 0));
  return (answer) => {
    const rising: Side = {
      logShare: logCdf,
      place: icdf,
      outer: at(logCdf, low, -Infinity),
      inner: at(logCdf, high, 0),
      isRising: true,
    };
    if (low === undefined) return answer(rising, tf.scalar(true));
    const falling: Side = {
      logShare: logSurvival,
      place: inverseSurvival,
      outer: at(logSurvival, high, -Infinity),
      inner: at(logSurvival, low, 0),
      isRising: false,
    };
    const isBeyond = tf.greater(rising.outer, -Math.LN2);
    return select(isBeyond, answer(falling, isBeyond), answer(rising, tf.logicalNot(isBeyond)));
  };
}

interface Sought {
  readonly q: tf.Tensor;
  readonly first: Parameter;
  readonly last: Parameter;
}

/** The value up to which a part q lies, q above 0 and below 1: where the base says, or where that is in a far tail by search. */
function placeAt(base: Distribution, side: Side, isUsed: tf.Tensor, { q, first, last }: Sought): tf.Tensor {
  const { inner, outer, place, isRising } = side;
  const weight = isRising ? q : tf.sub(1, q);
  // At the ends of the side that is not used, slopes would be infinite.
  const isDeep = tf.logicalAnd(isUsed, place === undefined ? tf.scalar(true) : tf.less(inner, LEAST_LOG));
  const shallow = (): tf.Tensor => {
    const isAsked = tf.logicalAnd(isUsed, tf.logicalNot(isDeep));
    const share = tf.add(tf.mul(tf.exp(inner), weight), tf.mul(tf.exp(outer), tf.sub(1, weight)));
    return (place as NonNullable<typeof place>)(select(isAsked, tf.minimum(share, 1), 0.5));
  };
  // Bases rarely lie so far from their bounds: a search takes many steps.
  if (tf.any(isDeep).dataSync()[0] === 0) return place === undefined ? tf.zerosLike(tf.add(weight, inner)) : shallow();
  const deep = tailSearch(base, side, logBetween(inner, outer, weight), isRising ? last : first);
  return place === undefined ? deep : select(isDeep, deep, shallow());
}
