import { expect, it } from 'vitest';
import { turnedScenes } from '../../../src/app/train/turnedScenes.js';
import { poseMatrix, warp, type ImageSet } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';

const SIZE = 24;
const axes = Float64Array.of(0.3, -1.2, 1.5);

/** A bright bar through the middle along each axis. */
function bars(): ImageSet {
  const middle = (SIZE - 1) / 2;
  const images = Float32Array.from({ length: axes.length * SIZE * SIZE }, (_, i) => {
    const axis = axes[Math.floor(i / (SIZE * SIZE))] ?? 0;
    const [x, y] = [(i % SIZE) - middle, (Math.floor(i / SIZE) % SIZE) - middle];
    const [along, across] = [x * Math.cos(axis) + y * Math.sin(axis), y * Math.cos(axis) - x * Math.sin(axis)];
    return Math.exp(-((along / 6) ** 2) - (across / 2) ** 2);
  });
  return { images, count: axes.length, height: SIZE, width: SIZE };
}

function axisOfImage(image: Float32Array): number {
  let [xx, yy, xy] = [0, 0, 0];
  image.forEach((value, i) => {
    const [x, y] = [(i % SIZE) - (SIZE - 1) / 2, Math.floor(i / SIZE) - (SIZE - 1) / 2];
    xx += value * x * x;
    yy += value * y * y;
    xy += value * x * y;
  });
  return 0.5 * Math.atan2(2 * xy, xx - yy);
}

const plain = { shift: 0, zoom: 0, blur: 0, noise: 0, gamma: 0, contrast: 0, offset: 0 };
const scenes = { ...bars(), labels: Int32Array.of(0, 1, 0), classNames: ['1', '2'], axes };

it('the angle of a turned and mirrored scene is the one whose inverse brings its axis back to the horizontal', () => {
  const { images, pose } = turnedScenes(scenes, 2, key(0), plain)(0, 40);
  const set = { images: Float32Array.from(images.dataSync()), count: 40, height: SIZE, width: SIZE };
  const found = Array.from(pose?.angle?.dataSync() ?? []);
  expect(found).toHaveLength(40);
  expect(Math.max(...found.map(Math.abs))).toBeLessThanOrEqual(Math.PI / 2 + 1e-6);
  const back = warp(
    set,
    found.map((_, i) => i),
    found.map((angle) => poseMatrix({ angle: -angle })),
  );
  // Two bilinear readings of a bar three times as long as wide.
  found.forEach((_, i) => {
    expect(Math.abs(axisOfImage(back.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE)))).toBeLessThan(0.03);
  });
});

it('a step has the same scenes whenever it is asked for, and other steps have others', () => {
  const view = turnedScenes(scenes, 2, key(1), plain);
  const anglesAt = (step: number): number[] => Array.from(view(step, 5).pose?.angle?.dataSync() ?? []);
  expect(anglesAt(3)).toEqual(anglesAt(3));
  expect(anglesAt(3)).not.toEqual(anglesAt(4));
});
