import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { meanOfViews } from '../../src/models/views.js';
import { key, normalArray } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

/** [images, views, width] */
const outputs = (images: number, views: number, width: number): tf.Tensor =>
  tf.tensor(Float32Array.from(normalArray(key(1), images * views * width)), [images, views, width]);

/** What views say of an object at an angle and a place if each is right about the image that it is of. */
function truthful(views: number, [x, y]: readonly [number, number], sense: 1 | -1): tf.Tensor {
  const rows = Array.from({ length: views }, (_, k) => {
    // Counter-clockwise as seen is from x towards y where y points up, and from y towards x where it points down.
    const angle = (sense * 2 * Math.PI * k) / views;
    return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle), 5];
  });
  return tf.tensor3d([rows]);
}

describeEngines('meanOfViews', () => {
  it.each([1, 2, 4])('%d views: where nothing rotates with the image, the plain mean', (views) => {
    const given = outputs(3, views, 5);
    expectClose(meanOfViews(given, undefined, Math.PI / 2), tf.mean(given, 1), { roundings: 4 });
    expect(meanOfViews(given, undefined, Math.PI / 2).shape).toEqual([3, 5]);
  });

  it.each([
    [2, 'direction', 1],
    [4, 'direction', 1],
    [2, 'place', -1],
    [4, 'place', -1],
  ] as const)('%d views that agree on a %s say what the first says', (views, rotatesAs, sense) => {
    expectClose(meanOfViews(truthful(views, [0.8, -0.3], sense), rotatesAs, (2 * Math.PI) / views), [0.8, -0.3, 5], {
      roundings: 8,
    });
  });

  it.each([
    [2, 'direction', 1],
    [4, 'direction', 1],
    [4, 'place', -1],
  ] as const)(
    '%d views in turn, each given one later, rotate a %s back by a step, and leave the rest',
    (views, rotatesAs, sense) => {
      const given = outputs(2, views, 4);
      const later = tf.concat([tf.slice(given, [0, 1], [2, views - 1]), tf.slice(given, [0, 0], [2, 1])], 1);
      const [before, after] = [given, later].map(
        (one) => meanOfViews(one, rotatesAs, (2 * Math.PI) / views).arraySync() as number[][],
      );
      const step = (2 * Math.PI) / views;
      const [cos, sin] = [Math.cos(step), sense * Math.sin(step)];
      // View k is of the image rotated by k steps: given one later, it is an image that was rotated by one step more.
      const expected = (before ?? []).map(([x = NaN, y = NaN, ...rest]) => [
        x * cos - y * sin,
        x * sin + y * cos,
        ...rest,
      ]);
      expectClose(after ?? [], expected, { roundings: 16 });
    },
  );

  it('works on any batch, and of two outputs alone', () => {
    const given = tf.reshape(outputs(6, 4, 2), [3, 1, 2, 4, 2]);
    const found = meanOfViews(given, 'direction', Math.PI / 2);
    expect(found.shape).toEqual([3, 1, 2, 2]);
    expectClose(found, meanOfViews(tf.reshape(given, [6, 4, 2]), 'direction', Math.PI / 2));
  });
});
