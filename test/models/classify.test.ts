import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { classify, ssrvae, ssvae, type Params } from '../../src/models/index.js';
import {
  mlpEncoder,
  plainDecoder,
  templateDecoder,
  trunkEncoder,
  type Encoder,
  type PictureSize,
} from '../../src/nn/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { images, paramsOf } from './smallModels.js';

type Move = (row: number, column: number) => [number, number];

const square = { height: 4, width: 4 };
const oblong = { height: 2, width: 8 };

/** Where a pixel of the moved image is read, for images of some size. */
const quarterTurn: Move = (row, column) => [column, 3 - row];
const halfTurn =
  ({ height, width }: PictureSize): Move =>
  (row, column) => [height - 1 - row, width - 1 - column];
const reflection =
  ({ width }: PictureSize): Move =>
  (row, column) => [row, width - 1 - column];

function moved(pixels: tf.Tensor2D, { height, width }: PictureSize, from: Move): tf.Tensor2D {
  const places = Array.from({ length: height * width }, (_, i) => {
    const [row, column] = from(Math.floor(i / width), i % width);
    return row * width + column;
  });
  return tf.gather(pixels, tf.tensor1d(places, 'int32'), 1);
}

/** All rotations and reflections that keep the frame, the image as it is first. */
function group(pixels: tf.Tensor2D, size: PictureSize): tf.Tensor2D[] {
  const isSquare = size.height === size.width;
  const rotations = [pixels];
  while (rotations.length < (isSquare ? 4 : 2)) {
    rotations.push(moved(rotations.at(-1) ?? pixels, size, isSquare ? quarterTurn : halfTurn(size)));
  }
  return rotations.flatMap((view) => [view, moved(view, size, reflection(size))]);
}

const layers = { convolutions: [{ channels: 4, size: 3, stride: 1 }], units: 6, smoothing: 0 } as const;
const encoders: readonly (readonly [string, PictureSize, Encoder])[] = [
  ['a perceptron', square, mlpEncoder({ hidden: [5] })],
  ['a perceptron, images not square', oblong, mlpEncoder({ hidden: [5] })],
  ['a trunk', square, trunkEncoder({ ...square, ...layers })],
  ['a trunk of four views', square, trunkEncoder({ ...square, ...layers, views: 4 })],
  ['a trunk of two views, images not square', oblong, trunkEncoder({ ...oblong, ...layers, views: 2 })],
];

function modelsFor(image: PictureSize, encoder: Encoder) {
  const options = { image, encoder, classes: 3, decoder: templateDecoder({ ...image, hidden: [4] }) };
  return { plain: ssrvae(options), frame: ssrvae({ ...options, classifierSymmetry: 'frame' }) };
}

describeEngines('classify', () => {
  it.each(encoders)(
    'frame, %s: no rotation or reflection changes the class, and logits are their mean',
    (_, image, encoder) => {
      const { plain, frame } = modelsFor(image, encoder);
      const [params, some] = [paramsOf(plain), images(3)];
      const views = group(some, image);
      const still = classify(frame, params, some);
      for (const view of views) expectClose(classify(frame, params, view), still, { tolerance: 1e-6 });
      const logs = views.map((view) => tf.log(classify(plain, params, view)));
      expectClose(still, tf.softmax(tf.mean(tf.stack(logs), 0)), { tolerance: 1e-6 });
      const change = tf.max(tf.abs(tf.sub(logs[0] ?? some, logs[1] ?? some))).dataSync()[0];
      expect(change).toBeGreaterThan(1e-4);
    },
  );

  it.each([
    ['four', square, 4, quarterTurn],
    ['two', oblong, 2, halfTurn(oblong)],
  ] as const)('a trunk of %s views: its rotations do not change the class', (_, image, views, rotation) => {
    const [{ plain: trunk }, { plain: single }] = [views, 1 as const].map((count) =>
      modelsFor(image, trunkEncoder({ ...image, ...layers, views: count })),
    ) as [ReturnType<typeof modelsFor>, ReturnType<typeof modelsFor>];
    const some = images(3);
    const at = (model: typeof trunk, params: Params): [tf.Tensor, tf.Tensor] => [
      classify(model, params, some),
      classify(model, params, moved(some, image, rotation)),
    ];
    const params = paramsOf(trunk);
    const [before, after] = at(trunk, params);
    expectClose(after, before, { tolerance: 1e-6 });
    // Nothing but the views makes it so: with the same parameters one view says something else.
    const [alone, other] = at(single, params);
    expect(tf.max(tf.abs(tf.sub(alone, other))).dataSync()[0]).toBeGreaterThan(1e-4);
  });

  it('probabilities sum to 1, and leave no tensor over', () => {
    const decoder = plainDecoder({ ...square, hidden: [4] });
    const model = ssvae({ image: square, classes: 5, encoder: trunkEncoder({ ...square, ...layers }), decoder });
    const [params, some] = [paramsOf(model), images(4)];
    expectClose(tf.sum(classify(model, params, some), 1), [1, 1, 1, 1], { roundings: 4 });
    expect(newTensors(() => classify(model, params, some))).toBe(1);
  });
});
