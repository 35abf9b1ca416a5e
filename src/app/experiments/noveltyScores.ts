import type { ImageSet } from '../../data/index.js';
import type { Autoencoder, Params } from '../../models/index.js';
import { entropyOf } from '../suggest/index.js';
import { classProbabilities, evidenceOf, mostProbable } from '../train/index.js';
import { spreadOf, type Spread } from './measures/index.js';

/** Scores that are to be high for images unlike the training images, in words. */
export const noveltyScoreNames = {
  doubt: '1 - max q(class | image)',
  entropy: 'entropy of q(class | image)',
  evidence: '-log p(image)',
  atypical: '|log p(image) - usual of its class|',
} as const;

export type NoveltyScoreName = keyof typeof noveltyScoreNames;

/** Something for each score. */
export function mapScores<Value>(body: (name: NoveltyScoreName) => Value): Readonly<Record<NoveltyScoreName, Value>> {
  return { doubt: body('doubt'), entropy: body('entropy'), evidence: body('evidence'), atypical: body('atypical') };
}

export interface Novelty {
  /** The most probable class of each image, [image]. */
  readonly predicted: Int32Array;
  /** [image]; the entropy and -log p in nats, the last in standard deviations. */
  readonly scores: Readonly<Record<NoveltyScoreName, readonly number[]>>;
}

/**
 * What the classifier makes of images, and four scores of how new they are.
 *
 * log p alone says little: simple shapes have a high one whether they were seen or not. So the last score asks how far it is, up or down,
 * from that of the images of the training which are called the same.
 *
 * @param known images of the training
 * @see Nalisnick et al. 2019, "Detecting out-of-distribution inputs to deep generative models using typicality", equation (3)
 */
export function noveltyScores(vae: Autoencoder, params: Params, set: ImageSet, known: ImageSet): Novelty {
  const { classes } = vae.options;
  const probabilities = classProbabilities(vae, params, set);
  const predicted = mostProbable(probabilities, classes);
  const { logEvidence } = evidenceOf(vae, params, set);
  const usual = usualEvidence(vae, params, known);
  const images = Array.from({ length: set.count }, (_, i) => i);
  const rowOf = (i: number): Float32Array => probabilities.subarray(i * classes, (i + 1) * classes);
  return {
    predicted,
    scores: {
      doubt: images.map((i) => 1 - Math.max(...rowOf(i))),
      entropy: images.map((i) => entropyOf(rowOf(i))),
      evidence: Array.from(logEvidence, (value) => -value),
      atypical: images.map((i) => {
        const { mean, deviation } = usual[predicted[i] ?? 0] ?? spreadOf([]);
        return Math.abs((logEvidence[i] ?? NaN) - mean) / (deviation ?? 1);
      }),
    },
  };
}

/** Mean and deviation of log p of the images that are called a class, by class; of all where a class has fewer than two. */
function usualEvidence(vae: Autoencoder, params: Params, known: ImageSet): Spread[] {
  const { classes } = vae.options;
  const called = mostProbable(classProbabilities(vae, params, known), classes);
  const { logEvidence } = evidenceOf(vae, params, known);
  return Array.from({ length: classes }, (_, label) => {
    const own = logEvidence.filter((_value, i) => called[i] === label);
    return spreadOf([...(own.length < 2 ? logEvidence : own)]);
  });
}
