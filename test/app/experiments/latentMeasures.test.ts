import { describe, expect, it } from 'vitest';
import type { CardLatents } from '../../../src/app/experiments/cardLatents.js';
import { measureContent, regressions } from '../../../src/app/experiments/latentContent.js';
import { measurePose } from '../../../src/app/experiments/latentPose.js';
import { cardShape } from '../../../src/app/experiments/measures/index.js';
import { testCards } from '../../../src/app/experiments/testCards.js';
import { suitNames, type Cards } from '../../../src/data/index.js';
import { key, normalArray } from '../../../src/num/index.js';

const PER_CLASS = 100;
const cards = testCards({ testPerClass: PER_CLASS });
const bySuit = suitNames.map((_, suit) => Array.from({ length: PER_CLASS }, (_unused, i) => 4 * i + suit));

/** What a model would infer that knows each card's factors, but for where its own upright object lies. */
function knowing({ factors, width }: Cards, indices: readonly number[]): CardLatents {
  const { scale, shear, rotation } = cardShape(factors);
  const column = (value: (i: number) => number): Float32Array => Float32Array.from(indices, value);
  const unit = (2 * width) / (width - 1);
  return {
    content: [column((i) => 3 * (shear[i] ?? NaN) + 1), column((i) => Math.log(scale[i] ?? NaN))],
    pose: {
      angle: column((i) => (rotation[i] ?? NaN) + 0.3),
      shiftX: column((i) => (factors.shiftX[i] ?? NaN) * unit - 0.05),
      shiftY: column((i) => (factors.shiftY[i] ?? NaN) * unit + 0.1),
    },
  };
}

const perfect = bySuit.map((indices) => knowing(cards, indices));

describe('measurePose', () => {
  it('is 0 of true angles and places, whatever the model calls upright and centred', () => {
    for (const { angle, angleUpToHalf, angleUpToSymmetry, place, offset } of measurePose([perfect], cards, bySuit)) {
      for (const { percentile90 } of [angle, angleUpToHalf, angleUpToSymmetry, place])
        expect(percentile90).toBeLessThan(1e-4);
      expect(offset).toBeCloseTo((0.3 * 180) / Math.PI, 4);
    }
  });

  it('sees half a rotation as an error, but not up to half a rotation', () => {
    const flipped = perfect.map(({ content, pose }) => {
      const angle = pose?.angle.map((radians, i) => radians + (i < 20 ? Math.PI : 0)) ?? new Float32Array(0);
      return { content, ...(pose && { pose: { ...pose, angle } }) };
    });
    for (const { suit, angle, angleUpToHalf, angleUpToSymmetry } of measurePose([flipped], cards, bySuit)) {
      expect(angle.percentile90).toBeCloseTo(180, 3);
      expect(angleUpToHalf.percentile90).toBeLessThan(1e-3);
      // Half a rotation is no symmetry of the others: 180° are 60° off for a club.
      const expected = { clubs: 60, diamonds: 0 }[suit] ?? 180;
      expect(angleUpToSymmetry.percentile90).toBeCloseTo(expected, 3);
    }
  });
});

describe('measureContent', () => {
  it('finds log size and shear in latents that are linear functions of them, and in others not', () => {
    const { explained, correlations, explainedByClass } = measureContent('content', [perfect], cards, bySuit);
    const linear = regressions.flatMap(([, by], r) => (by === 'linear' ? [explained[r]?.mean] : []));
    expect(linear).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)]);
    expect(explainedByClass).toHaveLength(4);
    // The latent of the scale comes first.
    expect(correlations[0]?.[0]?.mean).toBeCloseTo(1, 4);
    const noise = bySuit.map((_, suit) => ({
      content: [0, 1].map((k) => Float32Array.from(normalArray(key(10 * suit + k), PER_CLASS))),
    }));
    // Fitted to 50 images and tested on 50 others: below 0 but for chance.
    for (const { mean } of measureContent('noise', [noise], cards, bySuit).explained) expect(mean).toBeLessThan(0.2);
  });
});
