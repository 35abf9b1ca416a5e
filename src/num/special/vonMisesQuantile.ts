import type * as tf from '@tensorflow/tfjs-core';
import { vonMisesSlope } from '../random/vonMisesSlope.js';
import { onHost } from './onHost.js';
import { density, end, tail } from './vonMisesCdf.js';
import { withPartials, type Numeric } from './withPartials.js';

const TURN = 2 * Math.PI;
// In nats: beyond the angle at which the density has fallen so far lies less than any share in float32.
const DEEPEST = 120;
const STEPS = 52;

/**
 * The angle from -pi to pi below which lies a part q of a von Mises distribution about `loc`. Computed on the host in float64: all
 * arguments are read from the device. Its gradients are implicit; where the density is 0, none flows.
 *
 * @param q float32, from 0 to 1, whose angles are -pi and pi; borrowed
 * @param loc in radians, a number or a tensor that broadcasts against it; borrowed
 * @param concentration >= 0, likewise
 * @example
 * vonMisesQuantile(tf.tensor1d([0, 0.25, 0.9]), 0, 1.5).dataSync();   // [-3.141593, -0.634635, 1.283628]
 */
export function vonMisesQuantile(q: tf.Tensor, loc: Numeric, concentration: Numeric): tf.Tensor {
  return withPartials('vonMisesQuantile', { q, loc, concentration }, onHost(quantile), [
    onHost((_, centre, k, x) => perDensity(k, x - centre, 1)),
    onHost((_, centre, k, x) => 1 - perDensity(k, x - centre, density(k)(first(centre)))),
    onHost((_, centre, k, x) => slope(k, x - centre) - perDensity(k, x - centre, flow(k, first(centre)))),
  ]);
}

/** Where counting begins, seen from the centre. */
function first(loc: number): number {
  return -Math.PI - loc;
}

function quantile(q: number, loc: number, concentration: number): number {
  if (!(q >= 0 && q <= 1)) return NaN;
  if (q === 0 || q === 1) return q === 0 ? -Math.PI : Math.PI;
  const from = shareBelow(first(loc), concentration);
  const angle = loc + angleAt({ turns: from.turns, rest: from.rest + q }, concentration);
  return Math.min(Math.PI, Math.max(-Math.PI, angle));
}

/** A share of the circle below an angle, counted from where the density is least: a small rest keeps its digits beside whole turns. */
interface Share {
  readonly turns: number;
  readonly rest: number;
}

function shareBelow(angle: number, concentration: number): Share {
  const [turns, within] = [Math.round(angle / TURN), wrapped(angle)];
  const beyond = tail(Math.abs(within), concentration);
  return within < 0 ? { turns, rest: beyond } : { turns: turns + 1, rest: -beyond };
}

function angleAt({ turns, rest }: Share, concentration: number): number {
  const whole = Math.round(rest);
  const share = rest - whole;
  const size = angleOfTail(Math.abs(share), concentration);
  return share < 0 ? size + TURN * (turns + whole - 1) : -size + TURN * (turns + whole);
}

/** The angle from 0 to pi above which lies a share of at most 1/2: by bisection. */
function angleOfTail(share: number, concentration: number): number {
  let [low, high] = [0, end(0, concentration, DEEPEST)];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (tail(middle, concentration) > share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** An amount of probability as a distance between angles, or 0 where there is no density. */
function perDensity(concentration: number, angle: number, amount: number): number {
  const there = density(concentration)(angle);
  return there > 0 ? amount / there : 0;
}

/** How an angle moves with the concentration. */
function slope(concentration: number, angle: number): number {
  return vonMisesSlope(concentration, wrapped(angle));
}

/** How much probability passes an angle as the concentration grows. */
function flow(concentration: number, angle: number): number {
  return slope(concentration, angle) * density(concentration)(angle);
}

function wrapped(angle: number): number {
  return angle - TURN * Math.round(angle / TURN);
}
