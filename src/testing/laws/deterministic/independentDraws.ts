import type * as tf from '@tensorflow/tfjs-core';
import { fold, sizeOf } from '../../../num/index.js';
import type { Law } from '../law.js';
import { deterministicLaw } from './deterministicLaw.js';

const NUM_DRAWS = 600;
const LAGS = [1, 2, 3];
// Of 600 pairs of ranks a correlation of 0.4 is 10 standard deviations; of pairs of 0 and 1 with at least 15 % of each the
// hypergeometric tail is below 1e-12. A key that is used twice gives correlations near 1.
const LIMIT = 0.4;
const LEAST_SHARE = 0.15;

/** Draws at different places of the batch and of the sample shape, and from different keys, have nothing to do with each other. */
export const independentDraws: Law = deterministicLaw({
  name: 'independentDraws',
  statement: 'draws at different places of the batch and the sample shape, or from different keys, are independent',
  isStatistical: true,
  exempts: ({ eventShape }) => (sizeOf(eventShape) === 0 ? 'its draws are empty' : undefined),
  *problems({ dist, key }) {
    const wide = dist.expand([2, ...dist.batchShape]);
    const size = sizeOf(dist.eventShape);
    const columns = [wide.sample(key, [NUM_DRAWS]), wide.sample(fold(key, 'other'), [NUM_DRAWS])].flatMap((draws, i) =>
      columnsOf(draws, size, i === 0 ? 'element' : 'with another key, element'),
    );
    const varied = columns.filter(({ scores }) => scores.length > 0);
    for (const [i, a] of varied.entries()) {
      for (const b of varied.slice(i + 1)) {
        if (a.place !== b.place) yield related(a.scores, b.scores, `of ${a.place} and ${b.place}`);
      }
      for (const lag of LAGS) {
        yield related(shifted(a.scores, lag), shifted(a.scores, 0, lag), `of ${a.place} and the draw ${lag} later`);
      }
    }
  },
});

interface Column {
  readonly place: string;
  /** Ranks, and distances of the ranks from the middle, both standardised; empty for draws that hardly vary. */
  readonly scores: readonly (readonly number[])[];
}

function columnsOf(draws: tf.Tensor, eventSize: number, name: string): Column[] {
  const numbers = Array.from(draws.dataSync());
  const width = numbers.length / NUM_DRAWS;
  return Array.from({ length: width }, (_, j) => {
    const column = numbers.filter((_x, i) => i % width === j);
    return { place: `${name} ${Math.floor(j / eventSize)}`, scores: scoresOf(column) };
  });
}

function scoresOf(column: readonly number[]): number[][] {
  const ranks = ranksOf(column);
  const middle = (NUM_DRAWS - 1) / 2;
  const folded = ranksOf(ranks.map((rank) => Math.abs(rank - middle)));
  return isSpread(column) ? [ranks, ...(isSpread(folded) ? [folded] : [])].map(standardised) : [];
}

function isSpread(column: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const x of column) counts.set(x, (counts.get(x) ?? 0) + 1);
  return Math.max(...counts.values()) <= (1 - LEAST_SHARE) * column.length;
}

/** Ranks from 0, equal numbers sharing the average of theirs. */
function ranksOf(column: readonly number[]): number[] {
  const sorted = [...column].sort((a, b) => a - b);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  sorted.forEach((x, i) => {
    if (!first.has(x)) first.set(x, i);
    last.set(x, i);
  });
  return column.map((x) => ((first.get(x) ?? 0) + (last.get(x) ?? 0)) / 2);
}

function standardised(scores: readonly number[]): number[] {
  const mean = scores.reduce((sum, x) => sum + x, 0) / scores.length;
  const scale = Math.sqrt(scores.reduce((sum, x) => sum + (x - mean) ** 2, 0) / scores.length);
  return scores.map((x) => (x - mean) / scale);
}

function shifted(scores: Column['scores'], from: number, upTo = 0): number[][] {
  return scores.map((each) => each.slice(from, each.length - upTo));
}

function related(a: Column['scores'], b: Column['scores'], of: string): string | undefined {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) continue;
    const correlation = left.reduce((sum, x, j) => sum + x * (right[j] ?? 0), 0) / left.length;
    if (Math.abs(correlation) > LIMIT) {
      const what = i === 0 ? 'ranks' : 'distances from the middle rank';
      return `expected ${what} ${of} to be uncorrelated, got a correlation of ${correlation.toFixed(3)} over ${left.length} draws`;
    }
  }
  return undefined;
}
