import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { traversals, uprightPose } from '../../../src/app/train/traversal.js';
import { adam, svi, traceElbo } from '../../../src/infer/index.js';
import { encode, generateImages, rvae, type Batch } from '../../../src/models/index.js';
import { key, uniformArray } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';

const vae = rvae({ image: { height: 8, width: 8 }, contentDim: 3, hidden: [6], invariances: ['rotation'] });
const count = 30;
const unlabelled = {
  images: Float32Array.from(uniformArray(key(0), count * 64)),
  count,
  height: 8,
  width: 8,
};
const images = tf.tensor2d(unlabelled.images, [count, 64]);
const inference = svi<[Batch]>({ model: vae.model, guide: vae.guide, optimizer: adam(), elbo: traceElbo() });
const params = inference.params(inference.init(key(1), { unlabelled: images }));
const [found] = traversals(vae, params, { unlabelled, classNames: [], testDescription: '' }, 3);

it('the picture in the middle is that of the mean content of the images', () => {
  const content = encode(vae, params, images)['content'] ?? tf.zeros([count, 3]);
  const mean = tf.mean(content, 0, true);
  const middle = generateImages(vae, params, { ...uprightPose(vae, 1), content: mean });
  const values = tf.tensor(found?.grid.values.slice(4 * 64, 5 * 64) ?? [], [1, 64]);
  // Means of 30 numbers in another order, through three layers.
  expectClose(values, Array.from(middle.dataSync()), { tolerance: 1e-5 });
});

it('goes two standard deviations to each side along the two latents that vary most', () => {
  const content = encode(vae, params, images)['content'] ?? tf.zeros([count, 3]);
  const spreads = Array.from(tf.sqrt(tf.moments(content, 0).variance).dataSync());
  const shown = [found?.horizontal, found?.vertical].map((axis) => ({ ...axis }));
  const least = spreads.indexOf(Math.min(...spreads));
  const expected = [0, 1, 2].filter((latent) => latent !== least);
  expect(shown.map(({ label }) => label)).toEqual(expected.map((latent) => `content ${latent + 1}`));
  shown.forEach(({ from = NaN, to = NaN }, i) => {
    expect(to - from).toBeCloseTo(4 * (spreads[expected[i] ?? 0] ?? NaN), 5);
  });
});
