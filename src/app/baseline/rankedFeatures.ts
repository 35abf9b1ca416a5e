/** Values of features, and in which order they come. */
export interface RankedFeatures {
  /** [sample, feature] in C order. */
  readonly values: Float32Array;
  readonly numFeatures: number;
  /** The place of each value among the different values of its feature, [sample, feature]. */
  readonly ranks: Uint32Array;
}

/** Orders each feature once, so that every node of every tree sorts integers. */
export function rankFeatures(values: Float32Array, numFeatures: number): RankedFeatures {
  const numSamples = values.length / numFeatures;
  const ranks = new Uint32Array(values.length);
  const column = new Float32Array(numSamples);
  for (let feature = 0; feature < numFeatures; feature += 1) {
    for (let i = 0; i < numSamples; i += 1) column[i] = values[i * numFeatures + feature] ?? 0;
    const places = new Map(Array.from(new Set(column.sort()), (value, place) => [value, place]));
    for (let i = 0; i < numSamples; i += 1) {
      const at = i * numFeatures + feature;
      ranks[at] = places.get(values[at] ?? 0) ?? 0;
    }
  }
  return { values, numFeatures, ranks };
}
