import type { ImageSet } from '../../data/index.js';
import type { Autoencoder, Params } from '../../models/index.js';
import { entropyOf } from '../suggest/index.js';
import { classProbabilities, evidenceOf, mostProbable } from '../train/index.js';

/** Scores that are to be high for images unlike those of the training, in words. */
export const noveltyScoreNames = {
  doubt: '1 - max q(class | image)',
  entropy: 'entropy of q(class | image)',
  evidence: '-log p(image)',
} as const;

export type NoveltyScoreName = keyof typeof noveltyScoreNames;

export interface Novelty {
  /** The most probable class of each image, [image]. */
  readonly predicted: Int32Array;
  /** [image]; the entropy and -log p in nats. */
  readonly scores: Readonly<Record<NoveltyScoreName, readonly number[]>>;
}

/** What the classifier makes of images, and three scores of how new they are. */
export function noveltyScores(vae: Autoencoder, params: Params, set: ImageSet): Novelty {
  const { classes } = vae.options;
  const probabilities = classProbabilities(vae, params, set);
  const images = Array.from({ length: set.count }, (_, i) => i);
  const rowOf = (i: number): Float32Array => probabilities.subarray(i * classes, (i + 1) * classes);
  return {
    predicted: mostProbable(probabilities, classes),
    scores: {
      doubt: images.map((i) => 1 - Math.max(...rowOf(i))),
      entropy: images.map((i) => entropyOf(rowOf(i))),
      evidence: Array.from(evidenceOf(vae, params, set).logEvidence, (value) => -value),
    },
  };
}
