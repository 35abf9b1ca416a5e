const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** Left of this the tail is a continued fraction, right of it a power series. */
const FAR = -3;

interface Left {
  readonly logMean: number;
  readonly ratio: number;
  readonly curvature: number;
}

/**
 * With φ and Φ of a standard normal Z and E(t) = E max(0, Z + t) = φ(t) + t Φ(t): log E, its slope Φ / E and its curvature
 * φ / E - (Φ / E)² at t <= 0.
 */
function onTheLeft(t: number): Left {
  const logDensity = -0.5 * t * t - HALF_LOG_TWO_PI;
  if (t < FAR) {
    // Mills' ratio Φ / φ at -s is 1 / (s + c) with c = 1 / (s + d) and d = 2 / (s + 3 / (s + …)), and so E / φ is c / (s + c).
    const s = -t;
    let d = 0;
    for (let k = 60; k >= 2; k -= 1) d = k / (s + d);
    const c = 1 / (s + d);
    // Of the curvature's two terms, each about s², d (s + d) - 1 is what is left.
    return { logMean: logDensity + Math.log(c / (s + c)), ratio: s + d, curvature: 1 - d * (s + d) };
  }
  const density = Math.exp(logDensity);
  const cdf = normalCdf(t, density);
  const mean = density + t * cdf;
  const ratio = cdf / mean;
  return { logMean: Math.log(mean), ratio, curvature: density / mean - ratio ** 2 };
}

/** 1/2 + φ(t) (t + t³ / 3 + t⁵ / 15 + …), for |t| up to 3 or so. */
function normalCdf(t: number, density: number): number {
  let [term, sum] = [t, t];
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (t * t) / k;
    sum += term;
  }
  return 0.5 + density * sum;
}

/** log E max(0, Z + t) for a standard normal Z. */
export function logMean(t: number): number {
  if (t < 0) return onTheLeft(t).logMean;
  return Math.log(t + Math.exp(onTheLeft(-t).logMean));
}

/** Φ / E. On the right Φ(t) = 1 - Φ(-t) and E(t) = t + E(-t). */
export function slopeOf(t: number): number {
  const { logMean: log, ratio } = onTheLeft(-Math.abs(t));
  if (t < 0) return ratio;
  const mean = Math.exp(log);
  return (1 - ratio * mean) / (t + mean);
}

/** φ / E - (Φ / E)². */
export function curvatureOf(t: number): number {
  if (t < 0) return onTheLeft(t).curvature;
  return Math.exp(-0.5 * t * t - logMean(t)) / ROOT_TWO_PI - slopeOf(t) ** 2;
}
