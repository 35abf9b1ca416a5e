import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.js';
import { mlp } from '../mlp.js';
import type { Encoder } from './encoder.js';
import { codesOf } from './codesOf.js';

export interface MlpEncoderOptions {
  /** Widths of the hidden layers of both perceptrons. Default: [128, 128]. */
  readonly hidden?: readonly number[];
  /** Default: tanh. */
  readonly activation?: Activation;
}

/** Two perceptrons on the pixels, `classifier` and `encoder`, as in the paper: the features are the images themselves. */
export function mlpEncoder({ hidden = [128, 128], activation = 'tanh' }: MlpEncoderOptions = {}): Encoder {
  return {
    views: 1,
    features: (images) => [tf.expandDims(images, 1)],
    classLogits: (features, classes) =>
      tf.mean(mlp('classifier', features, { hidden, activation, units: classes }), -2),
    outputs: (features, label, units) => mlp('encoder', codesOf(features, label), { hidden, activation, units }),
  };
}
