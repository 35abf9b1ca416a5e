import type { Distribution } from '../../../dist/index.js';
import type { Law } from '../law.js';
import { valuesAt, withoutLine } from './cdfMatchesDensity.js';
import { endsOf } from './ends.js';
import { withoutDensity } from './kinds.js';
import { withDistribution } from './withDistribution.js';

const SHARES = [1e-6, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999].map(Math.fround);
const TOLERANCE = 2e-4;

/**
 * cdf(icdf(q)) = q, from 1e-6 to 0.9999, to 0.02 % of the distance from 0 or 1; of steps, icdf(q) is the first whose cdf reaches
 * q. At 0 and 1 it is the ends of the support, and NaN beyond.
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
    // Between the roundings of x; and a cdf near 1 has the roundings of 1.
    const allowed = TOLERANCE * Math.min(q, 1 - q) + (q > 0.01 ? 4 * 2 ** -24 : 0);
    return !((low?.[i] ?? NaN) - allowed <= q && q <= (high?.[i] ?? NaN) + allowed);
  });
  if (wrong < 0) return undefined;
  return `element ${b}: expected cdf(icdf(q)) = q at q = ${SHARES[wrong]}, got ${back?.[wrong]} at icdf(q) = ${places[wrong]}`;
}

function endProblem(dist: Distribution, b: number): string | undefined {
  const { low, high } = endsOf(dist.support, dist.batchShape);
  const [first, last, before, after] = valuesAt(dist, [0, 1, -0.1, 1.1], (q) => dist.icdf(q), b);
  const isEnd = (x = NaN, end = NaN): boolean =>
    x === end || (Number.isFinite(end) && Math.abs(x - end) <= 2 ** -20 * Math.abs(end));
  if (!isEnd(first, low[b])) return `element ${b}: expected icdf(0) = ${low[b]}, got ${first}`;
  if (!isEnd(last, high[b])) return `element ${b}: expected icdf(1) = ${high[b]}, got ${last}`;
  const isNaNOutside = Number.isNaN(before) && Number.isNaN(after);
  return isNaNOutside ? undefined : `element ${b}: expected icdf to be NaN at -0.1 and 1.1, got ${before} and ${after}`;
}

/** The first whole number, or value in the list, whose cdf is at least q. */
function stepProblem(dist: Distribution, b: number): string | undefined {
  const places = valuesAt(dist, SHARES, (q) => dist.icdf(q), b);
  const [here, before] = [places, places.map((x) => x - 0.5)].map((at) => valuesAt(dist, at, (x) => dist.cdf(x), b));
  const wrong = SHARES.findIndex((q, i) => {
    const slack = 8 * 2 ** -24 + TOLERANCE * Math.min(q, 1 - q);
    return !((here?.[i] ?? NaN) >= q - slack && (before?.[i] ?? NaN) <= q + slack);
  });
  if (wrong < 0) return undefined;
  return `element ${b}: expected icdf(${SHARES[wrong]}) to be the first value whose cdf reaches it, got ${places[wrong]}, with cdf ${here?.[wrong]}, and ${before?.[wrong]} below`;
}
