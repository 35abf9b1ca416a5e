import { split } from '../key.js';
import type { Key } from '../key.js';
import { logBinomialMass } from './logMass.js';
import { fillByRejection } from './rejection.js';
import { uniformArray } from './uniform.js';

/** From this mean on, of the rarer of the two outcomes, rejection is used. */
const LARGE = 10;
/** Far less than a uniform draw can tell: the search ends here, where rounding would let it run on. */
const NEGLIGIBLE = 2 ** -60;

/**
 * Binomial draws, one for each pair of a number of trials and a probability of success, in float64: by inversion of the
 * distribution function where the rarer outcome is expected less than 10 times, else by rejection from a hat over the transformed
 * uniform, whose acceptance test uses the exact probabilities.
 *
 * @returns NaN where `totals` is not an integer >= 0, or `probs` not from 0 to 1
 * @see Hormann 1993, "The generation of binomial random variates", algorithm BTRS
 */
export function binomialArray(key: Key, totals: ArrayLike<number>, probs: ArrayLike<number>): Float64Array {
  const [smallKey = key, largeKey = key] = split(key);
  const total = (i: number): number => totals[i] ?? NaN;
  const isFlipped = (i: number): boolean => (probs[i] ?? NaN) > 0.5;
  const prob = (i: number): number => (isFlipped(i) ? 1 - (probs[i] ?? NaN) : (probs[i] ?? NaN));
  const isLarge = (i: number): boolean => isAllowed(total(i), prob(i)) && total(i) * prob(i) >= LARGE;
  const draws = uniformArray(smallKey, totals.length).map((u, i) => (isLarge(i) ? NaN : inverse(u, total(i), prob(i))));
  const pending = Array.from(draws.keys()).filter(isLarge);
  fillByRejection(draws, largeKey, pending, (i, u, v) => attempt(total(i), prob(i), u, v));
  return draws.map((k, i) => (isFlipped(i) ? total(i) - k : k));
}

function isAllowed(total: number, prob: number): boolean {
  return Number.isInteger(total) && total >= 0 && prob >= 0 && prob <= 1;
}

/** The smallest k whose distribution function is above u; p is at most a half. */
function inverse(u: number, total: number, p: number): number {
  if (!isAllowed(total, p)) return NaN;
  const odds = p / (1 - p);
  let [k, mass] = [0, Math.exp(total * Math.log1p(-p))];
  let rest = u - mass;
  while (rest > 0 && k < total && mass > NEGLIGIBLE) {
    k += 1;
    mass *= (odds * (total - k + 1)) / k;
    rest -= mass;
  }
  return k;
}

function attempt(total: number, p: number, first: number, v: number): number {
  const deviation = Math.sqrt(total * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const u = first - 0.5;
  const toEdge = 0.5 - Math.abs(u);
  const k = Math.floor(((2 * a) / toEdge + b) * u + total * p + 0.5);
  if (toEdge >= 0.07 && v <= 0.92 - 4.2 / b) return k;
  if (k < 0 || k > total) return NaN;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const height = Math.log((v * alpha) / (a / (toEdge * toEdge) + b));
  const mode = Math.floor((total + 1) * p);
  return height <= logBinomialMass(k, total, p) - logBinomialMass(mode, total, p) ? k : NaN;
}
