import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { classify, frameViewsOf, ssrvae, ssvae, type Params } from '../../src/models/index.js';
import { fold, key, normalArray, uniformArray } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

const side = 4;
const square = { height: side, width: side };
const options = { image: square, classes: 3, hidden: [5] } as const;
const rectangle = { height: 2, width: 8 };

/** Any weights at all for a perceptron that classifies images of 16 pixels. */
function weights(): Params {
  const shapes = {
    'classifier/0/kernel': [16, 5],
    'classifier/0/bias': [5],
    'classifier/out/kernel': [5, 3],
    'classifier/out/bias': [3],
  };
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, tf.tensor(Float32Array.from(normalArray(fold(key(1), name), size)), shape)];
    }),
  );
}

const images = (): tf.Tensor2D => tf.tensor2d(Float32Array.from(uniformArray(key(2), 3 * 16)), [3, 16]);

/** A quarter turn, and the mirror image, pixel by pixel. */
const generators: Record<string, (row: number, column: number) => [number, number]> = {
  'a quarter turn': (row, column) => [column, side - 1 - row],
  'a mirror image': (row, column) => [row, side - 1 - column],
};

function moved(pixels: tf.Tensor2D, from: (row: number, column: number) => [number, number]): tf.Tensor2D {
  const places = Array.from({ length: side * side }, (_, i) => {
    const [row, column] = from(Math.floor(i / side), i % side);
    return row * side + column;
  });
  return tf.gather(pixels, tf.tensor1d(places, 'int32'), 1);
}

describeEngines('classifierSymmetry', () => {
  it.each(Object.entries(generators))('frame: %s does not change q(class | image)', (_, from) => {
    const model = ssrvae({ ...options, classifierSymmetry: 'frame' });
    const params = weights();
    const still = classify(model, params, images());
    expectClose(classify(model, params, moved(images(), from)), still, { tolerance: 1e-5 });
    const plain = ssrvae(options);
    const change = tf.max(
      tf.abs(tf.sub(classify(plain, params, moved(images(), from)), classify(plain, params, images()))),
    );
    expect(change.dataSync()[0]).toBeGreaterThan(0.01);
  });

  it('frame: log probabilities are means over all views, up to a constant', () => {
    const params = weights();
    const turn = generators['a quarter turn'] ?? ((row, column) => [row, column]);
    const mirror = generators['a mirror image'] ?? ((row, column) => [row, column]);
    let view = images();
    const logs: tf.Tensor[] = [];
    for (let i = 0; i < 4; i += 1) {
      logs.push(tf.log(classify(ssrvae(options), params, view)));
      logs.push(tf.log(classify(ssrvae(options), params, moved(view, mirror))));
      view = moved(view, turn);
    }
    const expected = tf.softmax(tf.mean(tf.stack(logs), 0));
    const model = ssrvae({ ...options, classifierSymmetry: 'frame' });
    expectClose(classify(model, params, images()), expected, { tolerance: 1e-5 });
  });

  it('looks once where rotation is not invariant or nothing is asked for, and four times where the frame is not square', () => {
    const counts = [
      ssrvae(options),
      ssvae({ ...options, classifierSymmetry: 'frame' }),
      ssrvae({ ...options, image: rectangle, classifierSymmetry: 'frame' }),
      ssrvae({ ...options, classifierSymmetry: 'frame' }),
    ].map((model) => frameViewsOf(model.options).length);
    expect(counts).toEqual([1, 1, 4, 8]);
  });
});
