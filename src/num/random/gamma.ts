import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from '../broadcast.js';
import type { Key } from '../key.js';
import type { Shape } from '../shape.js';
import { logGammaArray } from './gammaArray.js';
import { logGammaSlope } from './logGammaSlope.js';

/** The smallest normal float32: draws below it are set to it, so that all lie above 0. */
const TINY = 2 ** -126;

/**
 * Gamma draws of rate 1, float32, > 0, with implicit gradients to the concentration. Drawn on the host in float64, so that the
 * same numbers give the same bits on every engine; to that end the concentration is read from the device.
 *
 * @param concentration > 0, a number or a tensor that broadcasts to `shape`
 * @returns a tensor of that shape; NaN where the concentration is not a finite number > 0
 */
export function gamma(key: Key, concentration: tf.Tensor | number, shape: Shape): tf.Tensor {
  return draw(key, concentration, shape, {
    value: (log) => Math.max(TINY, Math.exp(log)),
    slope: (a, value) => value * logGammaSlope(a, Math.log(value)),
  });
}

/** The logs of gamma draws, as `gamma` makes them, which stay exact where the draws themselves underflow. */
export function logGamma(key: Key, concentration: tf.Tensor | number, shape: Shape): tf.Tensor {
  return draw(key, concentration, shape, { value: (log) => log, slope: logGammaSlope });
}

interface Scale {
  /** What to make of the log of a draw. */
  readonly value: (log: number) => number;
  /** The derivative of such a value in the concentration. */
  readonly slope: (concentration: number, value: number) => number;
}

function draw(key: Key, concentration: tf.Tensor | number, shape: Shape, scale: Scale): tf.Tensor {
  return tf.tidy(() => {
    const whole =
      typeof concentration === 'number' ? tf.fill([...shape], concentration) : broadcastTo(concentration, shape);
    const operation = tf.customGrad((...inputs) => {
      const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
      const logs = logGammaArray(key, input.dataSync());
      const value = tf.tensor(Float32Array.from(logs, scale.value), [...shape]);
      save([input, value]);
      return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [tf.mul(dy, slopes(saved, scale))] };
    });
    return operation(whole);
  });
}

/** Computed on the way back, and so only where a gradient is asked for. */
function slopes([concentration, value]: readonly tf.Tensor[], scale: Scale): tf.Tensor {
  const [a, z] = [concentration?.dataSync() ?? [], value?.dataSync() ?? []];
  const data = Float32Array.from(a, (each, i) => scale.slope(each, z[i] ?? NaN));
  return tf.tensor(data, value?.shape);
}
