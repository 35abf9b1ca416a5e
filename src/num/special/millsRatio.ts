/** The terms of the continued fraction that float64 needs are about this, over t^2, and a few. */
const TERMS = 700;

/**
 * The ratio of Mills in float64 for t >= 0: the tail of the normal distribution beyond t over its density there.
 *
 * @see Marsaglia 2004, "Evaluating the normal distribution", for the series; Abramowitz and Stegun 1964, equation (26.2.14)
 */
export function millsRatio(t: number): number {
  return t < 3 ? fromSeries(t) : fromFraction(t);
}

/** The half of all mass less that from 0 to t, each over the density at t: the sum of t^(2 k + 1) / (1 3 5 … (2 k + 1)). */
function fromSeries(t: number): number {
  let [term, sum] = [t, t];
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= (t * t) / odd;
    sum += term;
  }
  return Math.sqrt(Math.PI / 2) * Math.exp((t * t) / 2) - sum;
}

function fromFraction(t: number): number {
  let rest = t;
  for (let n = Math.ceil(12 + TERMS / (t * t)); n > 0; n -= 1) rest = t + n / rest;
  return 1 / rest;
}
