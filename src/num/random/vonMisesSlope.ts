import { besselRatioOf } from '../special/float64/bessel.js';
import { integrate } from './gaussLegendre.js';

/** Beyond this an angle is a normal deviate over sqrt(concentration) to one part in a million. */
const LARGE = 1e6;
/** Integrands are cut off where they have fallen by exp(-40). */
const DEPTH = 40;

/**
 * How a von Mises angle about 0 moves with the concentration k while its quantile stays the same: -(dF / dk) / f, with F the
 * distribution function and f the density. With A the mean cosine it is minus the integral of exp(k (cos t - cos x)) (cos t - A)
 * over t from 0 to x, and that integral over 0 to pi is 0.
 *
 * @see Figurnov, Mohamed and Mnih 2018, "Implicit reparameterization gradients", equation (5)
 */
export function vonMisesSlope(concentration: number, angle: number): number {
  if (concentration > LARGE) return -angle / (2 * concentration);
  const [size, meanCosine] = [Math.abs(angle), besselRatioOf(concentration)];
  const cosine = Math.cos(size);
  const integrand = (t: number): number =>
    Math.exp(concentration * (Math.cos(t) - cosine)) * (Math.cos(t) - meanCosine);
  // Of the two intervals that add to 0, the one on which the integrand keeps its sign.
  if (cosine > meanCosine) return -Math.sign(angle) * integrate(integrand, 0, size);
  const end = cosine - DEPTH / concentration;
  return Math.sign(angle) * integrate(integrand, size, end > -1 ? Math.acos(end) : Math.PI);
}
