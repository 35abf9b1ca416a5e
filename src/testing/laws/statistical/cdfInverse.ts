import type { Distribution } from '../../../dist/index.js';
import type { Law } from '../law.js';
import { valuesAt, withoutLine } from './cdfMatchesDensity.js';
import { endsOf, outerEnds } from './ends.js';
import { withoutDensity } from './kinds.js';
import { withDistribution } from './withDistribution.js';

const [FIRST, LAST] = [1e-6, 0.9999];
const SHARES = [FIRST, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, LAST].map(Math.fround);
const TOLERANCE = 2e-4;
// Of a cdf that is 1 minus another probability.
const ROUNDING = 2 ** -22;
// Smaller numbers have fewer digits, and some engines none.
const SMALLEST = 2 ** -126;
const LARGEST = 2 ** 120;
const CLOSENESS = 2 ** -20;

/**
 * cdf(icdf(q)) = q, from 1e-6 to 0.9999, to 2^-22 and 0.02 % of the distance from 0 or 1; of steps, icdf(q) is the first whose cdf
 * reaches q. At 0 and 1 it is the ends of the support, to 2^-20 of
 * each and of the distance of those quantiles, or a number beyond 2^120 for an infinite one; and NaN beyond.
 */
export const cdfInverse: Law = {
  name: 'cdfInverse',
  statement: 'icdf is the inverse of the cdf',
  isStatistical: false,
  exempts: (dist) => {
    const hasBoth = dist.closedForms.has('cdf') && dist.closedForms.has('icdf');
    return hasBoth ? (withoutLine(dist) ?? withoutDensity(dist)) : 'no closed cdf and icdf';
  },
  problem: (subject) =>
    withDistribution(subject, (dist) => {
      const elements = Array.from({ length: dist.batchShape.reduce((a, b) => a * b, 1) }, (_, b) => b);
      return elements
        .map((b) => (dist.isDiscrete ? stepProblem(dist, b) : (roundTripProblem(dist, b) ?? endProblem(dist, b))))
        .find((problem) => problem !== undefined);
    }),
};

function roundTripProblem(dist: Distribution, b: number): string | undefined {
  const places = valuesAt(dist, SHARES, (q) => dist.icdf(q), b);
  const [back, low, high] = [0, -1, 1].map((side) => {
    const near = places.map((x) => x + side * Math.abs(x) * 2 ** -22);
    return valuesAt(dist, near, (x) => dist.cdf(x), b);
  });
  const wrong = SHARES.findIndex((q, i) => {
    const place = Math.abs(places[i] ?? NaN);
    if (place === Infinity || place < SMALLEST) return false;
    // Between the roundings of x.
    const allowed = TOLERANCE * Math.min(q, 1 - q) + ROUNDING;
    return !((low?.[i] ?? NaN) - allowed <= q && q <= (high?.[i] ?? NaN) + allowed);
  });
  if (wrong < 0) return undefined;
  return `element ${b}: expected cdf(icdf(q)) = q at q = ${SHARES[wrong]}, got ${back?.[wrong]} at icdf(q) = ${places[wrong]}`;
}

function endProblem(dist: Distribution, b: number): string | undefined {
  const [low, high] = outerEnds(endsOf(dist)[b] ?? []);
  const places = valuesAt(dist, [0, 1, -0.1, 1.1, FIRST, LAST], (q) => dist.icdf(q), b);
  const [first = NaN, last = NaN, before, after, nearFirst = NaN, nearLast = NaN] = places;
  if (!isEnd(first, low, nearFirst)) return `element ${b}: expected icdf(0) = ${low}, got ${first}`;
  if (!isEnd(last, high, nearLast)) return `element ${b}: expected icdf(1) = ${high}, got ${last}`;
  const isNaNOutside = Number.isNaN(before) && Number.isNaN(after);
  return isNaNOutside ? undefined : `element ${b}: expected icdf to be NaN at -0.1 and 1.1, got ${before} and ${after}`;
}

/** Up to rounding, of the end or of the distance of a quantile near it; large numbers may stand for Infinity. */
function isEnd(x: number, end: number, near: number): boolean {
  if (!Number.isFinite(end)) return x === end || (Math.abs(x) > LARGEST && x > 0 === end > 0);
  return Math.abs(x - end) <= CLOSENESS * Math.max(Math.abs(end), Math.abs(near - end)) + SMALLEST;
}

/** The first value whose cdf is at least q. */
function stepProblem(dist: Distribution, b: number): string | undefined {
  const places = valuesAt(dist, SHARES, (q) => dist.icdf(q), b);
  const below = places.map((x) => x - Math.min(0.5, (Math.abs(x) + 1) * 2 ** -18));
  const [here, before] = [places, below].map((at) => valuesAt(dist, at, (x) => dist.cdf(x), b));
  const wrong = SHARES.findIndex((q, i) => {
    const slack = 8 * 2 ** -24 + TOLERANCE * Math.min(q, 1 - q);
    return !((here?.[i] ?? NaN) >= q - slack && (before?.[i] ?? NaN) <= q + slack);
  });
  if (wrong < 0) return undefined;
  return `element ${b}: expected icdf(${SHARES[wrong]}) to be the first value whose cdf reaches it, got ${places[wrong]}, with cdf ${here?.[wrong]}, and ${before?.[wrong]} below`;
}
