import { expect, it } from 'vitest';
import { recipes } from '../../../src/app/config/index.js';
import { movedUpright } from '../../../src/app/train/uprightImages.js';
import { invert, poseMatrix, warp, type ImageSet } from '../../../src/data/index.js';
import { ssrvae, type Invariance, type KnownPose } from '../../../src/models/index.js';
import { key } from '../../../src/num/index.js';

const SIZE = 24;
const COUNT = 12;
const { training } = recipes.kiln.cards;

/** A smooth blob off the centre, so that turns and shifts can be told. */
function blob(): ImageSet {
  const images = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [(i % SIZE) - 14, Math.floor(i / SIZE) - 10];
    return Math.exp(-((x / 3) ** 2) - (y / 2) ** 2);
  });
  return { images, count: 1, height: SIZE, width: SIZE };
}

function shown(invariances: readonly Invariance[], augment = false): { images: Float32Array; pose: KnownPose } {
  const vae = ssrvae({ image: { height: SIZE, width: SIZE }, classes: 2, invariances, scaleUnit: 0.05 });
  const source = { set: blob(), labels: Int32Array.of(1) };
  const indices = Array.from({ length: COUNT }, () => 0);
  const { images, pose = {} } = movedUpright(source, vae, { ...training, augment })(indices, key(3));
  return { images: Float32Array.from(images.dataSync()), pose };
}

function numbers({ angle, shift, scale }: KnownPose): readonly (readonly number[])[] {
  return [angle, shift, scale].map((part) => Array.from(part?.dataSync() ?? []));
}

/** Each image moved back by the pose it is said to be in. */
function movedBack(images: Float32Array, pose: KnownPose): Float32Array {
  const [angle = [], shift = [], scale = []] = numbers(pose);
  const set = { images, count: COUNT, height: SIZE, width: SIZE };
  const maps = angle.map((turn, i) =>
    invert(
      poseMatrix({ angle: turn, shiftX: shift[2 * i] ?? NaN, shiftY: shift[2 * i + 1] ?? NaN, scale: scale[i] ?? NaN }),
    ),
  );
  return warp(set, [...maps.keys()], maps);
}

it('moved back by its known pose an image is the upright one', () => {
  const { images, pose } = shown(['rotation', 'translation', 'scale']);
  const [upright, back] = [blob().images, movedBack(images, pose)];
  const farthest = (of: Float32Array): number =>
    Math.max(...Array.from(of, (value, i) => Math.abs(value - (upright[i % upright.length] ?? NaN))));
  // Two bilinear readings of a blob two pixels wide.
  expect(farthest(back)).toBeLessThan(0.2);
  expect(farthest(images)).toBeGreaterThan(0.9);
});

it('only invariances move an image', () => {
  const [angle = [], shift = [], scale = []] = numbers(shown(['translation']).pose);
  expect(new Set(angle)).toEqual(new Set([0]));
  expect(new Set(scale)).toEqual(new Set([1]));
  expect(new Set(shift).size).toBe(2 * COUNT);
});

it('with augmentation poses are the same, and only the look differs', () => {
  const [plain, varied] = [false, true].map((augment) => shown(['rotation', 'translation'], augment));
  expect(numbers(varied?.pose ?? {})).toEqual(numbers(plain?.pose ?? {}));
  expect(varied?.images).not.toEqual(plain?.images);
  // The brightest place stays where it is, but for noise, blur and a pixel's rounding.
  const peaks = (images: Float32Array | undefined): number[] =>
    Array.from({ length: COUNT }, (_, i) => {
      const one = Array.from(images?.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE) ?? []);
      return one.indexOf(Math.max(...one));
    });
  const [at, then] = [peaks(plain?.images), peaks(varied?.images)];
  const near = at.filter((place, i) => {
    const other = then[i] ?? NaN;
    return Math.hypot((place % SIZE) - (other % SIZE), Math.floor(place / SIZE) - Math.floor(other / SIZE)) <= 2.5;
  });
  expect(near.length).toBeGreaterThanOrEqual(COUNT - 2);
});
