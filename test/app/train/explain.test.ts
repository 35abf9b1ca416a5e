import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { explainImages } from '../../../src/app/train/explain.js';
import { rvae, ssrvae, ssvae, vae, type AutoencoderOptions } from '../../../src/models/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { drawsItsContent, encoderOf, logit, onlyPart } from './handMade.js';

const image = { height: 1, width: 2 };
const set = { images: Float32Array.of(0.2, 0.7, 0.5, 0.1, 0.9, 0.3), count: 3, ...image };

/** A model that says the same pose of each image, and whose content is the image. */
function modelOf(pose: readonly number[], sizes: readonly number[], own: Partial<AutoencoderOptions>) {
  const centres = (given: tf.Tensor): tf.Tensor =>
    tf.concat([tf.tile(tf.tensor2d([[...pose]], [1, pose.length]), [given.shape[0], 1]), logit(given)], 1);
  const encoder = encoderOf({ centres }, [...sizes, 2]);
  return rvae({ image, contentDim: 2, deformations: 0, decoder: drawsItsContent, encoder, ...own });
}

describeEngines('explainImages', () => {
  it('tells the pose in radians, grid units and factors, and draws the image again', () => {
    const model = modelOf([0.3, 2, -1, 4], [1, 2, 1], {
      invariances: ['rotation', 'translation', 'scale'],
      shiftUnit: 0.25,
      scaleUnit: 0.5,
    });
    const before = tf.memory().numTensors;
    const found = explainImages(model, {}, set, [2, 0]);
    expect(tf.memory().numTensors).toBe(before);
    found.forEach(({ angle, shift, scale, content, reconstruction, predicted, probabilities }, i) => {
      expectClose([angle ?? NaN, ...(shift ?? []), scale ?? NaN], [0.3, 0.5, -0.25, Math.exp(2)], { roundings: 8 });
      const [left = NaN, right = NaN] =
        [
          [0.9, 0.3],
          [0.2, 0.7],
        ][i] ?? [];
      expectClose(reconstruction, [left, right], { roundings: 8 });
      expectClose(content, [Math.log(left / (1 - left)), Math.log(right / (1 - right))], { roundings: 32 });
      expect([predicted, probabilities]).toEqual([0, []]);
    });
  });

  it('leaves out what the model does not explain by a pose', () => {
    const still = vae({ image, contentDim: 2, decoder: drawsItsContent, encoder: encoderOf({ centres: logit }, [2]) });
    const [found] = explainImages(still, {}, set, [1]);
    expect([found?.angle, found?.shift, found?.scale]).toEqual([undefined, undefined, undefined]);
  });

  it('each image is taken for its most probable class', () => {
    const classes = (given: tf.Tensor): tf.Tensor => tf.mul(given, 8);
    const model = ssvae({
      image,
      classes: 2,
      contentDim: 2,
      decoder: drawsItsContent,
      encoder: encoderOf({ centres: logit, classes }, [2]),
    });
    const found = explainImages(model, {}, set, [0, 1, 2]);
    expect(found.map(({ predicted }) => predicted)).toEqual([1, 0, 0]);
    const odds = [0.5, -0.4, -0.6].map((difference) => 1 / (1 + Math.exp(-8 * difference)));
    expectClose(
      found.map(({ probabilities }) => probabilities[1] ?? NaN),
      odds,
      { tolerance: 1e-5 },
    );
  });
});

it('on the circle an angle is that of the direction', () => {
  const model = ssrvae({
    image,
    classes: 2,
    contentDim: 0,
    invariances: ['rotation'],
    anglePrior: 'projectedNormal',
    decoder: ({ map = tf.zeros([1, 6]) }) => tf.slice(map, [0, 0], [-1, 2]),
    encoder: {
      views: 1,
      features: (images) => [tf.expandDims(images, 1)],
      classLogits: (features) => tf.zeros([...onlyPart(features).shape.slice(0, -2), 2]),
      // A direction of any length up to the left, and whatever else belongs to an angle.
      outputs: (features, _label, units) => {
        const row = Array.from({ length: units }, (_, i) => [-3, 3][i] ?? 0);
        return tf.tile(tf.tensor3d([[row]]), [onlyPart(features).shape[0], 1, 1]);
      },
    },
  });
  const [found] = explainImages(model, {}, set, [0]);
  expectClose(found?.angle ?? NaN, (3 * Math.PI) / 4, { roundings: 8 });
});
