import type { Distribution } from '../../../dist/index.js';
import { sizeOf } from '../../../num/index.js';

/** A function of one event component that has a known mean: the claim of `mean()` or `variance()` on one batch element. */
export interface MomentFunction {
  readonly what: string;
  readonly element: number;
  readonly component: number;
  readonly f: (x: number) => number;
  readonly expected: number;
  /** The size in units of which errors are small: its standard deviation for a mean, a variance for a variance. */
  readonly unit: number;
  /** The size of the numbers that a mean is made of. */
  readonly magnitude: number;
}

/** Why the moments of a distribution cannot be tested; undefined if they can. */
export function withoutMoments({ closedForms }: Distribution): string | undefined {
  return closedForms.has('mean') ? undefined : 'no closed mean';
}

/** What the claimed moments mean, as functions of draws; claims that are infinite or NaN are left out. */
export function momentFunctions(dist: Distribution): MomentFunction[] {
  const [means, variances] = [claimed(dist, 'mean'), claimed(dist, 'variance')];
  const eventSize = sizeOf(dist.eventShape);
  const build = dist.support.kind === 'angle' ? ofAngles : ofNumbers;
  return Array.from(means).flatMap((mean, i) => {
    const place = { element: Math.floor(i / eventSize), component: i % eventSize };
    return build(mean, variances[i] ?? NaN)
      .filter(({ expected }) => Number.isFinite(expected) && Number.isFinite(mean))
      .map((moment) => ({ ...moment, ...place }));
  });
}

function claimed(dist: Distribution, name: 'mean' | 'variance'): Float32Array {
  if (!dist.closedForms.has(name)) return new Float32Array();
  const moment = dist[name]();
  const values = Float32Array.from(moment.dataSync());
  moment.dispose();
  return values;
}

type Claim = Omit<MomentFunction, 'element' | 'component'>;

function ofNumbers(mean: number, variance: number): Claim[] {
  const deviation = Math.sqrt(variance);
  return [
    { what: 'mean', f: (x) => x, expected: mean, unit: deviation, magnitude: Math.abs(mean) },
    { what: 'variance', f: (x) => (x - mean) ** 2, expected: variance, unit: variance, magnitude: 0 },
  ];
}

/** Of angles, the mean is a direction and the variance 1 minus the mean cosine of the angle to it. */
function ofAngles(mean: number, variance: number): Claim[] {
  const hasDirection = variance < 0.99;
  const direction = {
    what: 'mean direction',
    f: (x: number): number => Math.sin(x - mean),
    expected: 0,
    unit: 1,
    magnitude: 0,
  };
  const spread = {
    what: 'circular variance',
    f: (x: number): number => 1 - Math.cos(x - mean),
    expected: variance,
    unit: variance,
    magnitude: 0,
  };
  return hasDirection ? [direction, spread] : [spread];
}
