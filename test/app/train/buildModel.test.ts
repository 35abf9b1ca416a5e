import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { recipes, type ModelConfig } from '../../../src/app/config/index.js';
import { buildModel, trunkOf } from '../../../src/app/train/buildModel.js';
import type { Batch } from '../../../src/models/index.js';
import { key } from '../../../src/num/index.js';
import { seed, trace } from '../../../src/ppl/index.js';
import { errorOf } from '../../support/errorOf.js';
import { numbered, spots, taskOf, withClasses } from './taskOf.js';

const { model: kiln, training } = recipes.kiln.cards;
const { model: paper } = recipes.paper.cards;
const task = taskOf(spots(4), withClasses(spots(6), 3), ['a', 'b', 'c']);
const small = { hidden: [5, 4] };

/** The names of the parameters of model and guide, with their shapes. */
function paramsOf(model: ModelConfig, data = task): Readonly<Record<string, readonly number[]>> {
  const built = buildModel(model, training, data);
  const { height, width } = data.unlabelled;
  const images = tf.zeros<tf.Rank.R2>([2, height * width]);
  const labels = tf.oneHot(tf.tensor1d([0, 1], 'int32'), Math.max(2, built.options.classes)) as tf.Tensor2D;
  const batch: Batch = { unlabelled: images, ...(built.isSupervised && { labelled: { images, labels } }) };
  const sites = [built.guide, built.model].flatMap((program) => [
    ...trace(seed(key(0), program))(batch).sites.values(),
  ]);
  return Object.fromEntries(sites.flatMap((site) => (site.type === 'param' ? [[site.name, site.value.shape]] : [])));
}

describe('buildModel', () => {
  it.each([
    ['ssrvae', 3, ['angle', 'shift', 'content']],
    ['ssvae', 3, ['content']],
    ['rvae', 0, ['angle', 'shift', 'content']],
    ['vae', 0, ['content']],
    ['jrvae', 3, ['angle', 'shift', 'content']],
  ] as const)('%s has %d classes of the data and the latents %j', (kind, classes, latents) => {
    const isStill = kind === 'vae' || kind === 'ssvae';
    const built = buildModel({ ...kiln, kind, ...(isStill && { invariances: [], deformations: 0 }) }, training, task);
    expect(built.options.classes).toBe(classes);
    expect(built.latents.map(({ name }) => name)).toEqual(latents);
    expect(built.options.image).toEqual({ height: 8, width: 8 });
  });

  it('takes its options from the model and the training of a config', () => {
    const { options } = buildModel(
      { ...recipes.kiln.images.model, contentDim: 4, anglePrior: 'normal', angleSpread: 0.5 },
      { ...training, multiplier: 7, poseMultiplier: 3 },
      task,
    );
    expect(options).toMatchObject({
      contentDim: 4,
      anglePrior: 'normal',
      angleSpread: 0.5,
      multiplier: 7,
      poseMultiplier: 3,
      likelihood: recipes.kiln.images.model.likelihood,
      exposure: recipes.kiln.images.model.exposure,
      classifierSymmetry: recipes.kiln.images.model.classifierSymmetry,
      deformations: recipes.kiln.images.model.deformations,
    });
  });

  it('kiln: one trunk, and a picture of all pixels', () => {
    const shapes = paramsOf({ ...kiln, ...small });
    expect(shapes['trunk/0/kernel']).toBeDefined();
    expect(shapes['decoder/0/bias']).toEqual([5]);
    expect(shapes['decoder/out/bias']).toEqual([64]);
    expect(shapes['deformation']).toEqual([2, 3]);
    // One hidden layer for the class, as wide as the trunk says.
    expect(shapes['classifier/out/kernel']).toEqual([128, 3]);
    expect(Object.keys(shapes)).not.toContain('classifier/1/kernel');
  });

  it('where objects lie at all angles alike and are shown in known ones, the trunk looks at images from all sides', () => {
    const viewsOf = (own: Partial<ModelConfig>, labelledPoses: typeof training.labelledPoses, data = task): number =>
      buildModel({ ...kiln, ...own }, { ...training, labelledPoses }, data).options.encoder.views;
    expect(viewsOf({ angleSpread: 100 }, 'known')).toBe(4);
    expect(viewsOf({}, 'known')).toBe(1);
    expect(viewsOf({ angleSpread: 100 }, 'given')).toBe(2);
    expect(viewsOf({ angleSpread: 100, encoder: 'mlp' }, 'known')).toBe(1);
    const oblong = { ...task, unlabelled: { images: new Float32Array(32), count: 1, height: 4, width: 8 } };
    expect(viewsOf({ angleSpread: 100 }, 'known', oblong)).toBe(2);
    expect(viewsOf({ angleSpread: 100 }, 'given', oblong)).toBe(1);
    // Nothing teaches the angle of particles that are counted but how it changes, nor that of images without labels.
    const counts = { ...task, classNames: ['1', '2', '3'] };
    const views = ({ scenes }: Pick<typeof training, 'scenes'>, data = counts): number =>
      buildModel({ ...kiln, angleSpread: 100 }, { ...training, labelledPoses: 'given', scenes }, data).options.encoder
        .views;
    expect([views({ scenes: 'counts' }), views({ scenes: 'never' })]).toEqual([1, 2]);
    expect(viewsOf({ angleSpread: 100, kind: 'rvae' }, 'given')).toBe(1);
  });

  it('smooths images first where it is to bear noise', () => {
    const trunkOfNoise = (viewNoise: boolean) => trunkOf(kiln, { ...training, viewNoise }, { height: 8, width: 8 }, []);
    expect(trunkOfNoise(true).smoothing).toBeGreaterThan(0);
    expect(trunkOfNoise(false).smoothing).toBe(0);
  });

  it('paper: a perceptron for each, and one of pixel coordinates with a layer more', () => {
    const shapes = paramsOf({ ...paper, ...small });
    expect(shapes['classifier/0/kernel']).toEqual([64, 5]);
    expect(shapes['encoder/1/kernel']).toEqual([5, 4]);
    expect(shapes['decoder/coordinates']).toEqual([2, 5]);
    expect([shapes['decoder/1/kernel'], shapes['decoder/2/kernel']]).toEqual([
      [5, 5],
      [5, 4],
    ]);
    expect(shapes['decoder/out/bias']).toEqual([1]);
    expect(Object.keys(shapes)).not.toContain('deformation');
    expect(Object.keys(shapes)).not.toContain('trunk/0/kernel');
  });

  it('jrvae: without labels there are two classes to be found', () => {
    expect(buildModel({ ...kiln, kind: 'jrvae' }, training, taskOf(numbered(4), undefined, [])).options.classes).toBe(
      2,
    );
  });

  it.each(['ssrvae', 'ssvae'] as const)('%s: needs labels of at least two classes', (kind) => {
    const config = { ...kiln, kind, ...(kind === 'ssvae' && { invariances: [], deformations: 0 }) };
    for (const classNames of [[], ['only']]) {
      const build = (): unknown => buildModel(config, training, taskOf(numbered(4), undefined, classNames));
      expect(errorOf(build)).toMatchObject({ code: 'ArgumentError', where: `--model ${kind}` });
    }
  });
});

it.each([
  ['the field that nothing deforms, as in the paper', paper, 'object'],
  ['a field that is deformed', { ...paper, deformations: 2 }, 'image'],
  ['a template', { ...kiln, deformations: 0 }, 'image'],
] as const)('a shift comes in the frame that the decoder goes with: %s', (_, model, frame) => {
  expect(buildModel(model, training, task).options.shiftFrame).toBe(frame);
});
