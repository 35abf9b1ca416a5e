import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { recipes, type TrainingConfig } from '../../../src/app/config/index.js';
import { classifierViews, guessAboutScenes } from '../../../src/app/train/classifierViews.js';
import { posesFor } from '../../../src/app/train/labelledBatch.js';
import type { TaskData } from '../../../src/app/train/taskData.js';
import { ssrvae, type LabelledImages } from '../../../src/models/index.js';
import { key } from '../../../src/num/index.js';

const vae = ssrvae({ image: { height: 8, width: 8 }, classes: 2, invariances: ['rotation'] });
const training: TrainingConfig = { ...recipes.kiln.cards.training, extraViews: 400, scenes: 'never' };
const grey = { images: new Float32Array(6 * 64).fill(0.5), count: 6, height: 8, width: 8 };
const data: TaskData = {
  unlabelled: grey,
  labelled: { set: grey, labels: Int32Array.of(0, 1, 0, 1, 0, 1) },
  testDescription: '',
  classNames: ['a', 'b'],
};

function viewsOf(own: Partial<TrainingConfig>): LabelledImages {
  const views = classifierViews(data, vae, { ...training, ...own }, key(0));
  const batch = views?.beside(3);
  if (batch === undefined) throw new Error('expected views');
  return batch;
}

/** The turn of each pose, in (-pi, pi]. */
function anglesOf(angles: TrainingConfig['viewAngles']): number[] {
  return posesFor(vae, angles)(key(1), 20_000).map(({ angle = NaN }) => Math.atan2(Math.sin(angle), Math.cos(angle)));
}

describe('classifierViews', () => {
  it('view noise: some views leave the range of grey values, and without it none does', () => {
    const range = ({ images }: LabelledImages): [number, number] => {
      const values = images.dataSync();
      return [Math.min(...values), Math.max(...values)];
    };
    const [least, most] = range(viewsOf({ viewNoise: true }));
    expect([least < 0, most > 1]).toEqual([true, true]);
    const [clean, cleanest] = range(viewsOf({ viewNoise: false }));
    expect([clean >= 0, cleanest <= 1]).toEqual([true, true]);
  });

  it('view noise: changes neither which images are shown nor their classes', () => {
    const [noisy, clean] = [viewsOf({ viewNoise: true }), viewsOf({ viewNoise: false })];
    expect(noisy.labels.dataSync()).toEqual(clean.labels.dataSync());
    expect(tf.max(tf.abs(tf.sub(noisy.images, clean.images))).dataSync()[0]).toBeGreaterThan(0);
  });

  it('the same step has the same views, another step others', () => {
    const at = (step: number): Float32Array =>
      classifierViews(data, vae, training, key(0))?.beside(step)?.images.dataSync() as Float32Array;
    expect(at(5)).toEqual(at(5));
    expect(at(6)).not.toEqual(at(5));
  });
});

describe('simulated scenes', () => {
  const named = (...classNames: string[]): TaskData => ({ ...data, classNames });
  const images: TrainingConfig = { ...recipes.kiln.images.training, warmUpSteps: 1 };

  /** Whether the model is shown scenes: they are images whose pose is known. */
  function hasScenes(task: TaskData, own: Partial<TrainingConfig> = {}): boolean {
    const views = classifierViews(task, vae, { ...images, ...own }, key(0));
    return views?.beside(0)?.pose?.angle !== undefined;
  }

  it('counts: teach where classes may be numbers of particles, and the user is told so', () => {
    for (const task of [named('1', '2'), named('0', '1')]) {
      expect(hasScenes(task)).toBe(true);
      expect(guessAboutScenes(images, task)).toContain(
        `The classes ${task.classNames.join(', ')} are taken for 1, 2 touching`,
      );
    }
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
});

describe('posesFor', () => {
  it('all: every quarter of the circle comes as often as every other', () => {
    const angles = anglesOf('all');
    for (const quarter of [0, 1, 2, 3]) {
      const from = -Math.PI + (quarter * Math.PI) / 2;
      const share = angles.filter((angle) => angle > from && angle <= from + Math.PI / 2).length / angles.length;
      // Five standard deviations of a share of 1 / 4.
      expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt(0.1875 / angles.length));
    }
  });

  it('prior: angles spread as the prior says', () => {
    const far = anglesOf('prior').filter((angle) => Math.abs(angle) > 2).length / 20_000;
    // 2 (1 - Phi(2)) = 0.0455 of a standard normal, and what winds round from beyond 2 pi - 2 is not a millionth.
    expect(Math.abs(far - 0.0455)).toBeLessThan(5 * Math.sqrt(0.0455 / 20_000));
  });
});
