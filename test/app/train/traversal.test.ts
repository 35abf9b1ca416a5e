import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { traversals, uprightPose } from '../../../src/app/train/traversal.js';
import { adam, svi, traceElbo } from '../../../src/infer/index.js';
import { encode, generateImages, rvae, ssrvae, type Batch, type Params } from '../../../src/models/index.js';
import { mlpEncoder, templateDecoder } from '../../../src/nn/index.js';
import { key, uniformArray } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';
import { drawsItsContent, encoderOf, logit } from './handMade.js';

const image = { height: 8, width: 8 };
const count = 30;
const set = { images: Float32Array.from(uniformArray(key(0), count * 64)), count, ...image };
const data = { unlabelled: set, classNames: [], testDescription: '' };
const vae = rvae({
  image,
  contentDim: 3,
  invariances: ['rotation'],
  encoder: mlpEncoder({ hidden: [6] }),
  decoder: templateDecoder({ ...image, hidden: [6] }),
});

let params: Params = {};
beforeAll(() => {
  const inference = svi<[Batch]>({ model: vae.model, guide: vae.guide, optimizer: adam(), elbo: traceElbo() });
  params = inference.params(inference.init(key(1), { unlabelled: rows() }));
});

function rows(): tf.Tensor2D {
  return tf.tensor2d(set.images, [count, 64]);
}

function contentOf(): tf.Tensor {
  return encode(vae, params, rows())['content'] ?? tf.zeros([count, 3]);
}

it('the picture in the middle is that of the mean content of the images', () => {
  const [found] = traversals(vae, params, data, 3);
  const mean = tf.mean(contentOf(), 0, true);
  const middle = generateImages(vae, params, { ...uprightPose(vae, 1), content: mean });
  // Means of 30 numbers in another order, through three layers.
  expectClose(found?.grid.values.slice(4 * 64, 5 * 64) ?? [], middle, { tolerance: 1e-5 });
});

it('goes two standard deviations to each side along the two latents that vary most', () => {
  const [found] = traversals(vae, params, data, 3);
  const spreads = Array.from(tf.sqrt(tf.moments(contentOf(), 0).variance).dataSync());
  const shown = [found?.horizontal, found?.vertical].map((axis) => ({ ...axis }));
  const least = spreads.indexOf(Math.min(...spreads));
  const expected = [0, 1, 2].filter((latent) => latent !== least);
  expect(shown.map(({ label }) => label)).toEqual(expected.map((latent) => `content ${latent + 1}`));
  shown.forEach(({ from = NaN, to = NaN }, i) => {
    expect(to - from).toBeCloseTo(4 * (spreads[expected[i] ?? 0] ?? NaN), 5);
  });
});

it('labels say what latents mean, where that is known', () => {
  const meanings = [0, 1, 2].map((k) => ({ name: `content ${k + 1}`, words: `meaning ${k}`, varianceShare: 0 }));
  const [found] = traversals(vae, params, data, 3, meanings);
  for (const { label } of [found?.horizontal ?? { label: '' }, found?.vertical ?? { label: '' }])
    expect(label).toMatch(/^content (\d): meaning \d$/);
});

it('pictures go across and down, row by row, from the one end to the other', () => {
  // A model whose content is its two pixels, so that a picture tells where it is.
  const [wide, numbers] = [{ height: 1, width: 2 }, Float32Array.from(uniformArray(key(2), 40), (u) => 0.2 + 0.6 * u)];
  const model = rvae({
    image: wide,
    invariances: ['translation'],
    contentDim: 2,
    deformations: 0,
    decoder: drawsItsContent,
    encoder: encoderOf({ centres: (x) => tf.concat([tf.zerosLike(x), logit(x)], 1) }, [2, 2]),
  });
  const [found] = traversals(model, {}, { ...data, unlabelled: { images: numbers, count: 20, ...wide } }, 3);
  const { values = new Float32Array(0), rows: down, columns, imageShape } = found?.grid ?? {};
  expect([down, columns, imageShape]).toEqual([3, 3, [1, 2]]);
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const along = (axis: { readonly from: number; readonly to: number } | undefined): number[] =>
    [0, 0.5, 1].map((share) => sigmoid((axis?.from ?? NaN) + share * ((axis?.to ?? NaN) - (axis?.from ?? NaN))));
  const expected = along(found?.vertical).flatMap((second) =>
    along(found?.horizontal).flatMap((first) => [first, second]),
  );
  expectClose(values, expected, { tolerance: 1e-5 });
});

it('there is one for each class, about the content of its own images, and none without content', () => {
  const classes = ssrvae({
    image,
    classes: 2,
    invariances: ['rotation'],
    encoder: mlpEncoder({ hidden: [6] }),
    decoder: templateDecoder({ ...image, hidden: [6] }),
  });
  const inference = svi<[Batch]>({ model: classes.model, guide: classes.guide, optimizer: adam(), elbo: traceElbo() });
  const labelled = { images: rows(), labels: tf.oneHot(tf.zeros([count], 'int32'), 2) as tf.Tensor2D };
  const own = inference.params(inference.init(key(3), { labelled }));
  const found = traversals(classes, own, { ...data, classNames: ['a', 'b'] }, 2);
  expect(found.map(({ title }) => title)).toEqual(['a', 'b']);
  for (const { grid } of found) expect(grid.values).toHaveLength(4 * 64);
  expect(traversals(rvae({ image, contentDim: 0 }), {}, data, 3)).toEqual([]);
});

it('an upright pose is neither rotated, moved nor scaled, on the line and on the circle', () => {
  const all = ['rotation', 'translation', 'scale'] as const;
  const poseOf = (anglePrior: 'normal' | 'projectedNormal') => {
    const model = rvae({ image, invariances: all, anglePrior, likelihood: 'gaussian', exposure: true });
    return Object.entries(uprightPose(model, 2)).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]);
  };
  const still = [
    ['shift', [0, 0, 0, 0]],
    ['scale', [0, 0]],
    ['exposure', [0, 0, 0, 0]],
  ];
  expect(poseOf('normal')).toEqual([['angle', [0, 0]], ...still]);
  expect(poseOf('projectedNormal')).toEqual([['angle', [1, 0, 1, 0]], ...still]);
});
