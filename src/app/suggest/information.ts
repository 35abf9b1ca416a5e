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
 * The information that the label of each image would give, from the predictions for several views of it: H(mean of p) and
 * H(mean of p) - mean of H(p), with the views in the place of draws of the parameters.
 *
 * @param views for each view q(class | image seen so), [image, class] in C order
 * @param classes how many classes there are
 * @returns one for each image
 * @see Settles 2009, "Active learning literature survey", section 3.1 (entropy);
 * Houlsby et al. 2011, "Bayesian active learning for classification and preference learning", equation (2) (disagreement)
 */
export function expectedInformation(views: readonly Float32Array[], classes: number): Information[] {
  const count = (views[0]?.length ?? 0) / classes;
  return Array.from({ length: count }, (_, image) => {
    const rows = views.map((view) => view.subarray(image * classes, (image + 1) * classes));
    const mean = Array.from(
      { length: classes },
      (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? NaN), 0) / rows.length,
    );
    const entropy = entropyOf(mean);
    const within = rows.reduce((sum, row) => sum + entropyOf(row), 0) / rows.length;
    // Not below 0 but for rounding, by Jensen's inequality.
    return { entropy, disagreement: Math.max(0, entropy - within) };
  });
}

/** The places of the `count` largest scores, the largest first; of equal ones the earlier. */
export function largest(scores: ArrayLike<number>, count: number): number[] {
  const places = Array.from(scores, (_, place) => place);
  return places.sort((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN) || a - b).slice(0, count);
}
