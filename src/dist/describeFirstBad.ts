import * as tf from '@tensorflow/tfjs-core';
import { formatShape } from '../num/index.js';

const MOST_SHOWN = 8;

/**
 * The first element of `value` that fails, with its index: `-1 at index [0, 2]`; undefined if none does. Reads tensor data.
 *
 * @param fits boolean [...batch], or a shape that broadcasts against the value's
 * @param eventDim how many rightmost dims of `value` make one element
 */
export function describeFirstBad(value: tf.Tensor, fits: tf.Tensor, eventDim: number): string | undefined {
  return tf.tidy(() => {
    const index = fits.dataSync().indexOf(0);
    if (index < 0) return undefined;
    const eventShape = value.shape.slice(value.rank - eventDim);
    const whole = tf.broadcastTo(value, [...fits.shape, ...eventShape]);
    const size = eventShape.reduce((product, dim) => product * dim, 1);
    const numbers = whole.dataSync().slice(index * size, (index + 1) * size);
    return `${elementText([...numbers], eventDim)}${placeText(index, fits.shape)}`;
  });
}

function elementText(numbers: readonly number[], eventDim: number): string {
  if (eventDim === 0) return String(numbers[0]);
  const shown = numbers.slice(0, MOST_SHOWN).map((x) => String(Number(x.toPrecision(6))));
  return `[${shown.join(', ')}${numbers.length > MOST_SHOWN ? ', …' : ''}]`;
}

function placeText(flat: number, shape: readonly number[]): string {
  if (shape.length === 0) return '';
  let rest = flat;
  const index = shape.map((_, i) => {
    const stride = shape.slice(i + 1).reduce((product, size) => product * size, 1);
    const at = Math.floor(rest / stride);
    rest -= at * stride;
    return at;
  });
  return ` at index ${formatShape(index)}`;
}
