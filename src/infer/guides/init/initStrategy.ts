import type * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../../../num/index.js';
import type { SampleMessage } from '../../../ppl/index.js';

/** Where an automatic guide puts a latent site at the start. */
export interface InitStrategy {
  readonly name: string;
  /** The sites that it was given values for, if it was given any by name. */
  readonly sites?: readonly string[];
  /** What is asked where this one has no answer, or one outside the support or without finite density. */
  readonly fallback: InitStrategy | undefined;
  /**
   * A value of the site [...batch, ...event], in the space of the model, the batch perhaps of the full size of subsampled plates;
   * undefined where there is none. It may leave tensors behind.
   */
  propose(site: SampleMessage, key: Key): tf.Tensor | undefined;
}

/** The shape of a site's values. */
export function valueShape({ dist }: SampleMessage): number[] {
  return [...dist.batchShape, ...dist.eventShape];
}
