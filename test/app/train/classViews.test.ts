import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { recipes, type TrainingConfig } from '../../../src/app/config/index.js';
import { classViews, guessAboutScenes } from '../../../src/app/train/classViews.js';
import type { TaskData } from '../../../src/app/train/taskData.js';
import { rvae, ssrvae, ssvae, type Batch } from '../../../src/models/index.js';
import { key } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';
import { numbered, spots, taskOf, withClasses } from './taskOf.js';

const image = { height: 8, width: 8 };
const vae = ssrvae({ image, classes: 2, invariances: ['rotation'], angleSpread: 0.01 });
const training: TrainingConfig = { ...recipes.kiln.cards.training, views: 400, viewNoise: false, scenes: 'never' };
const grey = { images: new Float32Array(6 * 64).fill(0.5), count: 6, ...image };
const data = taskOf(grey, withClasses(grey));

type Views = NonNullable<Batch['views']>;

/** Steps of the run, which is short, so that few scenes are drawn. */
const STEPS = 4;

function viewsOf(own: Partial<TrainingConfig>, task: TaskData = data, model = vae, step = 3): Views {
  const batch = classViews(task, model, { ...training, ...own }, STEPS, key(0))?.(step);
  if (batch === undefined) throw new Error('expected views');
  return batch;
}

function range({ images }: Views): [number, number] {
  const values = images.dataSync();
  return [Math.min(...values), Math.max(...values)];
}

/** Where the light of each image lies, from its middle. */
function centres({ images }: Views): [number, number][] {
  const pixels = images.dataSync<'float32'>();
  return Array.from({ length: images.shape[0] }, (_, i) => {
    const own = pixels.subarray(i * 64, (i + 1) * 64);
    const mean = (at: (p: number) => number): number =>
      own.reduce((sum, value, p) => sum + value * (at(p) - 3.5), 0) / own.reduce((sum, value) => sum + value, 0);
    return [mean((p) => p % 8), mean((p) => Math.floor(p / 8))];
  });
}

describe('classViews', () => {
  it('labelled images at all angles, however narrow the prior of the pose is', () => {
    const task = taskOf(spots(4), withClasses(spots(4)));
    const angles = centres(viewsOf({ views: 2000 }, task)).map(([x, y]) => Math.atan2(y, x));
    for (const quarter of [0, 1, 2, 3]) {
      const from = -Math.PI + (quarter * Math.PI) / 2;
      const share = angles.filter((angle) => angle > from && angle <= from + Math.PI / 2).length / angles.length;
      // Five standard deviations of a share of 1 / 4.
      expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt(0.1875 / angles.length));
    }
  });

  it('of a model without a pose they come as they are, with their classes', () => {
    const source = withClasses(numbered(10, 8));
    const { images, labels } = viewsOf({ views: 50 }, taskOf(grey, source), ssvae({ image, classes: 2 }));
    const [pixels, classes] = [images.dataSync(), tf.argMax(labels, 1).dataSync()];
    const numbers = Array.from(classes, (_, i) => Math.round(100 * (pixels[64 * i] ?? NaN)));
    expectClose(
      classes,
      numbers.map((number) => number % 2),
    );
    // Drawn with replacement: of ten images nearly all come in 50 draws.
    expect(new Set(numbers).size).toBeGreaterThan(7);
    expectClose(
      images,
      numbers.flatMap((number) => Array<number>(64).fill(number / 100)),
      { roundings: 1 },
    );
  });

  it('view noise: some views leave the range of grey values, and without it none does', () => {
    const [least, most] = range(viewsOf({ viewNoise: true }));
    expect([least < 0, most > 1]).toEqual([true, true]);
    const [clean, cleanest] = range(viewsOf({}));
    expect([clean >= 0, cleanest <= 1]).toEqual([true, true]);
  });

  it('view noise: changes neither which images are shown nor their classes', () => {
    const [noisy, clean] = [viewsOf({ viewNoise: true }), viewsOf({})];
    expect(noisy.labels.dataSync()).toEqual(clean.labels.dataSync());
    expect(tf.max(tf.abs(tf.sub(noisy.images, clean.images))).dataSync()[0]).toBeGreaterThan(0);
  });

  it('beyond their edges images are black, or go on as their reflection where the data say so', () => {
    const white = { images: new Float32Array(4 * 64).fill(1), count: 4, ...image };
    const task = taskOf(white, withClasses(white));
    const [zero, reflected] = [task, { ...task, outside: 'reflect' as const }].map((each) => range(viewsOf({}, each)));
    expect(zero).toEqual([0, 1]);
    expectClose(reflected ?? [], [1, 1], { roundings: 2 });
  });

  it('augment: views also vary in light', () => {
    const light = (own: Partial<TrainingConfig>): number => {
      const { images } = viewsOf(own, taskOf(grey, withClasses(grey)), ssvae({ image, classes: 2 }));
      return new Set(Array.from(tf.mean(images, 1).dataSync(), (mean) => mean.toFixed(3))).size;
    };
    expect(light({})).toBe(1);
    expect(light({ augment: true })).toBeGreaterThan(50);
  });

  it('the same step has the same views, another step others', () => {
    const at = (step: number): Float32Array =>
      Float32Array.from(viewsOf({ views: 8 }, taskOf(spots(4), withClasses(spots(4))), vae, step).images.dataSync());
    expect(at(5)).toEqual(at(5));
    expect(at(6)).not.toEqual(at(5));
  });

  it('there are none where none are asked for, without labels, and for a model that is not given classes', () => {
    const none = [
      classViews(data, vae, { ...training, views: 0 }, STEPS, key(0)),
      classViews(taskOf(grey), vae, training, STEPS, key(0)),
      classViews(data, rvae({ image }), training, STEPS, key(0)),
    ];
    expect(none).toEqual([undefined, undefined, undefined]);
  });
});

describe('simulated scenes', () => {
  const named = (...classNames: string[]): TaskData => ({ ...data, classNames });
  const images: TrainingConfig = { ...recipes.kiln.images.training, views: 4, augment: false };

  /** Whether a step shows scenes: they fill the range of grey values, and our images are all of one. */
  function hasScenes(task: TaskData, own: Partial<TrainingConfig> = {}): boolean {
    const [least, most] = range(viewsOf({ ...images, ...own }, task, ssvae({ image, classes: 2 })));
    return most - least > 0.3;
  }

  it('counts: teach where classes may be numbers of particles, and the user is told so', () => {
    for (const task of [named('1', '2'), named('0', '1')]) {
      expect(hasScenes(task)).toBe(true);
      const said = guessAboutScenes(images, task) ?? '';
      for (const word of [task.classNames.join(', '), '1, 2', '--scenes']) expect(said).toContain(word);
    }
    // What has an upright is no heap of particles, whatever it is called.
    expect(hasScenes(named('0', '1'), { labelledPoses: 'known' })).toBe(false);
    for (const task of [named('a', 'b'), named('1', '3'), named('2', '1')]) {
      expect(hasScenes(task)).toBe(false);
      expect(guessAboutScenes(images, task)).toBeUndefined();
    }
  });

  it('always and never are what the user says, with nothing to tell', () => {
    expect(hasScenes(named('a', 'b'), { scenes: 'always' })).toBe(true);
    expect(hasScenes(named('1', '2'), { scenes: 'never' })).toBe(false);
    for (const scenes of ['always', 'never'] as const)
      expect(guessAboutScenes({ ...images, scenes }, named('1', '2'))).toBeUndefined();
  });

  it('there is nothing to tell without labels', () => {
    expect(guessAboutScenes(images, { ...taskOf(grey), classNames: ['1', '2'] })).toBeUndefined();
  });
});
