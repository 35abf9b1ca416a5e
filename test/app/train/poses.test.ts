import { describe, expect, it } from 'vitest';
import { drawPoses, knownPose } from '../../../src/app/train/poses.js';
import { rvae, type AutoencoderOptions, type Invariance } from '../../../src/models/index.js';
import { knownValues } from '../../../src/models/pose.js';
import { key } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';

const COUNT = 20_000;
const all: readonly Invariance[] = ['rotation', 'translation', 'scale'];
const modelOf = (own: Partial<AutoencoderOptions> = {}) =>
  rvae({ image: { height: 8, width: 8 }, invariances: all, ...own });

/** An angle as it comes round, in (-π, π]. */
const wound = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));

/** The edges of 12 parts of the circle. */
const EDGES = Array.from({ length: 13 }, (_, i) => -Math.PI + (i * Math.PI) / 6);

/** Fails unless the share of numbers in each part of the circle is what it should be. */
function expectShares(angles: readonly number[], shares: readonly number[]): void {
  shares.forEach((expected, i) => {
    const found =
      angles.filter((angle) => angle > (EDGES[i] ?? NaN) && angle <= (EDGES[i + 1] ?? NaN)).length / angles.length;
    // Five standard deviations of a share.
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(5 * Math.sqrt((expected * (1 - expected)) / angles.length));
  });
}

describe('drawPoses', () => {
  it.each([
    ['normal', 1],
    ['normal', 0.3],
    ['projectedNormal', 1],
    ['projectedNormal', 0.4],
    ['projectedNormal', Infinity],
  ] as const)('angles are alike within two standard deviations of the prior: %s, %d', (anglePrior, angleSpread) => {
    const angles = drawPoses(modelOf({ anglePrior, angleSpread }), key(1), COUNT).map(({ angle }) => angle);
    const reach = Math.min(Math.PI, 2 * angleSpread);
    const inside = (edge = NaN): number => Math.max(-reach, Math.min(reach, edge));
    expectShares(
      angles,
      EDGES.slice(0, 12).map((_, i) => (inside(EDGES[i + 1]) - inside(EDGES[i])) / (2 * reach)),
    );
  });

  it('all: every part of the circle comes as often as every other, whatever the prior', () => {
    const poses = drawPoses(modelOf({ angleSpread: 0.1 }), key(2), COUNT, 'all');
    expectShares(
      poses.map(({ angle }) => wound(angle)),
      Array<number>(12).fill(1 / 12),
    );
  });

  it('places and sizes are what the latents make of numbers that are alike within ±2', () => {
    const model = modelOf({ shiftUnit: 0.2, scaleUnit: 0.05 });
    const poses = drawPoses(model, key(3), COUNT);
    const columns = {
      x: poses.map(({ x }) => x / 0.2),
      y: poses.map(({ y }) => y / 0.2),
      scale: poses.map(({ scale }) => Math.log(scale) / 0.05),
    };
    for (const values of Object.values(columns)) {
      const mean = values.reduce((sum, value) => sum + value, 0) / COUNT;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
      // Five standard errors of the mean and of the variance, whose own variance is (16 / 5 - 16 / 9) a draw.
      expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(4 / 3 / COUNT));
      expect(Math.abs(variance - 4 / 3)).toBeLessThan(5 * Math.sqrt((16 / 5 - 16 / 9) / COUNT));
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2 + 1e-9);
    }
  });

  it('only invariances move an object, and what one draws does not depend on the others', () => {
    const [moved, whole] = [['translation'] as const, all].map((invariances) =>
      drawPoses(modelOf({ invariances }), key(4), 50),
    );
    for (const [i, { angle, x, y, scale }] of (moved ?? []).entries()) {
      expectClose([angle, scale], [0, 1]);
      expect([x, y]).toEqual([whole?.[i]?.x, whole?.[i]?.y]);
    }
    expect(new Set(moved?.flatMap(({ x, y }) => [x, y])).size).toBe(100);
  });
});

describe('knownPose', () => {
  it('is what the latents of the model then have for a value', () => {
    const model = modelOf({ shiftUnit: 0.5, scaleUnit: 0.1 });
    const poses = [
      { angle: 0.3, x: 0.5, y: -1, scale: 1 },
      { angle: -2, x: 0, y: 0.25, scale: Math.E },
    ];
    const { angle, shift, scale } = knownValues(knownPose(poses), model.options);
    expectClose(angle ?? [], [0.3, -2], { roundings: 1 });
    expectClose(shift ?? [], [1, -2, 0, 0.5], { roundings: 2 });
    expectClose(scale ?? [], [0, 10], { roundings: 8 });
  });
});
