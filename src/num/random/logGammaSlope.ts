import { digammaGap } from '../special/float64/polygamma.js';
import { tailIntegral } from '../special/float64/tailIntegral.js';

/** Beyond this the expansion in 1 / sqrt(concentration) has an error below 1e-8. */
const LARGE = 1e4;

/**
 * How the log of a gamma draw z of rate 1 moves with its concentration a while its quantile stays the same: d log z / d a =
 * -(d F(z; a) / d a) / (z f(z; a)), with F the distribution function and f the density.
 *
 * @see Figurnov, Mohamed and Mnih 2018, "Implicit reparameterization gradients", equation (5)
 */
export function logGammaSlope(concentration: number, logDraw: number): number {
  const draw = Math.exp(logDraw);
  if (concentration > LARGE) return expandedSlope(concentration, draw);
  return draw > concentration + 1 ? tailSlope(concentration, draw) : seriesSlope(concentration, draw, logDraw);
}

/**
 * From F = z^a exp(-z) S / Gamma(a + 1) with S = sum c_n, c_n = z^n / ((a + 1) ... (a + n)), differentiated term by term:
 * (S (digamma(a + 1) - log z) + sum c_n (1 / (a + 1) + ... + 1 / (a + n))) / a.
 */
function seriesSlope(a: number, z: number, logZ: number): number {
  const gap = Math.log(a + 1) - digammaGap(a + 1) - logZ;
  let [term, harmonic, sum] = [1, 0, gap];
  for (let n = 1; term > 1e-17; n += 1) {
    term *= z / (a + n);
    harmonic += 1 / (a + n);
    sum += term * (gap + harmonic);
  }
  return sum / a;
}

/** The integral of f(t) (log t - digamma(a)) over t = z + v from z up, over z f(z): all its terms are positive. */
function tailSlope(a: number, z: number): number {
  const logFall = (v: number): number => (a - 1) * Math.log1p(v / z) - v;
  const centre = Math.log(a) - digammaGap(a);
  return tailIntegral(logFall, z / (z - a + 1 + Math.sqrt(z)), Infinity, (v) => Math.log(z + v) - centre) / z;
}

/**
 * The Cornish-Fisher expansion z = a + sqrt(a) x + (x^2 - 1) / 3 + (x^3 - 7 x) / (36 sqrt(a)) - …, with x the normal quantile:
 * solved for x by fixed-point steps, then differentiated in a.
 *
 * @see Johnson, Kotz and Balakrishnan 1994, "Continuous univariate distributions" 1, chapter 17
 */
function expandedSlope(a: number, z: number): number {
  const root = Math.sqrt(a);
  let x = (z - a) / root;
  for (let step = 0; step < 8; step += 1) {
    const rest = (x * x - 1) / 3 + (x ** 3 - 7 * x) / (36 * root) - (3 * x ** 4 + 7 * x * x - 16) / (810 * a);
    x = (z - a - rest) / root;
  }
  const slope = 1 + x / (2 * root) - (x ** 3 - 7 * x) / (72 * a * root) + (3 * x ** 4 + 7 * x * x - 16) / (810 * a * a);
  return slope / z;
}
