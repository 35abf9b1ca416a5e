import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../../num/index.js';
import type { BijectorCase, BijectorLaw } from './bijectorLaw.js';
import { bijectorGradients } from './bijectorGradients.js';

const DISTANCES = [-12, -7, -4, 4, 7, 12];
// Of float32, in y on either side.
const ROUNDINGS = 4 * 2 ** -24;
const CLOSENESS = 1e-4;

/**
 * Beyond the ordinary points, from 4 to 12 away on both sides: `inverse` undoes `forward` as far as float32 can tell one image from
 * the next, and gradients equal finite differences.
 */
export const farOut: BijectorLaw = {
  name: 'farOut',
  statement: 'round trips and gradients hold at arguments from -12 to 12 as well',
  exempts: ({ bijector, domain }) =>
    domain.kind === 'real' && bijector.isBijective && bijector.domainEventDim === 0
      ? undefined
      : 'it is no bijective map of all real numbers',
  *problems(given) {
    const { bijector, x } = given;
    for (const distance of DISTANCES) {
      const far = tf.add(tf.mul(x, 0.1), distance);
      const y = bijector.forward(far);
      if (!y.dataSync().every(Number.isFinite)) continue;
      yield roundTripProblem(given, far, y);
      for (const problem of bijectorGradients.problems({ ...given, x: far })) yield problem;
    }
  },
};

/** Of numbers: where images that are next to each other have other arguments, these say how far off one may be. */
function roundTripProblem({ bijector }: BijectorCase, x: tf.Tensor, y: tf.Tensor): string | undefined {
  if (bijector.domainEventDim > 0 || bijector.codomainEventDim > 0) return undefined;
  const moved = (side: number): tf.Tensor =>
    bijector.inverse(tf.add(y, tf.mul(side * ROUNDINGS, tf.add(tf.abs(y), 2 ** -40))));
  const [want, back, low, high] = [x, bijector.inverse(y), moved(-1), moved(1)].map((each) => each.dataSync());
  for (let i = 0; i < sizeOf(x.shape); i++) {
    const [expected = NaN, got = NaN] = [want?.[i], back?.[i]];
    const apart = Math.abs((high?.[i] ?? NaN) - (low?.[i] ?? NaN));
    if (!Number.isFinite(apart)) continue;
    if (!(Math.abs(got - expected) <= apart + CLOSENESS * Math.max(1, Math.abs(expected))))
      return `inverse(forward(x)): expected ${expected} at place ${i}, got ${got}`;
  }
  return undefined;
}

/** `slopeSign` says whether a map of numbers rises. */
export const slopeSign: BijectorLaw = {
  name: 'slopeSign',
  statement: 'slopeSign is 1 where the map rises and -1 where it falls',
  exempts: ({ bijector }) => (bijector.slopeSign === undefined ? 'it says nothing of its slope' : undefined),
  *problems({ bijector, x, domain }) {
    const sign = bijector.slopeSign?.() ?? NaN;
    const claim = typeof sign === 'number' ? tf.fill(x.shape, sign) : tf.add(sign, tf.zerosLike(x));
    const on = tf.add(x, tf.mul(0.01, tf.add(tf.abs(x), 1)));
    const isInside = tf.logicalAnd(domain.check(on), domain.check(x)).dataSync();
    const rises = tf.sign(tf.sub(bijector.forward(on), bijector.forward(x))).dataSync();
    const claims = claim.dataSync();
    const wrong = rises.findIndex((rise, i) => isInside[i] === 1 && rise !== 0 && rise !== claims[i]);
    if (wrong >= 0) yield `slopeSign at place ${wrong}: expected ${rises[wrong]}, got ${claims[wrong]}`;
  },
};
