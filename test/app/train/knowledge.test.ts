// With networks without weights, whose knowledge is known.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { knowledgeOf, LOST_ANGLE } from '../../../src/app/train/knowledge.js';
import type { ImageSet } from '../../../src/data/index.js';
import { rvae, ssvae, vae } from '../../../src/models/index.js';
import { key, uniformArray } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { drawsItsContent, encoderOf, logit } from './handMade.js';

const [side, count] = [4, 40];
const pixels = side * side;
const image = { height: side, width: side };
/** Grey values from 0.1 to 0.9, so that their logits are finite. */
const images = Float32Array.from(uniformArray(key(1), count * pixels), (u) => 0.1 + 0.8 * u);
const set: ImageSet = { images, count, ...image };

const imageAt = (i: number): Float32Array => images.subarray(i * pixels, (i + 1) * pixels);
const meanOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
/** The sum of squares about the mean. */
const squares = (values: ArrayLike<number>, about = meanOf(values)): number =>
  Array.from(values).reduce((sum, x) => sum + (x - about) ** 2, 0);
const everyImage = Array.from({ length: count }, (_, i) => i);
/** What the mean of each of some images misses, and the sum of squares of all of their pixels about one mean. */
const within = (of: readonly number[]): number => of.reduce((sum, i) => sum + squares(imageAt(i)), 0);
const total = (of: readonly number[]): number => squares(of.flatMap((i) => [...imageAt(i)]));

/** A model whose content is the whole image. */
function perfect(own: { readonly drawn?: (content: tf.Tensor) => tf.Tensor } = {}) {
  const { drawn = (content: tf.Tensor) => content } = own;
  return vae({
    image,
    contentDim: pixels,
    encoder: encoderOf({ centres: logit }, [pixels]),
    decoder: (drawing) => drawn(drawsItsContent(drawing)),
  });
}

describeEngines('knowledgeOf', () => {
  it('a decoder that draws the image explains all of it', () => {
    const { explainedVariance, byClass } = knowledgeOf(perfect(), {}, set, []);
    expectClose(explainedVariance, 1, { tolerance: 1e-5 });
    expect(byClass.map(({ name, count: own }) => [name, own])).toEqual([['', count]]);
    expectClose(byClass[0]?.explainedVariance ?? NaN, 1, { tolerance: 1e-5 });
    expect(byClass[0]?.angleError).toBeUndefined();
  });

  it('one that draws the mean grey value of each image explains how these differ, and one that is wrong less than none', () => {
    const mean = perfect({
      drawn: (content) => tf.add(tf.zerosLike(content), logit(tf.mean(tf.sigmoid(content), -1, true))),
    });
    const between = 1 - within(everyImage) / total(everyImage);
    expectClose(knowledgeOf(mean, {}, set, []).explainedVariance, between, { tolerance: 1e-5 });
    const inverted = perfect({ drawn: tf.neg });
    expect(knowledgeOf(inverted, {}, set, []).explainedVariance).toBeLessThan(-1);
  });

  it('what a content latent explains is what is lost when it is held at its mean: here the variance of its pixel', () => {
    const { latentShares } = knowledgeOf(perfect(), {}, set, []);
    expect(latentShares).toHaveLength(pixels);
    const expected = Array.from({ length: pixels }, (_, p) => {
      const column = Array.from({ length: count }, (_unused, i) => imageAt(i)[p] ?? NaN);
      // Held at the mean of its logits.
      const held = meanOf(column.map((grey) => Math.log(grey / (1 - grey))));
      return squares(column, 1 / (1 + Math.exp(-held))) / total(everyImage);
    });
    expectClose(latentShares, expected, { tolerance: 1e-4 });
  });

  it('a latent that nothing is drawn from explains nothing', () => {
    const deaf = perfect({
      drawn: (content) => tf.concat([tf.slice(content, [0, 0], [-1, pixels - 1]), tf.zeros([content.shape[0], 1])], 1),
    });
    const { latentShares } = knowledgeOf(deaf, {}, set, []);
    expect(latentShares.at(-1)).toBe(0);
    expect(Math.min(...latentShares.slice(0, -1))).toBeGreaterThan(0);
  });

  it('by class: each image counts for the class that it is taken for, and classes without images have none', () => {
    const bright = Array.from({ length: count }, (_, i) => meanOf(imageAt(i)) > 0.5);
    const model = ssvae({
      image,
      classes: 3,
      contentDim: pixels,
      encoder: encoderOf(
        {
          centres: logit,
          classes: (given) => {
            const over = tf.mul(tf.sub(tf.mean(given, 1, true), 0.5), 1e4);
            return tf.concat([tf.neg(over), over, tf.fill(over.shape, -1e6)], 1);
          },
        },
        [pixels],
      ),
      // Dark images are drawn, and of bright ones their mean.
      decoder: (drawing) => {
        const content = drawsItsContent(drawing);
        const mean = tf.mean(tf.sigmoid(content), -1, true);
        const isDark = tf.cast(tf.less(mean, 0.5), 'float32');
        return tf.add(tf.mul(isDark, content), tf.mul(tf.sub(1, isDark), logit(mean)));
      },
    });
    const brightOnes = everyImage.filter((i) => bright[i]);
    const { byClass, explainedVariance } = knowledgeOf(model, {}, set, ['dark', 'bright', 'none']);
    const counts = [bright.filter((is) => !is).length, bright.filter(Boolean).length, 0];
    expect(byClass.map(({ name, count: own }) => [name, own])).toEqual(
      ['dark', 'bright', 'none'].map((name, i) => [name, counts[i]]),
    );
    expectClose(
      byClass.slice(0, 2).map((one) => one.explainedVariance),
      [1, 1 - within(brightOnes) / total(brightOnes)],
      { tolerance: 1e-4 },
    );
    expectClose(explainedVariance, 1 - within(brightOnes) / total(everyImage), { tolerance: 1e-4 });
  });

  it('an angle is off by how far it is from following an image that is rotated, modulo half a turn', () => {
    /** A model whose angle is a share of the direction in which an image is brightest. */
    const errorOf = (share: number): number => {
      const model = rvae({
        image: large,
        invariances: ['rotation'],
        contentDim: 1,
        deformations: 0,
        decoder: ({ codes: [content = tf.scalar(NaN)] }) => tf.tile(content, [1, large.height * large.width]),
        encoder: encoderOf(
          { centres: (given) => tf.concat([tf.mul(brightest(given), share), tf.zeros([given.shape[0], 1])], 1) },
          [1, 1],
        ),
      });
      return knowledgeOf(model, {}, blobs(), []).byClass[0]?.angleError ?? NaN;
    };
    const rotation = errorOf(0);
    expect(rotation).toBeGreaterThan(LOST_ANGLE);
    // A blob 4 pixels from the middle that is read bilinearly is where it should be to a hundredth of a pixel or so.
    expectClose(errorOf(1), 0, { tolerance: 0.5 });
    expectClose(errorOf(0.5), rotation / 2, { tolerance: 0.5 });
    const other = (2 * rotation) % 180;
    expectClose(errorOf(-1), Math.min(other, 180 - other), { tolerance: 0.5 });
    // Half a turn off is not off.
    expectClose(errorOf(1 + 180 / rotation), 0, { tolerance: 0.5 * (1 + 180 / rotation) });
  });

  it('looks at no more than so many images, always the same ones', () => {
    const many = {
      ...set,
      images: Float32Array.from(uniformArray(key(2), 700 * pixels), (u) => 0.1 + 0.8 * u),
      count: 700,
    };
    const found = knowledgeOf(perfect(), {}, many, []);
    expect(found.byClass[0]?.count).toBe(600);
    expect(knowledgeOf(perfect(), {}, many, [])).toEqual(found);
  });

  it('leaves no tensor over', () => {
    const before = tf.memory().numTensors;
    knowledgeOf(perfect(), {}, set, []);
    expect(tf.memory().numTensors).toBe(before);
  });
});

const large = { height: 19, width: 19 };

/** A blob at angles all around the circle. */
function blobs(): ImageSet {
  const size = large.height * large.width;
  const blurred = Float32Array.from({ length: count * size }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / size)) / count;
    const [x, y] = [
      (i % large.width) - 9 - 4 * Math.cos(angle),
      (Math.floor(i / large.width) % large.height) - 9 + 4 * Math.sin(angle),
    ];
    return Math.exp(-(x * x + y * y) / 4);
  });
  return { images: blurred, count, ...large };
}

/** The direction of the light of images [count, pixels], counter-clockwise as seen. */
function brightest(given: tf.Tensor): tf.Tensor {
  const along = (place: (p: number) => number): tf.Tensor => {
    const column = Array.from({ length: large.height * large.width }, (_, p) => place(p));
    return tf.matMul(given, tf.tensor2d(column, [column.length, 1]));
  };
  return tf.atan2(
    along((p) => 9 - Math.floor(p / large.width)),
    along((p) => (p % large.width) - 9),
  );
}
