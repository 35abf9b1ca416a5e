// Of the mass.
const LARGEST_BLUR = 1e-4;

/** Where the mass of one batch element lies, worked out from its log density: sums over the points stand for integrals. */
export interface WeightedPoints {
  /** [point, event component], flat. */
  readonly points: Float64Array;
  readonly logDensity: Float64Array;
  /** The mass of each point. */
  readonly weights: Float64Array;
  /** How far the sum of the weights may be off the true mass, for all that is known. */
  readonly error: number;
  /** How many draws the points are worth where masses below a line are asked for: Infinity where these are exact. */
  readonly worth: number;
  /** Whether the points are draws, so that sums over them are off by chance. */
  readonly isRandom: boolean;
  /** Set where points with mass may be missing: those of an unknown list that never came among the draws. */
  readonly isPartial?: boolean;
  /** Where the density goes on beyond what is covered: 1 for points in the outermost shell, 2 for the next as wide, 0 for others. */
  readonly rim?: Uint8Array;
  /** The mass of points that stand for stretches too short for float32, over which only the mean log density is known. */
  readonly blurred?: number;
}

/** The same for a distribution of numbers, with the probabilities of a draw at most x and of a draw below x. */
export interface LinePoints extends WeightedPoints {
  readonly cdf: (x: number) => number;
  readonly cdfBelow: (x: number) => number;
}

/** The mean of f at the points, by their index, over their whole mass. */
export function meanOver({ weights }: WeightedPoints, f: (at: number) => number): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] ?? 0;
    if (weight > 0) sum += weight * f(i);
    total += weight;
  }
  return sum / total;
}

/** Whether the points are all that there is, and not by chance; what lacks mass is the business of another law. */
export function isWhole(points: WeightedPoints): boolean {
  return !points.isRandom && points.isPartial !== true && Math.abs(totalMass(points) - 1) < 1e-3;
}

/** Whether draws must often be rounded, right next to an end of the support, to where the density is another. */
export function isBlurred({ blurred = 0 }: WeightedPoints): boolean {
  return !(blurred < LARGEST_BLUR);
}

export function totalMass({ weights }: WeightedPoints): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
