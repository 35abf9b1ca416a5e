import type { Law } from '../law.js';
import { beyond } from './beyond.js';
import { withoutDensity } from './kinds.js';
import { totalMass, type WeightedPoints } from './reference.js';
import { referenceOf } from './referenceOf.js';
import { withinText } from './uncertainty.js';

// Room for float32 in log densities of a few hundred nats; ten times less than the smallest fault worth finding.
const ROUNDING = 3e-4;
const LARGEST_ERROR = 0.01;

/**
 * exp(logProb) sums or integrates to 1: by adaptive quadrature of numbers, by lattices in two dims and on the circle and the
 * sphere, by listing or summing discrete values, and by weighted draws from a broad law in more dims. Catches 0.1 %, or 1 % where
 * draws are weighted.
 */
export const densityIntegrates: Law = {
  name: 'densityIntegrates',
  statement: 'the density integrates, or sums, to 1',
  isStatistical: true,
  exempts: withoutDensity,
  problem: (subject) => {
    const elements = referenceOf(subject);
    if (elements === undefined) return undefined;
    return elements
      .map((element, b) => problemOf(element, subject.falseAlarmRate, b))
      .find((problem) => problem !== undefined);
  },
};

function problemOf(element: WeightedPoints, falseAlarmRate: number, b: number): string | undefined {
  const { isPartial = false } = element;
  const mass = totalMass(element);
  const known = Math.min(LARGEST_ERROR, element.error) + 2 * beyond(element);
  const allowed = ROUNDING + known + chanceError(element, falseAlarmRate);
  // What never came among the draws is missing in the sum.
  const isGood = isPartial ? mass <= 1 + allowed : Math.abs(mass - 1) <= allowed;
  if (isGood) return undefined;
  if (Number.isNaN(mass)) return `element ${b}: expected log densities, got NaN${placeText(element)}`;
  return `element ${b}: expected a mass of 1${isPartial ? ' at most' : ''}${withinText(allowed)}, got ${mass.toPrecision(7)}`;
}

/** Where the log density is NaN. */
function placeText({ points, logDensity }: WeightedPoints): string {
  const [at, size] = [logDensity.findIndex(Number.isNaN), points.length / logDensity.length];
  return at < 0 ? '' : ` at ${points.subarray(at * size, (at + 1) * size).join(', ')}`;
}

/** How far the mass of weighted draws may lie off: Bernstein's bound with the largest of the weights. */
function chanceError({ weights, worth, isRandom }: WeightedPoints, falseAlarmRate: number): number {
  if (!isRandom) return 0;
  const n = weights.length;
  const variance = Math.max(0, n / worth - 1);
  const largest = weights.reduce((most, weight) => Math.max(most, weight * n), 0);
  const nats = Math.log(4 / falseAlarmRate);
  return Math.sqrt((2 * variance * nats) / n) + (largest * nats) / (3 * n);
}
