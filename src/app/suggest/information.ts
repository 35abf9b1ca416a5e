/** What the label of an image is expected to tell, in nats. */
export interface Information {
  /** The entropy of the mean prediction over the views: how unsure the classifier is, all in all. */
  readonly entropy: number;
  /**
   * The part of it that comes from disagreement of the views: the mutual information of class and view. An image that is
   * unclear in every view has none.
   */
  readonly disagreement: number;
}

/** H(p) = -Σ p log p of probabilities that sum to 1, in nats; 0 log 0 is 0. */
export function entropyOf(probabilities: ArrayLike<number>): number {
  return Array.from(probabilities).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}

/**
 * The information that the label of each image would give, from several predictions of it (in several poses, or by several
 * judges): H(mean of p) and H(mean of p) - mean of H(p), with the predictions in the place of draws of the parameters.
 *
 * @param views for each of them p(class | image), [image, class] in C order
 * @param classes how many classes there are
 * @returns one for each image
 * @see Settles 2009, "Active learning literature survey", section 3.1 (entropy);
 * Houlsby et al. 2011, "Bayesian active learning for classification and preference learning", equation (2) (disagreement)
 */
export function expectedInformation(views: readonly (Float32Array | Float64Array)[], classes: number): Information[] {
  const means = meanPrediction(views);
  return Array.from({ length: means.length / classes }, (_, image) => {
    const rowOf = (all: Float64Array | Float32Array): ArrayLike<number> =>
      all.subarray(image * classes, (image + 1) * classes);
    const entropy = entropyOf(rowOf(means));
    const within = views.reduce((sum, view) => sum + entropyOf(rowOf(view)), 0) / views.length;
    // Not below 0 but for rounding, by Jensen's inequality.
    return { entropy, disagreement: Math.max(0, entropy - within) };
  });
}

/** The mean of several predictions, [image, class] in C order. */
export function meanPrediction(views: readonly (Float32Array | Float64Array)[]): Float64Array {
  return Float64Array.from(
    { length: views[0]?.length ?? 0 },
    (_, i) => views.reduce((sum, view) => sum + (view[i] ?? NaN), 0) / views.length,
  );
}

/** Some images of a prediction, [image, class] in C order. */
export function pickRows(
  prediction: Float32Array | Float64Array,
  classes: number,
  images: readonly number[],
): Float64Array {
  return Float64Array.from(images.flatMap((i) => Array.from(prediction.subarray(i * classes, (i + 1) * classes))));
}

/** The places of the `count` largest scores, the largest first; of equal ones the earlier. */
export function largest(scores: ArrayLike<number>, count: number): number[] {
  const places = Array.from(scores, (_, place) => place);
  return places.sort((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN) || a - b).slice(0, count);
}
