import * as tf from '@tensorflow/tfjs-core';

/** From this many numbers on kernels of the native and the wasm engine take less time than a loop over them. */
const MANY = 4096;

/** Whether a loop over so many numbers is the faster way, as it always is on the engine in plain JavaScript. */
export function isSmall(size: number): boolean {
  return size < MANY || tf.getBackend() === 'cpu';
}
