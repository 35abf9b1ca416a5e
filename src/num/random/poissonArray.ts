import { split } from '../key.js';
import type { Key } from '../key.js';
import { logPoissonMass } from './logMass.js';
import { fillByRejection } from './rejection.js';
import { uniformArray } from './uniform.js';

/** From here on rejection is used. */
const LARGE = 10;
/** Far less than a uniform draw can tell: the search ends here, where rounding would let it run on. */
const NEGLIGIBLE = 2 ** -60;

/**
 * Poisson draws, one for each rate, in float64: by inversion of the distribution function below a rate of 10, above it by
 * rejection from a hat over the transformed uniform, whose acceptance test uses the exact probabilities.
 *
 * @returns NaN where a rate is not a finite number >= 0
 * @see Hormann 1993, "The transformed rejection method for generating Poisson random variables", algorithm PTRS
 */
export function poissonArray(key: Key, rates: ArrayLike<number>): Float64Array {
  const [smallKey = key, largeKey = key] = split(key);
  const rate = (i: number): number => rates[i] ?? NaN;
  const draws = uniformArray(smallKey, rates.length).map((u, i) => (rate(i) < LARGE ? inverse(u, rate(i)) : NaN));
  const isLarge = (i: number): boolean => rate(i) >= LARGE && rate(i) < Infinity;
  const pending = Array.from(draws.keys()).filter(isLarge);
  fillByRejection(draws, largeKey, pending, (i, u, v) => attempt(rate(i), u, v));
  return draws;
}

/** The smallest k whose distribution function is above u. */
function inverse(u: number, rate: number): number {
  if (!(rate >= 0)) return NaN;
  let [k, mass] = [0, Math.exp(-rate)];
  let rest = u - mass;
  while (rest > 0 && mass > NEGLIGIBLE) {
    k += 1;
    mass *= rate / k;
    rest -= mass;
  }
  return k;
}

function attempt(rate: number, first: number, v: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const u = first - 0.5;
  const toEdge = 0.5 - Math.abs(u);
  const k = Math.floor(((2 * a) / toEdge + b) * u + rate + 0.43);
  if (toEdge >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k;
  if (k < 0 || (toEdge < 0.013 && v > toEdge)) return NaN;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const height = Math.log((v * inverseAlpha) / (a / (toEdge * toEdge) + b));
  return height <= logPoissonMass(k, rate) ? k : NaN;
}
