// Ways to make a distribution break a law.
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../../src/dist/index.js';
import { stopGradient } from '../../../../src/num/index.js';
import type { DistributionFactory, ParameterValues } from '../../../../src/testing/index.js';

export interface Liar {
  /** The lie. */
  readonly name: string;
  readonly factory: DistributionFactory;
  readonly parameters: ParameterValues;
}

export const ofNormal = { loc: [0.5, -1], scale: [1.5, 0.7] };
export const ofGamma = { concentration: [0.8, 3], rate: [1, 2] };
export const ofUniform = { low: [-1, 0], high: [1, 3] };
export const ofChoice = {
  probs: [
    [0.2, 0.3, 0.5],
    [0.6, 0.3, 0.1],
  ],
};

/** A distribution with some members replaced. */
export function lying(
  factory: DistributionFactory,
  lie: (honest: Distribution) => Partial<Distribution>,
): DistributionFactory {
  return (parameters) => {
    const honest = factory(parameters);
    return { ...honest, ...lie(honest) };
  };
}

/** x, whose gradient is `factor` times what it should be. */
export function tilted(x: tf.Tensor, factor: number): tf.Tensor {
  return tf.add(stopGradient(x), tf.mul(tf.sub(x, stopGradient(x)), factor));
}

export const counter = { calls: 0 };
export const at = (parameters: Readonly<Record<string, tf.Tensor>>, name: string): tf.Tensor =>
  parameters[name] ?? tf.scalar(NaN);

/** What the leaking liar left, for the test to dispose. */
export const kept: tf.Tensor[] = [];
