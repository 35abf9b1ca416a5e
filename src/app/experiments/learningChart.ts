import { lineChart } from '../figures/index.js';
import type { Spread } from './measures/index.js';
import { spreadPoint } from './spreadPoint.js';

/** How accuracy grows with labels under one way of choosing them; spreads are over seeds. */
export interface LearningSpread {
  readonly strategy: string;
  readonly points: readonly { readonly labels: number; readonly accuracy: Spread }[];
}

/** Accuracy against labelled images, from the tenth below the lowest on: the ways of choosing differ by hundredths. */
export async function learningChart(spreads: readonly LearningSpread[]): Promise<string> {
  const all = spreads.flatMap(({ points }) => points.map(({ accuracy }) => accuracy.lowest));
  const min = Math.floor(10 * Math.min(0.9, ...all)) / 10;
  return lineChart({
    x: { name: 'labelled images in all', min: 0, interval: 20 },
    y: { name: 'test accuracy', min, max: 1, interval: min < 0.8 ? 0.1 : 0.05 },
    curves: spreads.map(({ strategy, points }) => ({
      name: strategy,
      points: points.map(({ labels, accuracy }) => spreadPoint(labels, accuracy)),
    })),
    label:
      'Test accuracy against labelled images, chosen at random, by entropy, by disagreement of poses, and with the decoder',
  });
}
