import { normalQuantile } from './normalQuantile.js';

/** How many of some numbers in the unit interval fell into each of its equal bins. */
export type UnitCounts = Float64Array;

/** One question put to such numbers. */
export interface Answer {
  readonly what: string;
  /** Minus the logarithm of a bound on the chance of as much in evenly spread numbers, in nats. */
  readonly evidence: number;
  /** Whether an effect of the smallest declared size can be ruled out. */
  readonly isClear: boolean;
}

const NUM_BINS = 2000;
const TAIL_BINS = 100;
// In draws.
const LEAST_WORTH = 1e6;
// In standard errors: at one look, an effect of the declared size looks like a clear case once in 2,000 times at most.
const MARGIN = 3.3;

/**
 * The smallest effects that are looked for; see `goodnessOfFit` for how often they are found: a shift of the mean of the numbers as standard normal ones, in standard deviations; a
 * change of their variance, relative; misplaced mass; a change of the probability of a tail of 5 %, relative; the mass of an end
 * that draws never reach.
 */
export const smallestEffects = { mean: 0.02, variance: 0.03, mass: 0.01, tail: 0.1, reach: 1 / NUM_BINS } as const;

/** Of each bin, the mean of the standard normal quantile and of its square. Means over a bin only make sums tamer (Jensen). */
const scores = Array.from({ length: NUM_BINS }, (_, i) => {
  const [low, high] = [i / NUM_BINS, (i + 1) / NUM_BINS].map((u) => (u > 0 && u < 1 ? normalQuantile(u) : Infinity));
  const density = (z = Infinity): number => (z === Infinity ? 0 : Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
  const moment = (z = Infinity): number => (z === Infinity ? 0 : z * density(z));
  const mean = NUM_BINS * (density(low) - density(high));
  return { mean, square: 1 + NUM_BINS * (moment(low) - moment(high)) };
});

export function countUnits(values: Float64Array): UnitCounts {
  const counts = new Float64Array(NUM_BINS);
  for (const u of values) {
    const bin = Math.min(NUM_BINS - 1, Math.max(0, Math.floor(u * NUM_BINS)));
    // A NaN belongs nowhere; the last bin makes it seen.
    const at = Number.isNaN(bin) ? NUM_BINS - 1 : bin;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

export function addCounts(a: UnitCounts, b: UnitCounts): UnitCounts {
  return a.map((count, i) => count + (b[i] ?? 0));
}

/**
 * Whether numbers are spread evenly, asked in seven ways, each by a bound that holds at any number of draws: Chernoff's for the
 * mean and the mean square of their normal quantiles and for the two tails, that of Dvoretzky, Kiefer, Wolfowitz and Massart for
 * the largest misplaced mass; and how likely it is that none comes next to an end.
 *
 * @param worth how many numbers what they are compared with is worth
 * @param ease what the declared effects are multiplied by
 */
export function askUnits(counts: UnitCounts, worth: number = Infinity, ease: number = 1): Answer[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const n = 1 / (1 / total + 1 / worth);
  const average = (of: (i: number) => number): number =>
    counts.reduce((sum, count, i) => sum + count * of(i), 0) / total;
  const shares = [counts.subarray(0, TAIL_BINS), counts.subarray(NUM_BINS - TAIL_BINS)].map(
    (tail) => tail.reduce((sum, count) => sum + count, 0) / total,
  );
  const [low = 0, high = 0] = shares;
  return [
    meanAnswer(
      n,
      average((i) => scores[i]?.mean ?? 0),
      ease,
    ),
    squareAnswer(
      n,
      average((i) => scores[i]?.square ?? 0),
      ease,
    ),
    massAnswer(n, misplaced(counts, total), ease),
    tailAnswer('lowest', n, low, ease),
    tailAnswer('highest', n, high, ease),
    reachAnswer('below', n, worth, emptyFrom(counts), ease),
    reachAnswer('above', n, worth, emptyFrom(counts.toReversed()), ease),
  ];
}

function meanAnswer(n: number, mean: number, ease: number): Answer {
  return {
    what: `their normal quantiles have the mean ${mean.toPrecision(4)} instead of 0`,
    evidence: (n * mean * mean) / 2 - Math.LN2,
    isClear: Math.abs(mean) + MARGIN / Math.sqrt(n) < ease * smallestEffects.mean,
  };
}

function squareAnswer(n: number, square: number, ease: number): Answer {
  return {
    what: `their normal quantiles have the mean square ${square.toPrecision(4)} instead of 1`,
    evidence: (n / 2) * (square - 1 - Math.log(square)) - Math.LN2,
    isClear: Math.abs(square - 1) + MARGIN * Math.sqrt(2 / n) < ease * smallestEffects.variance,
  };
}

function massAnswer(n: number, { distance, at }: Misplaced, ease: number): Answer {
  return {
    what: `a share of ${distance.toPrecision(4)} too many or too few lies below the quantile ${at}`,
    evidence: 2 * n * distance * distance - Math.LN2,
    isClear: distance + (0.5 * MARGIN) / Math.sqrt(n) < ease * smallestEffects.mass,
  };
}

interface Misplaced {
  readonly distance: number;
  readonly at: number;
}

function misplaced(counts: UnitCounts, total: number): Misplaced {
  let [below, worst]: [number, Misplaced] = [0, { distance: 0, at: 0 }];
  counts.forEach((count, i) => {
    below += count;
    const at = (i + 1) / NUM_BINS;
    const distance = Math.abs(below / total - at);
    if (distance > worst.distance) worst = { distance, at };
  });
  return worst;
}

function tailAnswer(which: string, n: number, share: number, ease: number): Answer {
  const expected = TAIL_BINS / NUM_BINS;
  return {
    what: `a share of ${share.toPrecision(4)} instead of ${expected} lies in the ${which} twentieth`,
    evidence: n * divergence(share, expected) - Math.LN2,
    isClear:
      Math.abs(share - expected) + MARGIN * Math.sqrt((expected * (1 - expected)) / n) <
      ease * smallestEffects.tail * expected,
  };
}

/** The share of the unit interval, from its start on, in which no number lies. */
function emptyFrom(counts: Float64Array): number {
  const first = counts.findIndex((count) => count > 0);
  return (first < 0 ? NUM_BINS : first) / NUM_BINS;
}

/** Points that are worth few draws say nothing of how far these reach. */
function reachAnswer(side: string, n: number, worth: number, empty: number, ease: number): Answer {
  const lies = side === 'below' ? empty : 1 - empty;
  return {
    what: `none lies ${side} the quantile ${lies}`,
    evidence: worth < LEAST_WORTH ? 0 : -n * Math.log1p(-Math.min(empty, 1 - 2 ** -20)) - Math.LN2,
    isClear: worth < LEAST_WORTH || empty < ease * ease * smallestEffects.reach,
  };
}

/** Of one coin from another, in nats. */
function divergence(p: number, q: number): number {
  const term = (a: number, b: number): number => (a > 0 ? a * Math.log(a / b) : 0);
  return term(p, q) + term(1 - p, 1 - q);
}
