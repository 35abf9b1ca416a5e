import type { Distribution } from '../../../dist/index.js';
import { fold, key, uniform } from '../../../num/index.js';
import type { Subject } from '../law.js';
import { eachEvent } from './atoms.js';
import { componentOf, drawsAtLook, type Draws } from './drawsOf.js';
import { featuresOf, unitsOf } from './features.js';
import { memo } from './memo.js';
import { isConstant, smoothRanking, type Ranking } from './ranking.js';
import { totalMass, type LinePoints, type WeightedPoints } from './reference.js';
import { lineOf, referenceOf } from './referenceOf.js';
import { countUnits, type UnitCounts } from './unitCounts.js';
import { withDistribution } from './withDistribution.js';

/** Numbers that are evenly spread from 0 to 1 if draws follow the density: for each batch element, by what they tell of. */
export type EvenCounts = readonly Readonly<Record<string, UnitCounts>>[];

const TIES = 0x74696573;

/**
 * The draws of one look as such numbers, counted: the probability of less, with an even share of the probability of the same.
 * Numbers stand for themselves, discrete arrays for their place in a list, other arrays for features.
 */
export function evenCounts(subject: Subject, look: number): EvenCounts {
  return memo(subject, `even counts ${look}`, () =>
    withDistribution(subject, (dist) => {
      const draws = drawsAtLook(subject, look);
      if (dist.eventShape.length === 0) return numbersEven(subject, draws, look, lineOf(subject));
      const reference = referenceOf(subject) ?? [];
      return dist.isDiscrete
        ? listEven(subject, draws, look, reference)
        : featuresEven(subject, dist, some(draws), reference);
    }),
  );
}

function numbersEven(subject: Subject, draws: Draws, look: number, line: readonly LinePoints[]): EvenCounts {
  const ties = tieBreakers(subject, look, draws);
  return line.map((points, b) => {
    const total = totalMass(points);
    const column = componentOf(draws, b, 0);
    const even = column.map((x, i) => {
      const [below, upTo] = [points.cdfBelow(lower(x)), points.cdf(upper(x))];
      return (below + (ties[i * draws.numElements + b] ?? 0) * (upTo - below)) / total;
    });
    return { 'the draws': countUnits(even) };
  });
}

/** Half a rounding of float32 to either side. */
function lower(x: number): number {
  return x - Math.abs(x) * 2 ** -25;
}

function upper(x: number): number {
  return x + Math.abs(x) * 2 ** -25;
}

function tieBreakers(subject: Subject, look: number, { count, numElements }: Draws): Float32Array {
  const draws = uniform(fold(fold(key(subject.key), TIES), look), [count * numElements]);
  const values = Float32Array.from(draws.dataSync());
  draws.dispose();
  return values;
}

/** Arrays that the list lacks have their place after it. */
function listEven(subject: Subject, draws: Draws, look: number, reference: readonly WeightedPoints[]): EvenCounts {
  const ties = tieBreakers(subject, look, draws);
  return reference.map(({ points, weights }, b) => {
    const { steps, total } = stepsOf(points, weights, draws.eventSize);
    const even = new Float64Array(draws.count);
    let at = 0;
    eachEvent(draws, b, (event) => {
      const [below, upTo] = steps.get(event.join()) ?? [total, Math.max(1, total)];
      even[at] = below + (ties[at * draws.numElements + b] ?? 0) * (upTo - below);
      at += 1;
    });
    return { 'the draws': countUnits(even) };
  });
}

function stepsOf(
  points: Float64Array,
  weights: Float64Array,
  size: number,
): { readonly steps: Map<string, readonly [number, number]>; readonly total: number } {
  const steps = new Map<string, readonly [number, number]>();
  let below = 0;
  weights.forEach((weight, i) => {
    steps.set(points.subarray(i * size, (i + 1) * size).join(), [below, below + weight]);
    below += weight;
  });
  return { steps, total: below };
}

const SHARE_OF_ARRAYS = 10;

function some(draws: Draws): Draws {
  return { ...draws, count: Math.ceil(draws.count / SHARE_OF_ARRAYS) };
}

function featuresEven(
  subject: Subject,
  dist: Distribution,
  draws: Draws,
  reference: readonly WeightedPoints[],
): EvenCounts {
  const rankings = rankingsOf(subject, dist, reference);
  return featuresOf(
    dist,
    draws,
    memo(subject, 'units', () => unitsOf(dist, drawsAtLook(subject, 0))),
  ).map((features, b) =>
    Object.fromEntries(
      Object.entries(features).flatMap(([name, numbers]) => {
        const rank = rankings[b]?.[name];
        return rank === undefined ? [] : [[name, countUnits(numbers.map(rank))] as const];
      }),
    ),
  );
}

function rankingsOf(
  subject: Subject,
  dist: Distribution,
  reference: readonly WeightedPoints[],
): readonly Readonly<Record<string, Ranking>>[] {
  return memo(subject, 'rankings', () => {
    const units = memo(subject, 'units', () => unitsOf(dist, drawsAtLook(subject, 0)));
    return featuresOf(dist, asDraws(reference, dist), units).map((features, b) =>
      Object.fromEntries(
        Object.entries(features).flatMap(([name, numbers]) => {
          const weights = reference[b]?.weights ?? new Float64Array();
          return isConstant(numbers, weights) ? [] : [[name, smoothRanking(numbers, weights)] as const];
        }),
      ),
    );
  });
}

/** The points of all batch elements side by side. */
function asDraws(reference: readonly WeightedPoints[], { eventShape }: Distribution): Draws {
  const eventSize = eventShape.reduce((product, size) => product * size, 1);
  const [count, numElements] = [reference[0]?.weights.length ?? 0, reference.length];
  const values = new Float32Array(count * numElements * eventSize);
  reference.forEach(({ points }, b) => {
    points.forEach((x, i) => {
      values[(Math.floor(i / eventSize) * numElements + b) * eventSize + (i % eventSize)] = x;
    });
  });
  return { count, numElements, eventSize, values };
}
