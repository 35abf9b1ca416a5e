import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { fold, key, stopGradient, valueAndGradients, type Key } from '../../../num/index.js';
import type { Subject } from '../law.js';
import { distributionAt, repeatedCoordinates, type FreeParameter } from './freeParameters.js';
import { testFunction, type TestFunction } from './testFunction.js';
import { withDistribution } from './withDistribution.js';

/** For each draw the gradient of the test function through it, by each parameter: [draw, batch, place], flat. */
export interface GradientDraws {
  readonly count: number;
  readonly gradients: Readonly<
    Record<string, { readonly values: Float32Array; readonly batchSize: number; readonly eventSize: number }>
  >;
}

const GRADIENTS = 0x67726164;

/**
 * Draws in a batch dim of their own, so that each has parameters and gradients of its own. For arrays the gradient of the score
 * estimator of the same expectation is taken away, so that their mean is 0.
 */
export function gradientDraws(
  subject: Subject,
  free: readonly FreeParameter[],
  look: number,
  count: number,
): GradientDraws {
  const drawKey = fold(fold(key(subject.key), GRADIENTS), look);
  // Made before anything is recorded for a gradient.
  const { ofTensor } = testFunction(subject);
  return withDistribution(subject, (dist) => {
    const { gradients } = valueAndGradients(
      (coordinates) => {
        return estimate(ofTensor, distributionAt(subject, free, coordinates), drawKey);
      },
      repeatedCoordinates(free, count, dist),
    );
    const sized = free.map(({ name, batchPart, eventPart }) => {
      const [batchSize, eventSize] = [batchPart, eventPart].map((part) => part.reduce((a, b) => a * b, 1));
      const values = Float32Array.from(gradients[name]?.dataSync() ?? []);
      return [name, { values, batchSize: batchSize ?? 1, eventSize: eventSize ?? 1 }] as const;
    });
    return { count, gradients: Object.fromEntries(sized) };
  });
}

function estimate(ofTensor: TestFunction['ofTensor'], dist: Distribution, drawKey: Key): tf.Tensor {
  const draws = dist.rsample(drawKey);
  const values = ofTensor(dist, draws);
  if (dist.eventShape.length === 0) return tf.sum(values);
  const gains = stopGradient(tf.sub(values, tf.mean(values, 0, true)));
  return tf.sum(tf.sub(values, tf.mul(gains, dist.logProb(stopGradient(draws)))));
}
