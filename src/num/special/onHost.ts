import * as tf from '@tensorflow/tfjs-core';
import type { Elementwise } from './withPartials.js';

/** A function of numbers, computed in float64 outside of the engine, one element after the other; reads them from the device. */
export function onHost(f: (...at: number[]) => number): Elementwise {
  return (at) => {
    const [first, ...rest] = at.map((x) => x.dataSync());
    const data = Float32Array.from(first ?? [], (x, i) => f(x, ...rest.map((column) => column[i] ?? NaN)));
    return tf.tensor(data, at[0]?.shape ?? []);
  };
}
