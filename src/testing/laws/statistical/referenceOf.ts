import type { Constraint, Distribution } from '../../../dist/index.js';
import { fold, key, sizeOf } from '../../../num/index.js';
import type { Subject } from '../law.js';
import { atomsOf } from './atoms.js';
import { cloudAround, flatten } from './cloud.js';
import { componentOf, drawsAtLook, drawsBy, type Draws } from './drawsOf.js';
import { sumLattice } from './lattice.js';
import { integrateLine } from './line.js';
import { memo } from './memo.js';
import type { LinePoints, WeightedPoints } from './reference.js';
import { spreadOverSphere } from './sphere.js';
import { withDistribution } from './withDistribution.js';

// Draws only say where to look; these share no key with those that are tested.
const PROPOSALS = 0x72656673;
const NUM_PROPOSALS = 2048;

/** The weighted points of each batch element of a subject; undefined if nothing is known that covers its support. */
export function referenceOf(subject: Subject): readonly WeightedPoints[] | undefined {
  return memo(subject, 'reference', () => withDistribution(subject, (dist) => cover(dist, subject)));
}

/** The same for a distribution of numbers. */
export function lineOf(subject: Subject): readonly LinePoints[] {
  return memo(subject, 'line', () => withDistribution(subject, (dist) => coverNumbers(dist, drawsAtLook(subject, 0))));
}

function cover(dist: Distribution, subject: Subject): readonly WeightedPoints[] | undefined {
  if (dist.eventShape.length === 0) return lineOf(subject);
  if (dist.isDiscrete) return atomsOf(dist, proposals(subject, dist));
  const draws = drawsAtLook(subject, 0);
  if (isSphere(dist.support) && sizeOf(dist.eventShape) <= 3) return spreadOverSphere(dist);
  const map = flatten(dist);
  return map === undefined ? undefined : cloudAround(dist, map, draws, fold(key(subject.key), PROPOSALS));
}

function proposals(subject: Subject, dist: Distribution): Draws {
  return drawsBy(fold(key(subject.key), PROPOSALS), dist, NUM_PROPOSALS);
}

function isSphere({ kind }: Constraint): boolean {
  return kind === 'circular' || kind === 'sphere';
}

/** Weighted points of a distribution of numbers, found with the help of draws of it or of one much like it. */
export function coverNumbers(dist: Distribution, draws: Draws): LinePoints[] {
  const sorted = Array.from({ length: draws.numElements }, (_, b) => componentOf(draws, b, 0).sort());
  return dist.isDiscrete ? sumLattice(dist, sorted) : integrateLine(dist, sorted);
}
