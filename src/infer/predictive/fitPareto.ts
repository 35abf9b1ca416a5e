export interface Pareto {
  /** k: above 0 the tail is heavy, and moments from 1 / k on are infinite. */
  readonly shape: number;
  /** sigma, in units of the exceedances. */
  readonly scale: number;
}

// The weakly informative prior on the shape: as strong as ten observations of a shape of one half.
const PRIOR_COUNT = 10;
const PRIOR_SHAPE = 0.5;

/**
 * Fits a generalised Pareto distribution by the profile posterior mean, its shape drawn towards 1/2: (n k + 5) / (n + 10).
 *
 * @param exceedances in ascending order, all > 0
 * @see Zhang and Stephens 2009, "A new and efficient estimation method for the generalized Pareto distribution", section 3
 */
export function fitPareto(exceedances: readonly number[]): Pareto {
  const n = exceedances.length;
  const largest = exceedances[n - 1] ?? NaN;
  const quartile = exceedances[Math.floor(n / 4 + 0.5) - 1] ?? NaN;
  const numPoints = 30 + Math.floor(Math.sqrt(n));
  // theta = -k / sigma on a grid of quantiles of its prior; each is below 1 / largest, where all exceedances are possible.
  const thetas = Array.from(
    { length: numPoints },
    (_, j) => 1 / largest + (1 - Math.sqrt(numPoints / (j + 0.5))) / (3 * quartile),
  );
  const logLikelihoods = thetas.map((theta) => profile(theta, exceedances));
  const weights = softmax(logLikelihoods);
  const theta = thetas.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), 0);
  const raw = shapeAt(theta, exceedances);
  return { shape: (n * raw + PRIOR_COUNT * PRIOR_SHAPE) / (n + PRIOR_COUNT), scale: -raw / theta };
}

/** The value below which a share `p` of a generalised Pareto distribution lies. */
export function paretoQuantile(p: number, shape: number, scale: number): number {
  const logTail = Math.log1p(-p);
  // expm1 keeps the digits where the shape is close to 0, and there the distribution is exponential.
  return shape === 0 ? -scale * logTail : (scale * Math.expm1(-shape * logTail)) / shape;
}

/** The shape that is most likely for a given theta. */
function shapeAt(theta: number, exceedances: readonly number[]): number {
  return exceedances.reduce((sum, x) => sum + Math.log1p(-theta * x), 0) / exceedances.length;
}

function profile(theta: number, exceedances: readonly number[]): number {
  const shape = shapeAt(theta, exceedances);
  return exceedances.length * (Math.log(-theta / shape) - shape - 1);
}

function softmax(logs: readonly number[]): number[] {
  const largest = Math.max(...logs);
  const exponentials = logs.map((x) => Math.exp(x - largest));
  const total = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((x) => x / total);
}
