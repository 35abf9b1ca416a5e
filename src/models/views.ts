import * as tf from '@tensorflow/tfjs-core';
import { lastSlice } from '../nn/index.js';
import { rotatedBack } from './rotatedBack.js';

/**
 * What an image's rotated views say together, the mean over them. A view's object is rotated by the view's angle: where the first two
 * outputs are a direction or a place, they are rotated back first.
 *
 * @param outputs [...batch, views, width]; view k is rotated by k steps, counter-clockwise as seen
 * @param rotatesAs `direction`: (cos, sin) of an angle that grows counter-clockwise; `place`: (x, y) with y downwards
 * @param step radians; see `viewStep`
 * @returns [...batch, width]
 */
export function meanOfViews(outputs: tf.Tensor, rotatesAs: 'direction' | 'place' | undefined, step: number): tf.Tensor {
  const views = outputs.shape[outputs.rank - 2] ?? 1;
  if (views === 1) return tf.squeeze(outputs, [outputs.rank - 2]);
  if (rotatesAs === undefined) return tf.mean(outputs, -2);
  const sense = rotatesAs === 'direction' ? 1 : -1;
  const column = (wave: (angle: number) => number): tf.Tensor =>
    tf.tensor2d(Array.from({ length: views }, (_, k) => [wave(step * k)]));
  const [cos, sin] = [column(Math.cos), column((angle) => sense * Math.sin(angle))];
  const back = rotatedBack(outputs, cos, sin);
  const rest = (outputs.shape[outputs.rank - 1] ?? 2) - 2;
  return tf.mean(rest === 0 ? back : tf.concat([back, lastSlice(outputs, 2, rest)], -1), -2);
}
