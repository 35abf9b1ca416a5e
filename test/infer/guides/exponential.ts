import * as tf from '@tensorflow/tfjs-core';
import { gamma } from '../../../src/dist/index.js';
import { plate, sample } from '../../../src/ppl/index.js';

const waits = [0.5, 1.5, 1, 2, 0.7];

/** A rate with a gamma prior, and waiting times: the posterior is gamma(shape, rate). */
export const exponential: { readonly model: () => void; readonly shape: number; readonly rate: number } = {
  model: () => {
    const rate = sample('rate', gamma({ concentration: 2, rate: 1 }));
    plate('waits', waits.length, () => sample('x', gamma({ concentration: 1, rate }), { obs: tf.tensor1d(waits) }));
  },
  shape: 2 + waits.length,
  rate: 1 + waits.reduce((a, b) => a + b, 0),
};
