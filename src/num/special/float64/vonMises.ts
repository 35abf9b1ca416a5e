// The distribution function of a von Mises distribution about 0, and its inverse, in float64.

import { integrate } from '../../random/gaussLegendre.js';
import { scaledI0 } from './bessel.js';

const TURN = 2 * Math.PI;
// In nats: integrands are cut off where they have fallen so far.
const DEPTH = 40;
// In nats: beyond the angle at which the density has fallen so far lies less than any share in float32.
const DEEPEST = 120;
const STEPS = 52;

export function vonMisesCdfOf(angle: number, concentration: number): number {
  if (Number.isNaN(angle)) return NaN;
  return angle < 0 ? tail(-angle, concentration) : 1 - tail(angle, concentration);
}

/** The angle from -pi to pi below which lies a part q, counted from -pi, where the centre is at `loc`. */
export function vonMisesQuantileOf(q: number, loc: number, concentration: number): number {
  if (!(q >= 0 && q <= 1)) return NaN;
  if (q === 0 || q === 1) return q === 0 ? -Math.PI : Math.PI;
  const from = shareBelow(-Math.PI - loc, concentration);
  const angle = loc + angleAt({ turns: from.turns, rest: from.rest + q }, concentration);
  return Math.min(Math.PI, Math.max(-Math.PI, angle));
}

/** The angle less whole turns, from -pi to pi. */
export function wrapped(angle: number): number {
  return angle - TURN * Math.round(angle / TURN);
}

/** The part above an angle from 0 to pi: the integral of exp(k (cos t - 1)) / (2 pi I0(k) exp(-k)), with cos t - 1 as -2 sin(t / 2)^2. */
function tail(angle: number, concentration: number): number {
  const fall = (t: number): number => Math.exp(-2 * concentration * Math.sin(t / 2) ** 2);
  return integrate(fall, angle, end(angle, concentration, DEPTH)) / (TURN * scaledI0(concentration));
}

/** The angle at which the density has fallen by exp(-depth) from that at `angle`, or pi: sin(t / 2)^2 grows by depth / 2k. */
function end(angle: number, concentration: number, depth: number): number {
  return 2 * Math.asin(Math.min(1, Math.sqrt(Math.sin(angle / 2) ** 2 + depth / (2 * concentration))));
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
