import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { recipes, type TrainingConfig } from '../../../src/app/config/index.js';
import { labelledImages } from '../../../src/app/train/labelledImages.js';
import { invert, objectMatrix, poseMatrix, warp, type ImageSet } from '../../../src/data/index.js';
import { ssrvae, type Invariance, type KnownPose, type LabelledImages } from '../../../src/models/index.js';
import { key } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';
import { numbered, withClasses } from './taskOf.js';

const SIZE = 24;
const COUNT = 12;
const classNames = ['bar', 'blob'];
const known: TrainingConfig = { ...recipes.kiln.cards.training, labelledPoses: 'known' };

/** A smooth blob off the centre, so that rotations and shifts show. */
function blob(): ImageSet {
  const images = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [(i % SIZE) - 14, Math.floor(i / SIZE) - 10];
    return Math.exp(-((x / 3) ** 2) - (y / 2) ** 2);
  });
  return { images, count: 1, height: SIZE, width: SIZE };
}

function modelOf(invariances: readonly Invariance[], side = SIZE) {
  return ssrvae({ image: { height: side, width: side }, classes: 2, invariances, scaleUnit: 0.05 });
}

function shown(invariances: readonly Invariance[], training: TrainingConfig): LabelledImages {
  const source = { set: blob(), labels: Int32Array.of(1) };
  return labelledImages(source, modelOf(invariances), training, { classNames })(Array<number>(COUNT).fill(0), key(3));
}

function pixelsOf({ images }: LabelledImages): Float32Array {
  return Float32Array.from(images.dataSync());
}

function numbers({ angle, shift, scale }: KnownPose = {}): readonly (readonly number[])[] {
  return [angle, shift, scale].map((part) => Array.from(part?.dataSync() ?? []));
}

/** Each image moved back by the pose it is said to be in. */
function movedBack(images: Float32Array, pose: KnownPose | undefined): Float32Array {
  const [angle = [], shift = [], scale = []] = numbers(pose);
  const set = { images, count: COUNT, height: SIZE, width: SIZE };
  const maps = angle.map((radians, i) =>
    invert(
      objectMatrix({ angle: radians, x: shift[2 * i] ?? NaN, y: shift[2 * i + 1] ?? NaN, scale: scale[i] ?? NaN }),
    ),
  );
  return warp(set, [...maps.keys()], maps);
}

it('known: moved back by its known pose an image is the upright one', () => {
  const batch = shown(['rotation', 'translation', 'scale'], known);
  const upright = blob().images;
  const farthest = (of: Float32Array): number =>
    Math.max(...Array.from(of, (value, i) => Math.abs(value - (upright[i % upright.length] ?? NaN))));
  // Two bilinear readings of a blob two pixels wide.
  expect(farthest(movedBack(pixelsOf(batch), batch.pose))).toBeLessThan(0.2);
  expect(farthest(pixelsOf(batch))).toBeGreaterThan(0.9);
});

it('known: only invariances move an image', () => {
  const [angle = [], shift = [], scale = []] = numbers(shown(['translation'], known).pose);
  expectClose([...new Set(angle)], [0]);
  expectClose([...new Set(scale)], [1]);
  expect(new Set(shift).size).toBe(2 * COUNT);
});

it('known, with augmentation: poses are the same, and only the look differs', () => {
  const [plain, varied] = [false, true].map((augment) => shown(['rotation', 'translation'], { ...known, augment }));
  expect(numbers(varied?.pose)).toEqual(numbers(plain?.pose));
  const [one, other] = [plain, varied].map((batch) => (batch === undefined ? new Float32Array(0) : pixelsOf(batch)));
  expect(other).not.toEqual(one);
  // The brightest place stays where it is, but for noise, blur, a zoom that the pose knows nothing of and a pixel's rounding.
  const peaks = (images: Float32Array = new Float32Array(0)): number[] =>
    Array.from({ length: COUNT }, (_, i) => {
      const own = Array.from(images.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE));
      return own.indexOf(Math.max(...own));
    });
  const [at, then] = [peaks(one), peaks(other)];
  const near = at.filter((place, i) => {
    const moved = then[i] ?? NaN;
    return Math.hypot((place % SIZE) - (moved % SIZE), Math.floor(place / SIZE) - Math.floor(moved / SIZE)) <= 2.5;
  });
  expect(near.length).toBeGreaterThanOrEqual(COUNT - 2);
});

it('known: another key has other poses, and the same key the same', () => {
  const show = labelledImages({ set: blob(), labels: Int32Array.of(1) }, modelOf(['rotation']), known, { classNames });
  const [one, again, other] = [1, 1, 2].map((seed) => numbers(show([0, 0], key(seed)).pose)[0]);
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
  expect(new Set(one).size).toBe(2);
});

it('known: beyond its edges a moved image is black, or goes on as its reflection where the data say so', () => {
  const white = { images: new Float32Array(64).fill(1), count: 1, height: 8, width: 8 };
  const least = (outside: 'reflect' | undefined): number => {
    const show = labelledImages(
      { set: white, labels: Int32Array.of(0) },
      modelOf(['rotation', 'translation'], 8),
      known,
      { classNames, ...(outside !== undefined && { outside }) },
    );
    return Math.min(...show([0, 0, 0, 0], key(1)).images.dataSync());
  };
  expect(least(undefined)).toBe(0);
  expect(least('reflect')).toBeCloseTo(1, 6);
});

it('given: images come as they are, without a pose', () => {
  const given: TrainingConfig = { ...known, labelledPoses: 'given' };
  const source = withClasses(numbered(6));
  const batch = labelledImages(source, modelOf(['rotation'], 4), given, { classNames })([5, 0, 2], key(1));
  expect(batch.pose).toBeUndefined();
  expectClose(
    batch.images,
    [0.05, 0, 0.02].flatMap((grey) => Array<number>(16).fill(Math.fround(grey))),
  );
});

it('given, with augmentation: rotated and mirrored where the model has rotation, and in place where it has not', () => {
  const given: TrainingConfig = { ...known, labelledPoses: 'given', augment: true };
  const centreOf = (image: Float32Array): [number, number] => {
    const floor = Math.min(...image);
    const mass = image.reduce((sum, value) => sum + (value - floor) ** 3, 0);
    const [x, y] = [0, 1].map(
      (axis) =>
        image.reduce((sum, value, i) => {
          const place = (axis === 0 ? i % SIZE : Math.floor(i / SIZE)) - (SIZE - 1) / 2;
          return sum + place * (value - floor) ** 3;
        }, 0) / mass,
    );
    return [x ?? NaN, y ?? NaN];
  };
  const quadrants = (invariances: readonly Invariance[]): number => {
    const pixels = pixelsOf(shown(invariances, given));
    const signs = Array.from({ length: COUNT }, (_, i) => {
      const [x, y] = centreOf(pixels.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE));
      return `${x > 0} ${y > 0}`;
    });
    return new Set(signs).size;
  };
  // A dozen at random angles leave out one quadrant at most, but for one key in hundreds.
  expect(quadrants(['rotation'])).toBeGreaterThanOrEqual(3);
  expect(quadrants([])).toBe(1);
});

it.each(['known', 'given'] as const)('%s: labels are those of the images, one-hot', (labelledPoses) => {
  const source = withClasses(numbered(6));
  const { labels } = labelledImages(
    source,
    modelOf(['rotation'], 4),
    { ...known, labelledPoses },
    { classNames },
  )([5, 0, 3], key(1));
  expectClose(labels, [0, 1, 1, 0, 0, 1]);
});

it('given, with augmentation: moved from where they were found to lie, by the poses that are given', () => {
  const given: TrainingConfig = { ...known, labelledPoses: 'given', augment: true };
  // One object, which lies another way in each image.
  const lie = [0, 1, 2.5, -2].map((angle, i) => ({ angle, x: 0.1 * (i % 2), y: -0.05 * i, scale: 1 }));
  const images = warp(blob(), [0, 0, 0, 0], lie.map(objectMatrix));
  const source = { set: { ...blob(), images, count: 4 }, labels: Int32Array.of(1, 1, 1, 1) };
  const show = labelledImages(source, modelOf(['rotation', 'translation']), given, { classNames });
  const batch = show(
    Array.from({ length: COUNT }, (_, i) => i % 4),
    key(3),
  );
  const back = movedBack(pixelsOf(batch), { ...batch.pose, scale: tf.ones([COUNT]) });
  const peaks = Array.from({ length: COUNT }, (_, i) => {
    const own = Array.from(back.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE));
    const place = own.indexOf(Math.max(...own));
    return [place % SIZE, Math.floor(place / SIZE)] as const;
  });
  const [middleX, middleY] = [0, 1].map(
    (axis) => peaks.map((peak) => peak[axis] ?? NaN).sort((a, b) => a - b)[COUNT / 2],
  );
  const near = peaks.filter(([x, y]) => Math.hypot(x - (middleX ?? NaN), y - (middleY ?? NaN)) <= 2.5);
  // But for zoom, noise and blur all are one picture again.
  expect(near.length).toBeGreaterThanOrEqual(COUNT - 1);
});

it('given, numbers of particles: pairs of one object, which lie alike once both are rotated back', () => {
  const given: TrainingConfig = { ...known, labelledPoses: 'given', augment: true, scenes: 'counts' };
  const source = { set: blob(), labels: Int32Array.of(1) };
  const counts = { classNames: ['1', '2'] };
  const show = labelledImages(source, modelOf(['rotation', 'translation']), given, counts);
  const batch = show(Array<number>(COUNT).fill(0), key(3));
  const rotatedBy = Array.from(batch.pose?.rotatedBy?.dataSync() ?? []);
  expect(rotatedBy).toHaveLength(COUNT);
  expect(batch.pose?.angle).toBeUndefined();
  const set = { images: pixelsOf(batch), count: COUNT, height: SIZE, width: SIZE };
  const back = warp(
    set,
    [...rotatedBy.keys()],
    rotatedBy.map((angle) => poseMatrix({ angle: -angle })),
  );
  const peak = (i: number): [number, number] => {
    const own = Array.from(back.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE));
    const place = own.indexOf(Math.max(...own));
    return [place % SIZE, Math.floor(place / SIZE)];
  };
  const apart = Array.from({ length: COUNT / 2 }, (_, i) => {
    const [[x, y], [u, v]] = [peak(i), peak(i + COUNT / 2)];
    return Math.hypot(x - u, y - v);
  });
  // The brightest place of a blob two pixels wide, zoomed by up to an eighth and noisy.
  expect(apart.filter((distance) => distance <= 2.5).length).toBeGreaterThanOrEqual(COUNT / 2 - 1);
});
