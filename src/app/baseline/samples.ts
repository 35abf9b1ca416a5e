/** Samples to learn from: values of features, and classes from 0. */
export interface Samples {
  /** [sample, feature] in C order. */
  readonly features: Float32Array;
  readonly numFeatures: number;
  /** [sample] */
  readonly classes: ArrayLike<number>;
  readonly numClasses: number;
}

/** The class of each row of its argument, [sample, feature]. */
export type Classifier = (features: Float32Array) => Int32Array;

/** A 1 at the class of each sample, [sample, class]. */
export function oneHot({ classes, numClasses }: Samples): Float64Array {
  const rows = new Float64Array(classes.length * numClasses);
  for (let i = 0; i < classes.length; i += 1) rows[i * numClasses + (classes[i] ?? 0)] = 1;
  return rows;
}
