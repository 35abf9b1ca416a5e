import { expect, it } from 'vitest';
import { addNoise, alignedPoses, objectMatrix, warp, type ImageSet, type ObjectPose } from '../../src/data/index.js';
import { fold, key, uniformArray } from '../../src/num/index.js';

const SIDE = 24;

/** An object that looks like itself in one pose alone: a bar with a heavier end, or a hook. */
function object(kind: 'club' | 'hook'): ImageSet {
  const images = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [(i % SIDE) - (SIDE - 1) / 2, Math.floor(i / SIDE) - (SIDE - 1) / 2];
    const bar = Math.abs(y) < 1.5 && Math.abs(x) < 6;
    const end = kind === 'club' ? Math.hypot(x - 5, y) < 3.5 : Math.abs(x - 5) < 1.5 && y > 0 && y < 6;
    return bar || end ? 0.9 : 0.1;
  });
  return { images, count: 1, height: SIDE, width: SIDE };
}

function drawn(kind: 'club' | 'hook', poses: readonly ObjectPose[]): Float32Array {
  const images = warp(
    object(kind),
    poses.map(() => 0),
    poses.map(objectMatrix),
    { outside: 'reflect' },
  );
  return addNoise({ ...object(kind), images, count: poses.length }, 0.08, key(5)).images;
}

function posesOf(count: number, seed: number): ObjectPose[] {
  const draw = (name: string): Float64Array => uniformArray(fold(key(seed), name), count);
  const [angles, xs, ys] = [draw('angle'), draw('x'), draw('y')];
  return Array.from({ length: count }, (_, i) => ({
    angle: 2 * Math.PI * (angles[i] ?? 0),
    x: 0.2 * (xs[i] ?? 0) - 0.1,
    y: 0.2 * (ys[i] ?? 0) - 0.1,
    scale: 1,
  }));
}

/** How far angles are from the true ones, each class from its own zero, in degrees. */
function errors(found: readonly ObjectPose[], truth: readonly ObjectPose[]): number[] {
  const off = found.map(({ angle }, i) => angle - (truth[i]?.angle ?? NaN));
  const zero = Math.atan2(
    off.reduce((sum, angle) => sum + Math.sin(angle), 0),
    off.reduce((sum, angle) => sum + Math.cos(angle), 0),
  );
  return off.map((angle) => (Math.abs(Math.atan2(Math.sin(angle - zero), Math.cos(angle - zero))) * 180) / Math.PI);
}

it('finds how objects lie beside others of their class, each class for itself', () => {
  const truth = [posesOf(6, 1), posesOf(6, 2)];
  const kinds = ['club', 'hook'] as const;
  const images = Float32Array.from(kinds.flatMap((kind, i) => [...drawn(kind, truth[i] ?? [])]));
  const labels = Int32Array.from({ length: 12 }, (_, i) => Math.floor(i / 6));
  const set = { images, count: 12, height: SIDE, width: SIDE };
  const found = alignedPoses(set, labels, 0.2);
  truth.forEach((own, k) => {
    const off = errors(found.slice(6 * k, 6 * k + 6), own).sort((a, b) => a - b);
    expect(off[3]).toBeLessThan(6);
    // No object lies upside down.
    expect(off.at(-1)).toBeLessThan(20);
  });
});

it('leaves objects that are centred where they are, and one alone as it is', () => {
  const truth = posesOf(3, 3).map((pose) => ({ ...pose, x: 0, y: 0 }));
  const set = { ...object('hook'), images: drawn('hook', truth), count: 3 };
  const found = alignedPoses(set, Int32Array.of(0, 0, 1), 0);
  expect(found.every(({ x, y }) => x === 0 && y === 0)).toBe(true);
  expect(Math.max(...errors(found.slice(0, 2), truth.slice(0, 2)))).toBeLessThan(5);
  expect(found).toHaveLength(3);
});
