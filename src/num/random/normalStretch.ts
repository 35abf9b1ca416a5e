import { millsRatio } from '../special/float64/normal.js';

/** Where the density of an interval is so level that its quantiles are even. */
const LEVEL = 1e-6;

/**
 * An interval of the standard normal distribution, mirrored so that more of the mass is on its left, in distances d from a point
 * `base`, which is its left end if that is above 0, and 0 if not: d from `from` to `to`, either of them perhaps infinite.
 */
export interface NormalStretch {
  readonly base: number;
  readonly from: number;
  readonly to: number;
}

/** The distance left of which a part `below` of the mass of the stretch lies, and right of which a part `above`. */
export function stretchQuantile(stretch: NormalStretch, below: number, above: number): number {
  const { base, from, to } = stretch;
  if (below <= 0 || above <= 0) return below <= 0 ? from : to;
  if ((to - from) * Math.max(1, base) < LEVEL) return from + below * (to - from);
  const d = from < 0 ? fromBothTails(stretch, below, above) : fromRightTail(stretch, below, above);
  return Math.min(Math.max(d, from), to);
}

/** The mass of the stretch over the density at its base. */
export function stretchMass({ base, from, to }: NormalStretch): number {
  if ((to - from) * Math.max(1, base) < LEVEL) return to - from;
  if (from < 0) return Math.sqrt(2 * Math.PI) - tail(0, -from) - tail(0, to);
  return millsRatio(base) - tail(base, to);
}

/** The mass beyond base + d over the density at base, for d >= 0. */
function tail(base: number, d: number): number {
  return d === Infinity ? 0 : Math.exp((-d * (d + 2 * base)) / 2) * millsRatio(base + d);
}

/** From whichever tail of the whole distribution is smaller, so that no digits are lost in either. */
function fromBothTails({ from, to }: NormalStretch, below: number, above: number): number {
  const [left, right] = [tail(0, -from), tail(0, to)];
  const total = Math.sqrt(2 * Math.PI) - left - right;
  const [beyond, before] = [right + above * total, left + below * total];
  return beyond < before ? fromTail(0, beyond) : -fromTail(0, before);
}

function fromRightTail({ base, to }: NormalStretch, below: number, above: number): number {
  return fromTail(base, above * millsRatio(base) + below * tail(base, to));
}

/**
 * The d >= 0 at which `tail(base, d)` is `mass`, by Newton's method on its log, which is concave: from a start on the right the
 * steps go left, and do not pass the root.
 */
function fromTail(base: number, mass: number): number {
  const start = Math.log(millsRatio(base));
  const drop = Math.max(0, start - Math.log(mass));
  let d = drop === 0 ? 0 : (2 * drop) / (base + Math.sqrt(base * base + 2 * drop));
  for (let step = 0; step < 30 && d > 0; step += 1) {
    const ratio = millsRatio(base + d);
    const change = ratio * (Math.log(ratio) - (d * (d + 2 * base)) / 2 - start + drop);
    d += change;
    if (Math.abs(change) <= 1e-10 * d) break;
  }
  return d;
}
