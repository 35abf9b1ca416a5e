import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceTo, distancesIn } from '../../../src/data/scenes/distance.js';
import { drawAgglomerate } from '../../../src/data/scenes/agglomerate.js';
import { drawStream } from '../../../src/data/scenes/drawStream.js';
import { gapTo } from '../../../src/data/scenes/gap.js';
import { drawLayout } from '../../../src/data/scenes/layout.js';
import { drawNeighbours } from '../../../src/data/scenes/neighbours.js';
import { drawParticle, moveTo } from '../../../src/data/scenes/particle.js';
import type { Particle } from '../../../src/data/scenes/particle.js';
import { drawShapeStyle } from '../../../src/data/scenes/shapeStyle.js';
import type { ShapeStyle } from '../../../src/data/scenes/shapeStyle.js';
import { key } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';

const frame = { height: 48, width: 48, unit: 1, diameter: 48 / 4.2 };
const seeds = fc.nat(1_000_000);
const FLOAT64 = { tolerance: 1e-9 };

function disc(seed: number): Particle {
  const style: ShapeStyle = { ...drawShapeStyle(drawStream(key(seed))), family: 'disc', isMixed: false, lumpiness: 0 };
  return drawParticle(drawStream(key(seed)), style, frame);
}

function anyParticle(seed: number): Particle {
  const draws = drawStream(key(seed));
  return drawParticle(draws, drawShapeStyle(draws), frame);
}

/** The gap as it is defined: the least distance of any point of either rim from the other outline. */
function plainGap(a: Particle, b: Particle): number {
  const toward = (one: Particle, other: Particle): number[] =>
    Array.from({ length: other.rim.length / 2 }, (_, i) =>
      distanceTo(one, other.x + (other.rim[2 * i] ?? 0), other.y + (other.rim[2 * i + 1] ?? 0)),
    );
  return Math.min(...toward(a, b), ...toward(b, a));
}

describe('particles', () => {
  it('have the area of a disc of their diameter', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { radii, diameter } = anyParticle(seed);
        const sectors = radii.subarray(0, 180).reduce((sum, radius) => sum + (radius * radius) / 2, 0);
        expectClose((sectors * 2 * Math.PI) / 180, (Math.PI * diameter * diameter) / 4, FLOAT64);
      }),
      { seed: 1 },
    );
  });

  it('have their rim on their outline', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const particle = moveTo(anyParticle(seed), 3, -5);
        for (let i = 0; i < particle.rim.length; i += 2) {
          expectClose(distanceTo(particle, 3 + (particle.rim[i] ?? 0), -5 + (particle.rim[i + 1] ?? 0)), 0, FLOAT64);
        }
      }),
      { seed: 2 },
    );
  });

  it('distancesIn: are the distances one by one, and those of a disc are exact', () => {
    const particle = moveTo(disc(3), 20.3, 17.8);
    const { fromOutline, share } = distancesIn(particle, { left: 5, right: 30, top: 2, bottom: 40 });
    fromOutline.forEach((distance, i) => {
      const [x, y] = [5 + (i % 25), 2 + Math.floor(i / 25)];
      const fromCentre = Math.hypot(x - 20.3, y - 17.8);
      expectClose(distance, distanceTo(particle, x, y), FLOAT64);
      expectClose(distance, fromCentre - particle.diameter / 2, FLOAT64);
      expectClose(share[i] ?? NaN, (2 * fromCentre) / particle.diameter, FLOAT64);
    });
  });
});

describe('gapTo', () => {
  it('is the least gap, or `enough` if that is less, though it looks at few points', () => {
    const place = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(seeds, place, place), { minLength: 1, maxLength: 4 }), place, (list, enough) => {
        const others = list.map(([seed, x, y]) => moveTo(anyParticle(seed), x, y));
        const particle = anyParticle(5);
        const least = Math.min(...others.map((other) => plainGap(other, particle)));
        expectClose(gapTo(others, particle), least, FLOAT64);
        expectClose(gapTo(others, particle, enough), Math.min(enough, least), FLOAT64);
      }),
      { seed: 3 },
    );
  });

  it('of two discs is the distance of their centres less their radii, as seen from the points of their rims', () => {
    const [a, b] = [disc(1), moveTo(disc(2), 25, 7)];
    const exact = Math.hypot(25, 7) - (a.diameter + b.diameter) / 2;
    // The nearest of 36 points is at most 5° off, so a chord of radius · 5° away: that adds r² (5°)² / 2 (1 / r + 1 / R) at most.
    const slack = (a.diameter / 4) * (Math.PI / 36) ** 2 * 2;
    expect(gapTo([a], b)).toBeGreaterThanOrEqual(exact - 1e-9);
    expect(gapTo([a], b)).toBeLessThanOrEqual(exact + slack);
  });

  it('of nothing is infinite', () => {
    expect(gapTo([], disc(0))).toBe(Infinity);
  });
});

describe('an agglomerate', () => {
  const scene = (seed: number, count: number): { agglomerate: Particle[]; neighbours: Particle[] } => {
    const draws = drawStream(key(seed));
    const [shape, layout] = [drawShapeStyle(draws), drawLayout(draws)];
    const agglomerate = drawAgglomerate(draws, count, shape, layout, frame);
    return { agglomerate, neighbours: drawNeighbours(draws, agglomerate, shape, { ...layout, crowd: 14 }, frame) };
  };
  const clearance = 0.24 * frame.diameter;

  it('has as many particles as asked, each within 0.24 diameters of one before it', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 6 }), (seed, count) => {
        const { agglomerate } = scene(seed, count);
        expect(agglomerate).toHaveLength(count);
        for (let i = 1; i < count; i += 1) {
          expect(gapTo(agglomerate.slice(0, i), agglomerate[i] ?? disc(0))).toBeLessThanOrEqual(clearance + 1e-9);
        }
      }),
      { seed: 4 },
    );
  });

  it('is further than that from every neighbour', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { agglomerate, neighbours } = scene(seed, 3);
        neighbours.forEach((neighbour) => {
          expect(gapTo(agglomerate, neighbour)).toBeGreaterThanOrEqual(clearance);
        });
      }),
      { seed: 5 },
    );
  });

  it('has its bounding box in the middle but for a shift of 0.4 pixels', () => {
    const shifts = Array.from({ length: 400 }, (_, seed) => {
      const xs = scene(seed, 2).agglomerate.flatMap(({ x, rim }) =>
        Array.from(rim).flatMap((at, i) => (i % 2 === 0 ? [x + at] : [])),
      );
      return (Math.min(...xs) + Math.max(...xs)) / 2 - 23.5;
    });
    const average = shifts.reduce((sum, shift) => sum + shift, 0) / 400;
    const variance = shifts.reduce((sum, shift) => sum + shift * shift, 0) / 400;
    // Five standard errors: of the mean 0.4 / √400, of the variance 0.16 · √(2 / 400).
    expectClose(average, 0, { tolerance: (5 * 0.4) / 20 });
    expectClose(variance, 0.16, { tolerance: 5 * 0.16 * Math.sqrt(2 / 400) });
  });
});
