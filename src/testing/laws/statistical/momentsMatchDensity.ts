import type { Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';
import type { Law } from '../law.js';
import { withoutDensity } from './kinds.js';
import { momentFunctions, withoutMoments, type MomentFunction } from './momentFunctions.js';
import { beyond } from './beyond.js';
import { isWhole, meanOver, type WeightedPoints } from './reference.js';
import { referenceOf } from './referenceOf.js';
import { withinText } from './uncertainty.js';
import { withDistribution } from './withDistribution.js';

const TOLERANCE = 4e-4;
// Of float32 in the moments themselves, relative to the numbers that they are made of.
const ROUNDING = 2 ** -18;

/** The closed mean and variance equal the density's, by the same sums as `densityIntegrates`. Catches 0.1 %. */
export const momentsMatchDensity: Law = {
  name: 'momentsMatchDensity',
  statement: 'mean and variance are those of the density',
  isStatistical: true,
  exempts: (dist) => withoutMoments(dist) ?? withoutDensity(dist),
  problem: (subject) => {
    const elements = referenceOf(subject);
    if (elements === undefined) return undefined;
    return withDistribution(subject, (dist) => firstProblem(dist, elements));
  },
};

function firstProblem(dist: Distribution, elements: readonly WeightedPoints[]): string | undefined {
  const eventSize = sizeOf(dist.eventShape);
  return momentFunctions(dist)
    .map((moment) => {
      const points = elements[moment.element];
      return points === undefined || !isWhole(points) ? undefined : problemOf(moment, points, eventSize);
    })
    .find((problem) => problem !== undefined);
}

function problemOf(moment: MomentFunction, elements: WeightedPoints, eventSize: number): string | undefined {
  const { what, element, component, f, expected, unit, magnitude } = moment;
  const valueAt = (at: number): number => f(elements.points[at * eventSize + component] ?? NaN);
  const found = meanOver(elements, valueAt);
  const absolute = meanOver(elements, (at) => Math.abs(valueAt(at)));
  const lacking = beyond(elements, valueAt);
  // Of a heavy tail much lies further out than the points do.
  const isWholly = lacking <= TOLERANCE * absolute;
  // Of what is nowhere negative, the part that is covered is a bound all the same.
  if (!isWholly && !(found === absolute && found > expected)) return undefined;
  const size = Number.isFinite(unit) ? unit : absolute;
  const allowed =
    (TOLERANCE + 10 * elements.error) * Math.max(size, magnitude) + ROUNDING * magnitude + (isWholly ? 2 * lacking : 0);
  // An integral that reaches the end of float32 before it ends is no proof.
  if (Math.abs(found - expected) <= allowed || !Number.isFinite(found)) return undefined;
  return `element ${element}, component ${component}: expected a ${what} of ${found.toPrecision(6)}${withinText(allowed)}, got ${expected.toPrecision(6)}`;
}
