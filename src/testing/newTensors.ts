import * as tf from '@tensorflow/tfjs-core';

/** How many tensors `body` leaves behind, its results included; they are disposed before this returns. */
export function newTensors(body: () => unknown): number {
  const before = tf.memory().numTensors;
  let after = before;
  tf.tidy(() => {
    body();
    after = tf.memory().numTensors;
  });
  return after - before;
}
