// Special functions in float64, by other methods than those of src/num/special: recurrences up to where asymptotic series
// converge, power series, continued fractions and quadrature.

const SHIFT = 25;

/** log Gamma(x), x > 0. */
export function lgamma(x: number): number {
  let correction = 0;
  let at = x;
  for (; at < SHIFT; at += 1) correction += Math.log(at);
  const w = 1 / (at * at);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - correction;
}

export function digamma(x: number): number {
  let correction = 0;
  let at = x;
  for (; at < SHIFT; at += 1) correction += 1 / at;
  const w = 1 / (at * at);
  return Math.log(at) - 0.5 / at - w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w / 240))) - correction;
}

export function trigamma(x: number): number {
  let correction = 0;
  let at = x;
  for (; at < SHIFT; at += 1) correction += 1 / (at * at);
  const w = 1 / (at * at);
  return (1 + 0.5 / at + w * (1 / 6 - w * (1 / 30 - w * (1 / 42 - w / 30)))) / at + correction;
}

/** log I0(x) as the log of the mean of exp(x cos t): the trapezoidal rule is exact to rounding on periodic functions. */
export function logI0(x: number): number {
  const size = 64 + Math.ceil(8 * Math.sqrt(Math.abs(x)));
  let sum = 0;
  for (let i = 0; i < size; i += 1) sum += Math.exp(Math.abs(x) * (Math.cos((2 * Math.PI * i) / size) - 1));
  // Near 0 the power series keeps the digits of the difference from 1.
  if (Math.abs(x) < 1) return Math.log1p(powerSeriesI0(x));
  return Math.abs(x) + Math.log(sum / size);
}

function powerSeriesI0(x: number): number {
  let [term, sum] = [1, 0];
  for (let k = 1; k < 20; k += 1) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

/** I1(x) / I0(x) by its continued fraction, evaluated from far down. */
export function besselRatio(x: number): number {
  let ratio = 0;
  for (let k = 60 + Math.ceil(2 * Math.abs(x)); k >= 1; k -= 1) ratio = 1 / ((2 * k) / x + ratio);
  return ratio;
}

/** The complement of the error function: its series below 2, its continued fraction above. */
export function erfc(x: number): number {
  if (x < 2) {
    let [term, sum] = [x, x];
    for (let k = 1; k < 120; k += 1) {
      term *= (-x * x) / k;
      sum += term / (2 * k + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 200; k >= 1; k -= 1) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** The y >= 0 with erf(y) = 1 - rest, by bisection. */
export function erfinvOfComplement(rest: number): number {
  let [low, high] = [0, 6];
  for (let i = 0; i < 80; i += 1) {
    const middle = (low + high) / 2;
    if (erfc(middle) > rest) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** log of the mean of exp(x u) over u from 0 to 1. */
export function logUnitIntegral(x: number): number {
  if (Math.abs(x) < 1e-4) return x / 2 + (x * x) / 24;
  return x > 0 ? x + Math.log(-Math.expm1(-x) / x) : Math.log(Math.expm1(x) / x);
}

/** log E max(0, Z + t): the mean of r exp(-(r - t)^2 / 2) over r > 0 by Simpson's rule, with the largest factor taken out. */
export function logPositivePart(t: number): number {
  const peak = (t + Math.sqrt(t * t + 4)) / 2;
  const top = Math.log(peak) - (peak - t) ** 2 / 2;
  // The width of the peak; to its right the integrand may fall like an exponential.
  const width = 1 / Math.sqrt(1 + 1 / peak ** 2);
  const [from, to] = [Math.max(0, peak - 14 * width), peak + 45 * width];
  const steps = 1500;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const r = from + ((to - from) * i) / steps;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    if (r > 0) sum += weight * Math.exp(Math.log(r) - (r - t) ** 2 / 2 - top);
  }
  return top + Math.log((sum * (to - from)) / (3 * steps)) - 0.5 * Math.log(2 * Math.PI);
}

/** The distribution function of the gamma distribution of rate 1: its power series below a + 1, its continued fraction above. */
export function gammaCdf(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - lgamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; term > 1e-17 * sum; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  let fraction = 0;
  for (let n = 200; n >= 1; n -= 1) fraction = (n * (n - a)) / (x + 2 * n + 1 - a - fraction);
  return 1 - front / (x + 1 - a - fraction);
}

/** The distribution function of the von Mises distribution about 0, tabulated by the trapezoidal rule. */
export function vonMisesCdf(concentration: number): (x: number) => number {
  const steps = 4000;
  const reach = Math.min(Math.PI, 12 / Math.sqrt(concentration));
  const step = (2 * reach) / steps;
  const density = Array.from({ length: steps + 1 }, (_, i) =>
    Math.exp(-2 * concentration * Math.sin((i * step - reach) / 2) ** 2),
  );
  const sums = [0];
  for (let i = 1; i <= steps; i += 1) sums.push((sums[i - 1] ?? 0) + ((density[i - 1] ?? 0) + (density[i] ?? 0)) / 2);
  const total = sums[steps] ?? 1;
  return (x) => {
    const place = Math.min(steps - 1, Math.max(0, (x + reach) / step));
    const i = Math.floor(place);
    const [low, high] = [sums[i] ?? 0, sums[i + 1] ?? total];
    return (low + (high - low) * (place - i)) / total;
  };
}
